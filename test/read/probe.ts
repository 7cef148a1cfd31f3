import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/**
 * What a compromised parser might attempt, by name. This program runs in place of the child process that reads
 * documents, with the same `fork` options. It makes every attempt, and sends the names of those that succeeded.
 */
const attempts: Record<string, (port: number) => unknown> = {
  connect: (port) => once(connect(port, "127.0.0.1"), "connect"),
  bind: () => once(createSocket("udp4").bind(0), "listening"),
  lookup: () => lookup("localhost"),
  fetch: (port) => fetch(`http://127.0.0.1:${port}`),
  "write to the temporary folder": () => writeFileSync(join(tmpdir(), "pith-probe"), ""),
  "write beside the program": () => writeFileSync(join(import.meta.dirname, "pith-probe"), ""),
  "read outside the program": () => readFileSync(join(tmpdir(), "..", "etc", "hostname")),
  "start a process": () => spawnSync(process.execPath, ["--version"]).error && Promise.reject(new Error("denied")),
  "start a thread": () => once(new Worker("", { eval: true }), "online"),
};

process.on("message", async (port: number) => {
  const succeeded: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt(port);
      succeeded.push(name);
    } catch {
      // Denied, as expected.
    }
  }
  process.send?.(succeeded, () => process.exit());
});
process.send?.("ready");
