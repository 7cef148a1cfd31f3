#!/usr/bin/env -S node --no-warnings --max-semi-space-size=2 --heap-growing-percent=50
import { loadConfig } from "./config.ts";
import { PithError } from "./model/index.ts";
import { standardOutput } from "./output.ts";
import { main } from "./terminal/main.ts";

const shutdown = new AbortController();
// `once`, so that a second signal ends the process immediately, which is Node's default.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => shutdown.abort(new PithError("stopped")));
process.stdout.on("error", () => process.exit(1)); // EPIPE: the reading end of a pipe was closed.

process.exitCode = await main(process.argv.slice(2), {
  loadConfig,
  output: standardOutput,
  signal: shutdown.signal,
  stdin: process.stdin,
});
