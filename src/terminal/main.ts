import { createApp, type FaultListeners } from "../app.ts";
import type { Config } from "../config.ts";
import { createFaultLogger, createLogger } from "../log.ts";
import type { ServiceContext } from "../workerRuntime.ts";
import type { CommandContext } from "./commands.ts";
import { doctor } from "./doctor.ts";
import { reportFailure, warnOnce } from "./output.ts";
import { type CommandHandler, createProgram } from "./program.ts";

/** What the process provides to a command. `loadConfig` throws PithError `bad_config` if a setting is invalid. */
export type Host = Pick<CommandContext, "output" | "signal" | "stdin"> & { loadConfig(): Config };

/** Runs one command and returns its exit code. @param args the arguments after the name of the program */
export async function main(args: string[], { loadConfig, output, signal, stdin }: Host): Promise<number> {
  let exitCode = 0;

  /** Creates the app, runs a command handler with it, and closes the app. */
  const run = async (handler: CommandHandler, listeners: FaultListeners = warnOnce(output)): Promise<void> => {
    const app = createApp(loadConfig(), listeners);
    try {
      exitCode = (await handler({ app, output, signal, stdin })) ? 0 : 1;
    } finally {
      await app.close();
    }
  };

  /** Runs a service until a signal arrives. Services are imported lazily, because discord.js is slow to load. */
  const runService = (load: () => Promise<(context: ServiceContext) => Promise<void>>): Promise<void> => {
    const config = loadConfig();
    const log = createLogger(config.logLevel);
    return run(async ({ app }) => {
      await (await load())({ config, app, signal, log, output });
      return true;
    }, createFaultLogger(log));
  };

  /** Runs the bot in the local playground, as `pith bot` does without a Discord token. */
  const runPlayground = async (once: boolean): Promise<void> =>
    (await import("../../playground/index.ts")).runPlayground(loadConfig(), signal, output, once);

  const program = createProgram(output, {
    run,
    doctor: () => run(({ app }) => doctor(loadConfig(), app, output)),
    bot: (once) =>
      loadConfig().discord.token ? runService(async () => (await import("../bot.ts")).runBot) : runPlayground(once),
    worker: () => runService(async () => (await import("../worker.ts")).runWorker),
    feedback: async () => (await import("./feedback.ts")).exportFeedback(loadConfig(), output),
    deploy: async (dryRun) => (await import("./deploy.ts")).deploy(loadConfig(), dryRun, output),
  });

  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (thrown) {
    return reportFailure(thrown, output, args.includes("--json"));
  }
}
