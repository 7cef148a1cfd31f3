import { setTimeout as sleep } from "node:timers/promises";
import type { Message } from "../../../playground/discord/index.ts";
import { BotHarness, isDone } from "../../../test/e2e/harness.ts";
import { STORY } from "../../../test/fakes/engine.ts";
import type { BenchRow } from "../measurements.ts";
import { formatPercentiles } from "../measurements.ts";
import { isVerifiedDigest, SELECTED_STORES } from "./load.ts";
import { ReplyTracker } from "./replyTracker.ts";

/** `PITH_KILLS` makes a run shorter than the one that the figures are promised for. */
const KILLS = Number(process.env.PITH_KILLS ?? 100);
const MODEL_MS = 800;
const PATIENCE_MS = 60_000;
/** Longer than the work takes, so that some are killed while they bring the result, and some after it. */
const LATEST_MS = 1500;
const PEOPLE = 50;
/** Documents of one round. */
const JOBS = 2;

/**
 * The bot is killed at a random moment after its first responses and started again, with three askers at a time: two of the
 * same text by a command, one of a file by a mention. Each must see one result, and no text be digested more than twice.
 */
export async function* measureKillRecovery(): AsyncGenerator<BenchRow> {
  for (const { store, skipped } of SELECTED_STORES) {
    if (skipped) yield { benchmark: "kills", subject: store, result: `skipped: ${skipped}` };
    else
      for await (const [on, figure] of killed(store))
        yield { benchmark: "kills", subject: `${store}: ${on}`, result: figure };
  }
}

async function* killed(store: string): AsyncGenerator<[on: string, figure: string]> {
  // The Discord here waits for first responses: a machine that is busy may be slow to give them.
  const house = await BotHarness.build(store, {
    discord: { initialResponseMs: 60_000 },
    environment: { CACHE_URL: "" },
  });
  const { discord } = house;
  const { state } = discord;
  state.updateRolePermissions(discord.guild, "Pith", { deny: ["CreatePublicThreads"] });
  const people = Array.from({ length: PEOPLE }, (_, i) => discord.addPerson(`killer${i}`));
  const replies = new ReplyTracker(state);
  house.model.delayMs = MODEL_MS;
  const recovered: number[] = [];
  let [finished, asked, worst, extra] = [0, 0, 0, 0];
  let bot = await house.spawn();
  for (let n = 0; n < KILLS; n++) {
    const calls = house.model.requests.length;
    const text = `${STORY}\n\nThis is edition ${n} of the story.`;
    const [first, second, third] = [0, 1, 2].map((i) => people[(3 * n + i) % PEOPLE]!);
    const files = [{ name: "story.txt", type: "text/plain", bytes: Buffer.from(`${text}\n\nIn a file.`) }];
    const posted = third!.post("#files", { content: `<@${state.bot.id}>`, files });
    const byCommand = [first!, second!].map((person) => person.slash("#news", "summarise", { text }));
    // What was acknowledged is written down, and so is what has a card.
    await Promise.all(byCommand.map((one) => one.acknowledged));
    await discord.waitFor((message) => message.reference?.message_id === posted.id, PATIENCE_MS);
    await sleep(Math.random() * LATEST_MS);
    await bot.kill("SIGKILL");
    const start = performance.now();
    bot = await house.spawn();
    const those = [
      ...byCommand.map((one) => () => one.original),
      () => state.message(replies.firstReplyTo(posted.id)!),
    ];
    const hasCard = (message: Message | null | undefined): boolean =>
      !!message && isDone(message) && isVerifiedDigest(message);
    const left = (): number => those.filter((card) => !hasCard(card())).length;
    for (const end = start + PATIENCE_MS; left() && performance.now() < end; ) await sleep(20);
    recovered.push(performance.now() - start);
    asked += those.length;
    finished += those.length - left();
    const more = house.model.requests.length - calls - JOBS;
    extra += more;
    worst = Math.max(worst, more);
  }
  // What would come a second time comes now.
  await sleep(3000);
  yield [
    `${KILLS} kills`,
    `${finished} of ${asked} askers have their digest; ${replies.sentCount} cards, ${replies.duplicateCount} messages answered twice`,
  ];
  yield ["model calls more than jobs", `${extra} in all, at most ${worst} with ${JOBS} jobs in flight`];
  yield ["from the start to the last card", formatPercentiles(recovered, 0.95)];
  yield ["refused bodies", [...new Set(discord.violations)].join("; ") || "none"];
  await house.close();
}
