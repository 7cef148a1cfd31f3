import { type APIMessage, type APIThreadChannel, type REST, Routes } from "discord.js";
import type { Overview, Posting } from "../../model/index.ts";
import { type Action, action, type Say, shorten, visible } from "../../present/index.ts";
import { MOST_SOURCES } from "../sources.ts";
import { renderPlain } from "../ui/render.ts";
import { isForGood, isThreadThere } from "./apiErrors.ts";
import type { Messages } from "./messageClient.ts";

/** Minutes without a message after which Discord archives a thread; it wakes up at the next one. */
const ARCHIVE_MINUTES = 1440;
/** A thread's name is at most 100 characters long. */
const LONGEST_NAME = 90;

/**
 * Starts the thread for questions on a card. Its first message is a regular one: a reply to it is readable without the
 * Message Content intent. Where threads cannot be had there is none.
 */
export async function openThread(
  rest: REST,
  messages: Messages,
  card: APIMessage,
  posting: Posting,
  say: Say,
): Promise<void> {
  const title = shorten(visible(posting.title ?? "").replace(/\s+/g, " ") || say("untitled"), LONGEST_NAME);
  const thread = await startThread(rest, card, say("threadTitle", { title }));
  if (thread === null) return;
  await begin(messages, thread, posting.id, say("threadOpened"), [action("ask", posting.id, say)]);
}

/** Starts the thread for the cards of an overview. Null where threads cannot be had. */
export async function openThreadForAll(
  rest: REST,
  messages: Messages,
  card: Pick<APIMessage, "id" | "channel_id">,
  overview: Overview,
  say: Say,
): Promise<string | null> {
  const title = say("sources", { n: Math.min(overview.of, MOST_SOURCES) });
  const thread = await startThread(rest, card, say("threadTitle", { title }));
  if (thread !== null) await begin(messages, thread, overview.id, say("threadOpenedForAll"), []);
  return thread;
}

async function startThread(
  rest: REST,
  { id, channel_id: channel }: Pick<APIMessage, "id" | "channel_id">,
  name: string,
): Promise<string | null> {
  const body = { name, auto_archive_duration: ARCHIVE_MINUTES };
  return rest.post(Routes.threads(channel, id), { body }).then(
    (created) => (created as APIThreadChannel).id,
    (thrown: unknown) => {
      if (isThreadThere(thrown)) return id;
      if (isForGood(thrown)) return null;
      throw thrown;
    },
  );
}

/** The first message of a thread, whose id is that of the message it was started on. */
async function begin(messages: Messages, thread: string, id: string, words: string, actions: Action[]): Promise<void> {
  const isIt = (message: APIMessage): boolean => message.content === words;
  await messages.create(thread, renderPlain(words, actions), `t${id}`, thread, isIt).catch((thrown: unknown) => {
    if (!isForGood(thrown)) throw thrown;
  });
}
