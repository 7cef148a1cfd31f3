#!/usr/bin/env -S node --no-warnings
import { CommanderError } from "commander";
import { createApp } from "./app.ts";
import { loadConfig } from "./config.ts";
import { asPithError, PithError } from "./model/index.ts";
import { explain } from "./present/index.ts";
import { doctor } from "./terminal/doctor.ts";
import { failure, jsonLine, standardOutput as output, warnOnce, watchedRun } from "./terminal/output.ts";
import { createProgram, type Work } from "./terminal/program.ts";
import { showSample } from "./terminal/sample.ts";

const WRONG_USAGE = 2;
const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort(new PithError("stopped")));
process.stdout.on("error", () => process.exit(1)); // the reader went away

/** Sets everything up for one command, and takes it down again. */
async function run(work: Work): Promise<void> {
  const app = createApp(loadConfig(), warnOnce(output));
  try {
    const done = await work({ app, output, stopped: interrupted.signal, stdin: process.stdin });
    process.exitCode = done ? 0 : 1;
  } finally {
    await app.close();
  }
}

const program = createProgram({
  run,
  doctor: () => run(({ app }) => doctor(loadConfig(), app, output)),
  bot: () =>
    run(async ({ app, stopped }) => {
      const config = loadConfig();
      // Imported here, since nothing else needs discord.js, and it takes a while.
      if (config.discord.token) await (await import("./bot.ts")).runBot(config, app, stopped, output);
      else output.out(await showSample(config, app, watchedRun(stopped, output)));
      return true;
    }),
  deploy: async (dryRun) => (await import("./bot.ts")).deploy(loadConfig(), dryRun, output),
});

const wantsJson = process.argv.includes("--json");
try {
  await program.parseAsync();
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? 0 : WRONG_USAGE;
    // The words are on stderr already; a program reads stdout.
    const wrong = new PithError("bad_request", thrown.message.replace(/^error: /, ""));
    if (wantsJson && process.exitCode) output.out(jsonLine(failure(wrong)));
  } else {
    const error = asPithError(thrown);
    if (wantsJson) output.out(jsonLine(failure(error)));
    else output.err(`${explain(error)}\n`);
    if (error.code === "internal") output.err(`${String((error.cause as Error)?.stack ?? error.cause)}\n`);
    process.exitCode = error.code === "bad_config" || error.code === "bad_request" ? WRONG_USAGE : 1;
  }
}
