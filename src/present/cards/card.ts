import { PithError } from "../../model/index.ts";
import { subtext } from "../cardLayout.ts";
import type { MessageKey, Translate } from "../catalogue/index.ts";
import { escapeUntrusted } from "../escape.ts";
import { explainError, readingMinutes } from "../format.ts";

/** The name of a button: its catalogue key without the prefix `button.`. */
export type ActionName = MessageKey extends infer K ? (K extends `button.${infer Name}` ? Name : never) : never;
/** A button. `id` identifies what the button acts on, such as a posting, delivery or message. */
export type Action = { name: ActionName; id: string; label: string };

/**
 * The content of a Discord message, independent of discord.js: Markdown blocks, the state of the work, buttons and
 * attached files. Untrusted text in the blocks is escaped.
 */
export type Card = {
  state: "working" | "done" | "failed";
  blocks: string[];
  actions: Action[];
  files: { name: string; text: string }[];
};

/** Maximum length of the detail of an error, in UTF-16 units. */
const MAX_DETAIL_LENGTH = 300;

/** Creates a button with its label in the language of the translator. */
export const createAction = (name: ActionName, id: string, translate: Translate): Action => ({
  name,
  id,
  label: translate(`button.${name}`),
});

/** Replaces the files of a card with a note, for channels in which the bot cannot attach files. */
export function withoutFiles(card: Card, translate: Translate): Card {
  return { ...card, blocks: [...card.blocks, subtext([translate("noFile")])], files: [] };
}

/** Builds the card of an error: its cause and the next step. */
export function errorCard({ code, detail }: PithError, translate: Translate): Card {
  // The detail can contain untrusted text, such as a file name.
  const shown = new PithError(code, escapeUntrusted(detail ?? "", MAX_DETAIL_LENGTH) || null);
  // The usual next step for a bad request refers to the command line.
  const next = translate(code === "bad_request" ? "askedWrongly" : `next.${code}`);
  return plainCard("failed", explainError(shown, translate, next));
}

/** Builds a card with a message from the catalogue. */
export const noteCard = (message: string): Card => plainCard("done", message);

/**
 * Builds the card that offers a digest of the source in a message.
 * @param message id of the message
 * @param reason `offer` for a new source, `edited` for a source that was edited after it was read
 * @param words number of words in the source, if known
 */
export function offerCard(
  message: string,
  translate: Translate,
  reason: "offer" | "edited",
  words: number | null,
): Card {
  const offer = createAction("offer", message, translate);
  const minutes = words === null ? 0 : readingMinutes(words);
  const button = minutes ? { ...offer, label: translate("offerFor", { n: minutes }) } : offer;
  return { state: "working", blocks: [translate(reason)], actions: [button], files: [] };
}

const plainCard = (state: Card["state"], text: string): Card => ({ state, blocks: [text], actions: [], files: [] });
