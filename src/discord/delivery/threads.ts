import { type APIMessage, type APIThreadChannel, type REST, Routes } from "discord.js";
import type { Overview, Posting } from "../../model/index.ts";
import { type Action, createAction, type Translate, truncate, visibleText } from "../../present/index.ts";
import { MAX_SOURCES } from "../sources.ts";
import { renderPlain } from "../ui/index.ts";
import { isPermanent, isThreadAlreadyCreated } from "./apiErrors.ts";
import type { MessageClient } from "./messageClient.ts";

/** Inactivity, in minutes, after which Discord archives a thread. A new message unarchives it. */
const AUTO_ARCHIVE_MINUTES = 1440;
/** Maximum title length, in UTF-16 code units. Discord limits thread names, which contain the title, to 100 characters. */
const MAX_TITLE_LENGTH = 90;

/**
 * Starts the thread for questions about a card, if the channel allows threads. The bot writes the first message in the
 * thread, so that users can reply to it. The bot can read a reply that mentions it even without the Message Content
 * intent.
 */
export async function openThread(
  rest: REST,
  messages: MessageClient,
  card: APIMessage,
  posting: Posting,
  translate: Translate,
): Promise<void> {
  const title = truncate(
    visibleText(posting.title ?? "").replace(/\s+/g, " ") || translate("untitled"),
    MAX_TITLE_LENGTH,
  );
  const thread = await startThread(rest, card, translate("threadTitle", { title }));
  if (thread === null) return;
  await createFirstMessage(messages, thread, posting.id, translate("threadOpened"), [
    createAction("ask", posting.id, translate),
  ]);
}

/**
 * Starts the thread for the cards of a batch and returns its id. Returns null if the channel does not allow threads.
 */
export async function openBatchThread(
  rest: REST,
  messages: MessageClient,
  card: Pick<APIMessage, "id" | "channel_id">,
  overview: Overview,
  translate: Translate,
): Promise<string | null> {
  const title = translate("sources", { n: Math.min(overview.of, MAX_SOURCES) });
  const thread = await startThread(rest, card, translate("threadTitle", { title }));
  if (thread !== null) await createFirstMessage(messages, thread, overview.id, translate("threadOpenedForAll"), []);
  return thread;
}

async function startThread(
  rest: REST,
  { id, channel_id: channel }: Pick<APIMessage, "id" | "channel_id">,
  name: string,
): Promise<string | null> {
  const body = { name, auto_archive_duration: AUTO_ARCHIVE_MINUTES };
  return rest.post(Routes.threads(channel, id), { body }).then(
    (created) => (created as APIThreadChannel).id,
    (thrown: unknown) => {
      if (isThreadAlreadyCreated(thrown)) return id;
      if (isPermanent(thrown)) return null;
      throw thrown;
    },
  );
}

/**
 * Creates the first message of a thread.
 * @param id the id of the posting or overview, used for the nonce
 * @param content the text, which also identifies the message if an earlier attempt created it
 */
async function createFirstMessage(
  messages: MessageClient,
  thread: string,
  id: string,
  content: string,
  actions: Action[],
): Promise<void> {
  // A thread has the id of the message it was started on, so this snowflake predates the first message in the thread.
  const since = thread;
  const matches = (message: APIMessage): boolean => message.content === content;
  await messages.create(thread, renderPlain(content, actions), `t${id}`, since, matches).catch((thrown: unknown) => {
    if (!isPermanent(thrown)) throw thrown;
  });
}
