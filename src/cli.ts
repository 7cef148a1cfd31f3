#!/usr/bin/env -S node --no-warnings --max-semi-space-size=2 --heap-growing-percent=50
import { createApp, type Watch } from "./app.ts";
import type { runBot } from "./bot.ts";
import { loadConfig } from "./config.ts";
import { createLogger, logged } from "./log.ts";
import { PithError } from "./model/index.ts";
import { doctor } from "./terminal/doctor.ts";
import { complain, standardOutput as output, warnOnce } from "./terminal/output.ts";
import { createProgram, type Work } from "./terminal/program.ts";
import type { runWorker } from "./workerRuntime.ts";

const interrupted = new AbortController();
// The second signal of a kind ends the process at once, as it does by default.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interrupted.abort(new PithError("stopped")));
process.stdout.on("error", () => process.exit(1)); // the reader went away

/** Sets everything up for one command, and takes it down again. */
async function run(work: Work, watch: Watch = warnOnce(output)): Promise<void> {
  const app = createApp(loadConfig(), watch);
  try {
    const done = await work({ app, output, stopped: interrupted.signal, stdin: process.stdin });
    process.exitCode = done ? 0 : 1;
  } finally {
    await app.close();
  }
}

type Service = typeof runBot | typeof runWorker;

/** Runs a service until a signal comes. It is imported late: nothing else needs discord.js, which takes a while to load. */
function serve(service: () => Promise<Service>): Promise<void> {
  const config = loadConfig();
  const log = createLogger(config.logLevel);
  const work: Work = async ({ app, stopped }) => {
    await (await service())(config, app, stopped, log, output);
    return true;
  };
  return run(work, logged(log));
}

/** Without a token the bot is shown at work in a page of this machine. */
const play = async (isOnce: boolean): Promise<void> =>
  (await import("../playground/index.ts")).runPlayground(loadConfig(), interrupted.signal, output, isOnce);

const program = createProgram({
  run,
  doctor: () => run(({ app }) => doctor(loadConfig(), app, output)),
  bot: (once) => (loadConfig().discord.token ? serve(async () => (await import("./bot.ts")).runBot) : play(once)),
  worker: () => serve(async () => (await import("./workerRuntime.ts")).runWorker),
  feedback: async () => (await import("./terminal/feedback.ts")).exportFeedback(loadConfig(), output),
  deploy: async (dryRun) => (await import("./terminal/deploy.ts")).deploy(loadConfig(), dryRun, output),
});

try {
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = complain(thrown, output, process.argv.includes("--json"));
}
