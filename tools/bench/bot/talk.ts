import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buttonsOf, type Channel, type Message, textOf } from "../../../playground/discord/index.ts";
import { BotHarness } from "../../../test/e2e/harness.ts";
import type { BenchRow } from "../measurements.ts";

type Expectation = "answer" | "not_there" | "command" | "chatter";
type Turn = { q: string; expect: Expectation; gold?: string[]; corrects?: string };
type Conversation = { id: string; file: string; turns: Turn[] };

const EXPECTATIONS: Expectation[] = ["command", "chatter", "answer", "not_there"];
const THREAD_TIMEOUT_MS = 15_000;
const ANSWER_TIMEOUT_MS = 15_000;
const CHATTER_TIMEOUT_MS = 9_000;
/** Time for which an answer must not change, in ms. */
const STABLE_MS = 1200;
const POLL_MS = 50;
/** Length above which an answer to chatter is no friendly word, in UTF-16 units. */
const MAX_CHATTER_UNITS = 300;

const SAYS_NOT_THERE = /\b(?:does|do) not say\b|sagt das nicht|no lo dice/i;
/** As above, in the first three lines only. */
const SAYS_NOT_THERE_AT_START =
  /\b(?:does|do|did)(?: not|n[’']t) (?:say|mention|state|tell|contain|answer)|\bnot (?:mentioned|stated|said|found|in the (?:text|document|article))\b|\bno answer\b|\bnothing (?:about|in the)\b/i;

/** The labelled conversations of this repository. */
const OWN = join(import.meta.dirname, "../../../test/reader");

/**
 * Holds the labelled conversations with the bot on a Discord of this computer, and judges each answer as the labels
 * say: those of `data` or, if it is a set itself, its own; and those of this repository, of which the `unseen` ones are
 * never fitted to. With `--show`, also gives each turn with its answer.
 */
export async function* measureTalk(data: string): AsyncGenerator<BenchRow> {
  const isSet = existsSync(join(data, "talk.jsonl"));
  const sets = isSet ? { given: data } : { practice: join(data, "reader"), own: OWN, unseen: join(OWN, "unseen") };
  const present = Object.entries(sets).filter(([, set]) => existsSync(join(set, "talk.jsonl")));
  if (!present.length) return;
  const harness = await BotHarness.build("SQLite", {
    environment: { PITH_ENGINE: "extractive", PITH_USER_PER_MINUTE: "" },
  });
  await harness.start();
  try {
    for (const [name, set] of present) yield* measureSet(harness, name, set);
  } finally {
    await harness.close();
  }
}

async function* measureSet(harness: BotHarness, name: string, set: string): AsyncGenerator<BenchRow> {
  const lines = readFileSync(join(set, "talk.jsonl"), "utf8").trim().split("\n");
  const shows = process.argv.includes("--show");
  const counts = new Map(EXPECTATIONS.map((expect) => [expect, { right: 0, all: 0 }]));
  for (const line of lines) {
    const conversation = JSON.parse(line) as Conversation;
    const { id, file } = conversation;
    const thread = await openThread(harness, conversation, join(set, "docs", file));
    const parts: string[] = [];
    for (const turn of conversation.turns) {
      const answer = thread ? await answerTo(harness, thread, turn) : { text: "", reactions: "" };
      const isRight = thread !== null && judge(turn, answer.text);
      const count = counts.get(turn.expect)!;
      count.all++;
      count.right += Number(isRight);
      parts.push(`${turn.expect} ${isRight ? "right" : "WRONG"}`);
      if (shows)
        yield {
          benchmark: "talk",
          subject: `${id} ${turn.expect} ${isRight ? "right" : "WRONG"}`,
          result: `${turn.q}\n${[answer.reactions, answer.text].filter(Boolean).join("\n").replace(/^/gm, "    | ")}`,
        };
    }
    yield { benchmark: "talk", subject: `${id} ${file}`, result: thread ? parts.join(", ") : "no thread" };
  }
  const total = EXPECTATIONS.map((expect) => `${expect} ${counts.get(expect)!.right}/${counts.get(expect)!.all}`);
  yield { benchmark: "talk", subject: name, result: total.join(" · ") };
}

/** Posts the document with a mention, in a channel of its own. Returns the thread on its card, null if there is none. */
async function openThread(harness: BotHarness, { id, file }: Conversation, path: string): Promise<Channel | null> {
  const { ada, guild, state } = harness.discord;
  const channel = state.addChannel(guild, `talk-${id}`);
  const type = file.endsWith(".md") ? "text/markdown" : "text/plain";
  const posted = { name: file, type, bytes: readFileSync(path) };
  ada.post(channel, { content: `<@${state.bot.id}>`, files: [posted] });
  for (const end = Date.now() + THREAD_TIMEOUT_MS; Date.now() < end; await delay(POLL_MS)) {
    const thread = [...state.channels.values()].find(({ parent_id }) => parent_id === channel.id);
    if (thread && botMessages(harness, thread).length) return thread;
  }
  return null;
}

const botMessages = ({ discord }: BotHarness, channel: Channel): Message[] =>
  discord.messagesIn(channel).filter(({ author }) => author === discord.state.bot.id);

/** Writes a turn and returns the last finished message of the bot since then, once it has not changed for a while. */
async function answerTo(
  harness: BotHarness,
  thread: Channel,
  { q, expect }: Turn,
): Promise<{ text: string; reactions: string }> {
  const { ada, state } = harness.discord;
  const earlier = new Set(botMessages(harness, thread).map(({ id }) => id));
  const asked = ada.post(thread, { content: `<@${state.bot.id}> ${q}` });
  let [text, since] = ["", Date.now()];
  const end = Date.now() + (expect === "chatter" ? CHATTER_TIMEOUT_MS : ANSWER_TIMEOUT_MS);
  for (; Date.now() < end; await delay(POLL_MS)) {
    const last = botMessages(harness, thread).findLast((message) => !earlier.has(message.id) && isFinished(message));
    const current = last ? textOf(last) : "";
    if (current !== text) [text, since] = [current, Date.now()];
    if (text && Date.now() - since >= STABLE_MS) break;
  }
  return { text, reactions: JSON.stringify(state.message(asked.id)?.reactions ?? []).replace(/^\[\]$/, "") };
}

const isFinished = (message: Message): boolean =>
  textOf(message).trim() !== "" && !buttonsOf(message).some(({ custom_id }) => custom_id?.startsWith("v1:stop:"));

function judge({ expect, gold = [], corrects }: Turn, text: string): boolean {
  const shown = comparable(text);
  const isDenied = SAYS_NOT_THERE.test(text) || SAYS_NOT_THERE_AT_START.test(text.split("\n").slice(0, 3).join("\n"));
  const holds = (wanted: string): boolean => shown.includes(comparable(wanted));
  if (expect === "command") return text !== "" && !isDenied;
  if (expect === "chatter") return !isDenied && text.length < MAX_CHATTER_UNITS;
  if (expect === "answer") return !isDenied && gold.some(holds);
  return isDenied || (corrects !== undefined && holds(corrects));
}

/** A text without Markdown, quotation marks, citation marks and invisible characters, in lower case. */
const comparable = (text: string): string =>
  text
    .replace(/\[([^\]]*)\]\(<?[^)\s]*>?\)/g, "$1")
    .replace(/\[\d+\]|\p{Cf}|["“”„«»「」『』'’‘*_`>#\\]/gu, "")
    .replace(/\s+/g, " ")
    .toLowerCase()
    .trim();
