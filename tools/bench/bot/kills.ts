import { setTimeout as sleep } from "node:timers/promises";
import type { Message } from "../../../playground/discord/index.ts";
import { isDone } from "../../../test/e2e/harness.ts";
import { type BenchRow, formatPercentiles } from "../measurements.ts";
import { ReplyTracker } from "./replyTracker.ts";
import { buildHarness, formatViolations, isVerifiedDigest, SELECTED_STORES, storyEdition } from "./setup.ts";

/** Number of kills. PITH_KILLS can shorten a run; published results use the default. */
const KILLS = Number(process.env.PITH_KILLS ?? 100);
const MODEL_DELAY_MS = 800;
const TIMEOUT_MS = 60_000;
/** Maximum delay before a kill. It is longer than a job takes, so that some kills happen during or after delivery. */
const MAX_KILL_DELAY_MS = 1500;
/** How long to wait for duplicate deliveries at the end. */
const DUPLICATE_WAIT_MS = 3000;
const USERS = 50;
/** Number of distinct documents requested before each kill: a text and a file. */
const JOBS_PER_KILL = 2;

/**
 * Kills the bot at a random moment after its first responses, and restarts it. Before each kill, two users request a
 * digest of the same text by command, and a third requests a digest of a file by mention. Each of them should get
 * exactly one result, with at most two model calls per document.
 */
export async function* measureKillRecovery(): AsyncGenerator<BenchRow> {
  for (const { store, skipped } of SELECTED_STORES) {
    if (skipped) yield { benchmark: "kills", subject: store, result: `skipped: ${skipped}` };
    else
      for await (const [subject, result] of measureStore(store))
        yield { benchmark: "kills", subject: `${store}: ${subject}`, result };
  }
}

async function* measureStore(store: string): AsyncGenerator<[subject: string, result: string]> {
  // Extends the deadline for initial responses, because the bot could miss it on a busy machine.
  const options = { discord: { initialResponseMs: 60_000 }, environment: { CACHE_URL: "" } };
  const { harness, users } = await buildHarness(store, USERS, options);
  const { discord, model } = harness;
  const replies = new ReplyTracker(discord.state);
  model.delayMs = MODEL_DELAY_MS;
  const recoveryDurations: number[] = [];
  let [finished, requested, maxExtraCalls, extraCalls] = [0, 0, 0, 0];
  let bot = await harness.spawn();
  for (let n = 0; n < KILLS; n++) {
    const callsBefore = model.requests.length;
    const text = storyEdition(n);
    const [first, second, third] = [0, 1, 2].map((i) => users[(3 * n + i) % USERS]!);
    const files = [{ name: "story.txt", type: "text/plain", bytes: Buffer.from(`${text}\n\nIn a file.`) }];
    const posted = third!.post("#files", { content: `<@${discord.state.bot.id}>`, files });
    const interactions = [first!, second!].map((user) => user.slash("#news", "summarise", { text }));
    // Waits until the requests are stored: the interactions are acknowledged, and the message has a reply.
    await Promise.all(interactions.map(({ acknowledged }) => acknowledged));
    await discord.waitFor((message) => message.reference?.message_id === posted.id, TIMEOUT_MS);
    await sleep(Math.random() * MAX_KILL_DELAY_MS);
    await bot.kill("SIGKILL");
    const start = performance.now();
    bot = await harness.spawn();
    const cards = [
      ...interactions.map((interaction) => () => interaction.original),
      () => discord.state.message(replies.firstReplyTo(posted.id)!),
    ];
    const countUnfinished = (): number => cards.filter((card) => !isFinishedDigest(card())).length;
    while (countUnfinished() && performance.now() < start + TIMEOUT_MS) await sleep(20);
    recoveryDurations.push(performance.now() - start);
    requested += cards.length;
    finished += cards.length - countUnfinished();
    const extra = model.requests.length - callsBefore - JOBS_PER_KILL;
    extraCalls += extra;
    maxExtraCalls = Math.max(maxExtraCalls, extra);
  }
  await sleep(DUPLICATE_WAIT_MS);
  yield [
    `${KILLS} kills`,
    `${finished} of ${requested} users have their digest; ${replies.sentCount} cards, ${replies.duplicateCount} messages answered twice`,
  ];
  yield ["extra model calls", `${extraCalls} in all, at most ${maxExtraCalls} with ${JOBS_PER_KILL} jobs in flight`];
  yield ["from restart to last card", formatPercentiles(recoveryDurations, 0.95)];
  yield ["violations", formatViolations(discord.violations)];
  await harness.close();
}

const isFinishedDigest = (message: Message | null | undefined): boolean =>
  !!message && isDone(message) && isVerifiedDigest(message);
