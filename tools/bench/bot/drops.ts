import { setTimeout as sleep } from "node:timers/promises";
import type { FakeDiscord, Message } from "../../../playground/discord/index.ts";
import { BotHarness, isDone } from "../../../test/e2e/harness.ts";
import { STORY } from "../../../test/fakes/engine.ts";
import type { BenchRow } from "../measurements.ts";
import { formatPercentiles } from "../measurements.ts";
import { isVerifiedDigest } from "./load.ts";
import { ReplyTracker } from "./replyTracker.ts";

/** `PITH_DROP_MINUTES` makes a run shorter than the one that the figures are promised for. */
const MINUTES = Number(process.env.PITH_DROP_MINUTES ?? 10);
const EVERY_MS = 20_000;
const TRICKLE_MS = 250;
const PEOPLE = 50;
const MODEL_MS = 800;
const PATIENCE_MS = 60_000;
const OUTAGE_MS = 3000;

const OVER = "a session that is over";
/** How a connection ends, by turns. All but the last leave a session that is resumed. */
const ENDS: [what: string, end: (discord: FakeDiscord) => unknown][] = [
  ["a lost connection", ({ faults }) => faults.dropGateway()],
  ["a close with 4000", ({ faults }) => faults.closeGateway(4000)],
  ["a reconnect asked for", ({ faults }) => faults.requestReconnect()],
  ["a session that is to be resumed", ({ faults }) => faults.invalidateSessions(true)],
  [
    "no way back for a while",
    async ({ faults }) => {
      const let_ = faults.refuseConnections();
      faults.dropGateway();
      await sleep(OUTAGE_MS);
      let_();
    },
  ],
  [OVER, ({ faults }) => faults.invalidateSessions(false)],
];

/** What somebody asked: whether Discord had a session to tell of it, and in what time it was answered with a digest. */
type Asked = {
  by: "interaction" | "message";
  from: number;
  isTold: boolean;
  card(): Message | null | undefined;
  took: number | null;
};

/**
 * The gateway's connection ends every 20 seconds, while people ask by commands and by mentions. What Discord told the bot,
 * at once or with a resumed session, is answered once. Between a session that is over and the next one Discord tells nobody
 * anything: what was asked then is counted apart.
 */
export async function* measureGatewayDrops(): AsyncGenerator<BenchRow> {
  // A connection that is away for a while delays first responses, which is not what is looked at here.
  const house = await BotHarness.build("SQLite", { discord: { initialResponseMs: 60_000 } });
  const { discord } = house;
  const { state, gateway } = discord;
  state.updateRolePermissions(discord.guild, "Pith", { deny: ["CreatePublicThreads"] });
  const people = Array.from({ length: PEOPLE }, (_, i) => discord.addPerson(`dropper${i}`));
  const replies = new ReplyTracker(state);
  await house.spawn();
  house.model.delayMs = MODEL_MS;
  const asked: Asked[] = [];
  // Looked at as they come: a channel keeps its last thousand messages.
  let open: Asked[] = [];
  const look = (): void => {
    for (const one of open) {
      const card = one.card();
      if (card && isDone(card) && isVerifiedDigest(card)) one.took = performance.now() - one.from;
    }
    open = open.filter(({ took }) => took === null);
  };
  const ask = (n: number, isTold: boolean): void => {
    const person = people[n % PEOPLE]!;
    const text = `${STORY}\n\nThis is edition ${n} of the story.`;
    const by = n % 2 ? "message" : "interaction";
    const one: Asked = { by, from: performance.now(), isTold, card: () => null, took: null };
    if (by === "interaction") {
      const interaction = person.slash("#news", "summarise", { text });
      one.card = () => interaction.original;
    } else {
      const files = [{ name: "story.txt", type: "text/plain", bytes: Buffer.from(text) }];
      const { id } = person.post("#files", { content: `<@${state.bot.id}>`, files });
      one.card = () => state.message(replies.firstReplyTo(id) ?? "");
    }
    asked.push(one);
    open.push(one);
  };
  const end = performance.now() + MINUTES * 60_000;
  let [n, ended, last] = [0, 0, performance.now()];
  /** How many sessions there had been when one was over; null while there is one. */
  let over: number | null = null;
  const sessions = (): number => gateway.handshakes.filter(({ op }) => op === "identify").length;
  while (performance.now() < end) {
    if (performance.now() - last >= EVERY_MS) {
      last = performance.now();
      const [what, break_] = ENDS[ended++ % ENDS.length]!;
      if (what === OVER) over = sessions();
      void break_(discord);
    }
    if (over !== null && sessions() > over) over = null;
    ask(n++, over === null);
    look();
    await sleep(TRICKLE_MS);
  }
  for (const patience = performance.now() + PATIENCE_MS; performance.now() < patience; await sleep(TRICKLE_MS)) {
    look();
    if (!open.some(({ isTold }) => isTold)) break;
  }
  const resumed = gateway.handshakes.length - sessions();
  yield row(`${MINUTES} minutes`, `${ended} drops, ${resumed} resumed, ${sessions() - 1} begun anew`);
  for (const by of ["interaction", "message"] as const) {
    const told = asked.filter((one) => one.by === by && one.isTold);
    const good = told.filter(({ took }) => took !== null).length;
    yield row(`${by}s told to the bot`, `${good} of ${told.length} answered with a digest`);
  }
  const untold = asked.filter(({ isTold }) => !isTold);
  const all = untold.filter(({ took }) => took !== null).length;
  yield row("told to nobody, between sessions", `${untold.length}, of which ${all} answered`);
  const once = asked.length - open.length;
  const work = `${replies.sentCount} cards and ${house.model.requests.length} model calls for ${once} answers`;
  yield row("answered twice", `${replies.duplicateCount} of the messages; ${work}`);
  const times = asked.flatMap(({ took }) => took ?? []);
  yield row("from asking to the card", formatPercentiles(times, 0.99));
  yield row("refused bodies", [...new Set(discord.violations)].join("; ") || "none");
  await house.close();
}

const row = (on: string, figure: string): BenchRow => ({ benchmark: "drops", subject: on, result: figure });
