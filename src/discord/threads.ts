import { type APIMessage, type APIThreadChannel, type REST, Routes } from "discord.js";
import type { Posting } from "../model/index.ts";
import { action, type Say, shorten, visible } from "../present/index.ts";
import type { Messages } from "./messages.ts";
import { isForGood, isThreadThere } from "./refusal.ts";
import { renderPlain } from "./render.ts";

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
  const body = { name: say("threadTitle", { title }), auto_archive_duration: ARCHIVE_MINUTES };
  const thread = await rest.post(Routes.threads(card.channel_id, card.id), { body }).then(
    (created) => (created as APIThreadChannel).id,
    (thrown: unknown) => {
      if (isThreadThere(thrown)) return card.id;
      if (isForGood(thrown)) return null;
      throw thrown;
    },
  );
  if (thread === null) return;
  const opening = renderPlain(say("threadOpened"), [action("ask", posting.id, say)]);
  const isIt = (message: APIMessage): boolean => message.content === say("threadOpened");
  await messages.create(thread, opening, `t${posting.id}`, card.id, isIt).catch((thrown: unknown) => {
    if (!isForGood(thrown)) throw thrown;
  });
}
