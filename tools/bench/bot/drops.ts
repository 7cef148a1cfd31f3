import { setTimeout as sleep } from "node:timers/promises";
import type { FakeDiscord, Message, Person } from "../../../playground/discord/index.ts";
import { isDone } from "../../../test/e2e/harness.ts";
import { type BenchRow, formatPercentiles } from "../measurements.ts";
import { ReplyTracker } from "./replyTracker.ts";
import { buildHarness, formatViolations, isVerifiedDigest, storyEdition } from "./setup.ts";

/** Duration of the run. PITH_DROP_MINUTES can shorten it; published results use the default. */
const MINUTES = Number(process.env.PITH_DROP_MINUTES ?? 10);
const DROP_INTERVAL_MS = 20_000;
const REQUEST_INTERVAL_MS = 250;
const USERS = 50;
const MODEL_DELAY_MS = 800;
const TIMEOUT_MS = 60_000;
const OUTAGE_MS = 3000;

/** A way to interrupt the gateway connection. `isResumable` tells whether the session can be resumed afterwards. */
type Drop = { isResumable: boolean; run(discord: FakeDiscord): unknown };
const DROPS: Drop[] = [
  { isResumable: true, run: ({ faults }) => faults.dropGateway() },
  { isResumable: true, run: ({ faults }) => faults.closeGateway(4000) },
  { isResumable: true, run: ({ faults }) => faults.requestReconnect() },
  { isResumable: true, run: ({ faults }) => faults.invalidateSessions(true) },
  {
    isResumable: true,
    async run({ faults }) {
      const acceptConnections = faults.refuseConnections();
      faults.dropGateway();
      await sleep(OUTAGE_MS);
      acceptConnections();
    },
  },
  { isResumable: false, run: ({ faults }) => faults.invalidateSessions(false) },
];

/**
 * Interrupts the gateway connection every 20 seconds while users make requests by command and by mention. When a
 * session is resumed, Discord replays the events of the interruption, so each request made meanwhile must be answered
 * exactly once. After the end of a session that cannot be resumed, Discord sends no events until the next session
 * starts. Requests made in between are counted separately.
 */
export async function* measureGatewayDrops(): AsyncGenerator<BenchRow> {
  // Extends the deadline for initial responses, because an outage delays them.
  const { harness, users } = await buildHarness("SQLite", USERS, { discord: { initialResponseMs: 60_000 } });
  const { discord, model } = harness;
  const replies = new ReplyTracker(discord.state);
  const requests = new RequestLog(discord, users, replies);
  await harness.spawn();
  model.delayMs = MODEL_DELAY_MS;
  const dropCount = await runDrops(discord, requests);
  await requests.waitForResults();
  const identifies = countIdentifies(discord);
  const resumes = discord.gateway.handshakes.length - identifies;
  yield row(`${MINUTES} minutes`, `${dropCount} drops, ${resumes} resumed, ${identifies - 1} new sessions`);
  for (const kind of ["interaction", "message"] as const) {
    const sent = requests.all.filter((request) => request.kind === kind && request.isSent);
    yield row(`${kind}s sent to the bot`, `${countFinished(sent)} of ${sent.length} answered with a digest`);
  }
  const unsent = requests.all.filter(({ isSent }) => !isSent);
  yield row("not sent, between sessions", `${unsent.length}, of which ${countFinished(unsent)} answered`);
  const work = `${replies.sentCount} cards and ${model.requests.length} model calls for ${countFinished(requests.all)} answers`;
  yield row("answered twice", `${replies.duplicateCount} of the messages; ${work}`);
  const durations = requests.all.flatMap(({ durationMs }) => durationMs ?? []);
  yield row("from request to card", formatPercentiles(durations, 0.99));
  yield row("violations", formatViolations(discord.violations));
  await harness.close();
}

const row = (subject: string, result: string): BenchRow => ({ benchmark: "drops", subject, result });

/** Makes requests and interrupts the connection for the duration of the run. Returns the number of interruptions. */
async function runDrops(discord: FakeDiscord, requests: RequestLog): Promise<number> {
  const end = performance.now() + MINUTES * 60_000;
  let [dropCount, lastDropAt] = [0, performance.now()];
  /** Between a session that cannot be resumed and the next one: the number of sessions so far. Otherwise null. */
  let sessionsUntilEnd: number | null = null;
  while (performance.now() < end) {
    if (performance.now() - lastDropAt >= DROP_INTERVAL_MS) {
      lastDropAt = performance.now();
      const drop = DROPS[dropCount++ % DROPS.length]!;
      if (!drop.isResumable) sessionsUntilEnd = countIdentifies(discord);
      void drop.run(discord);
    }
    if (sessionsUntilEnd !== null && countIdentifies(discord) > sessionsUntilEnd) sessionsUntilEnd = null;
    requests.add(sessionsUntilEnd === null);
    requests.checkResults();
    await sleep(REQUEST_INTERVAL_MS);
  }
  return dropCount;
}

const countIdentifies = ({ gateway }: FakeDiscord): number =>
  gateway.handshakes.filter(({ op }) => op === "identify").length;

type DigestRequest = {
  kind: "interaction" | "message";
  startedAt: number;
  /** Whether Discord sends the event to the bot, either at once or when the session is resumed. */
  isSent: boolean;
  card(): Message | null | undefined;
  /** Time from the request to the finished digest; null while it is pending. */
  durationMs: number | null;
};

const countFinished = (requests: DigestRequest[]): number =>
  requests.filter(({ durationMs }) => durationMs !== null).length;

/** Makes requests for digests and records when they are finished. */
class RequestLog {
  readonly all: DigestRequest[] = [];
  #pending: DigestRequest[] = [];
  readonly #discord: FakeDiscord;
  readonly #users: Person[];
  readonly #replies: ReplyTracker;

  constructor(discord: FakeDiscord, users: Person[], replies: ReplyTracker) {
    this.#discord = discord;
    this.#users = users;
    this.#replies = replies;
  }

  /** Requests a digest of a new document, alternately by command and by mention. */
  add(isSent: boolean): void {
    const n = this.all.length;
    const kind = n % 2 ? "message" : "interaction";
    const [user, text] = [this.#users[n % USERS]!, storyEdition(n)];
    const startedAt = performance.now();
    const card = kind === "interaction" ? this.#requestByCommand(user, text) : this.#requestByMention(user, text);
    const request: DigestRequest = { kind, startedAt, isSent, card, durationMs: null };
    this.all.push(request);
    this.#pending.push(request);
  }

  #requestByCommand(user: Person, text: string): DigestRequest["card"] {
    const interaction = user.slash("#news", "summarise", { text });
    return () => interaction.original;
  }

  #requestByMention(user: Person, text: string): DigestRequest["card"] {
    const { state } = this.#discord;
    const files = [{ name: "story.txt", type: "text/plain", bytes: Buffer.from(text) }];
    const { id } = user.post("#files", { content: `<@${state.bot.id}>`, files });
    return () => state.message(this.#replies.firstReplyTo(id) ?? "");
  }

  /** Records finished requests. Called during the run, because a fake channel keeps only its last 1000 messages. */
  checkResults(): void {
    for (const request of this.#pending) {
      const card = request.card();
      if (card && isDone(card) && isVerifiedDigest(card)) request.durationMs = performance.now() - request.startedAt;
    }
    this.#pending = this.#pending.filter(({ durationMs }) => durationMs === null);
  }

  /** Waits up to `TIMEOUT_MS` for the results of the requests whose events were sent to the bot. */
  async waitForResults(): Promise<void> {
    const deadline = performance.now() + TIMEOUT_MS;
    while (performance.now() < deadline) {
      this.checkResults();
      if (!this.#pending.some(({ isSent }) => isSent)) return;
      await sleep(REQUEST_INTERVAL_MS);
    }
  }
}
