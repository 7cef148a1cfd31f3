import { once } from "node:events";
import type { Config } from "../src/config.ts";
import type { Output } from "../src/output.ts";
import { type Activity, ActivityLog } from "./activityLog.ts";
import { startupBanner } from "./banner.ts";
import { BotControl } from "./botControl.ts";
import { servePage } from "./page/server.ts";
import { runSample } from "./sample.ts";
import { enableAutoChannel, seedGuild } from "./seed.ts";
import { StubModel } from "./stubModel.ts";

/**
 * Runs the playground (`npm start` without a token). It connects the bot to a fake Discord in this process, digests the
 * sample document and prints the digest. Then it serves a page on 127.0.0.1 until `signal` is aborted.
 * @param exitAfterSample whether to return after the digest, without serving the page
 * @throws PithError `bad_config` if the bot cannot start or the page cannot be served
 * @throws Error if the digest takes too long
 */
export async function runPlayground(
  config: Config,
  signal: AbortSignal,
  { out }: Output,
  exitAfterSample: boolean,
): Promise<void> {
  const closers: (() => unknown)[] = [];
  try {
    const [discord, stub] = await Promise.all([seedGuild(), StubModel.start()]);
    closers.push(
      () => discord.close(),
      () => stub.close(),
    );
    const activityLog = new ActivityLog();
    const bot = new BotControl(config, discord, stub, activityLog);
    closers.push(() => bot.setRunning(false));
    await bot.setRunning(true);
    await enableAutoChannel(discord);
    const digest = await Promise.race([runSample(discord, activityLog), once(signal, "abort").then(() => null)]);
    if (digest === null) return;
    out(digest);
    const page = exitAfterSample ? null : await servePage({ discord, bot, activityLog, stub }, config.playgroundPort);
    if (page) closers.push(() => page.close());
    out(startupBanner(bot.config, page?.address ?? null, performance.now()));
    if (exitAfterSample || signal.aborted) return;
    activityLog.on("done", (activity) => out(activityLine(activity)));
    await once(signal, "abort");
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** The terminal line for a finished task. */
const activityLine = ({ kind, name, ms, outcome }: Activity): string =>
  `${new Date().toTimeString().slice(0, 8)}  ${kind.padEnd(7)} ${name.slice(0, 60)}  ${Math.round(ms ?? 0)} ms  ${outcome}\n`;
