import { once } from "node:events";
import type { Config } from "../src/config.ts";
import type { Output } from "../src/terminal/output.ts";
import { Ledger, type Piece } from "./activityLog.ts";
import { banner } from "./banner.ts";
import { BotSwitch } from "./botControl.ts";
import { servePage } from "./page/server.ts";
import { runSample } from "./sample.ts";
import { setScene, switchAutoOn } from "./seed.ts";
import { StubModel } from "./stubModel.ts";

/**
 * `npm start` without a token: a Discord inside this process, the real bot on it, and a page on 127.0.0.1 where one is
 * the user. The sample is digested first, and its digest printed.
 * @param isOnce ends after the digest
 * @throws PithError `bad_config`
 */
export async function runPlayground(
  config: Config,
  stopped: AbortSignal,
  { out }: Output,
  isOnce: boolean,
): Promise<void> {
  const closing: (() => unknown)[] = [];
  try {
    const [discord, stub] = await Promise.all([setScene(), StubModel.start()]);
    closing.push(
      () => discord.close(),
      () => stub.close(),
    );
    const ledger = new Ledger();
    const bot = new BotSwitch(config, discord, stub, ledger);
    closing.push(() => bot.turn(false));
    await bot.turn(true);
    await switchAutoOn(discord);
    const digest = await Promise.race([runSample(discord, ledger), once(stopped, "abort").then(() => null)]);
    if (digest === null) return;
    out(digest);
    const page = isOnce ? null : await servePage({ discord, bot, ledger, stub }, config.playgroundPort);
    if (page) closing.push(() => page.close());
    out(banner(bot.config, page?.address ?? null, performance.now()));
    if (isOnce || stopped.aborted) return;
    ledger.on("done", (piece) => out(lineOf(piece)));
    await once(stopped, "abort");
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** A line for each piece of work, as it is done. */
const lineOf = ({ what, name, ms, outcome }: Piece): string =>
  `${new Date().toTimeString().slice(0, 8)}  ${what.padEnd(7)} ${name.slice(0, 60)}  ${Math.round(ms ?? 0)} ms  ${outcome}\n`;
