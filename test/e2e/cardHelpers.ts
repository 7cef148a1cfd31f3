import { buttonsOf, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import type { Digest } from "../../src/model/index.ts";
import { DigestSchema } from "../../src/model/schemas.ts";
import { type BotHarness, isDone } from "./harness.ts";

/** Waits for the finished reply to a message. */
export const waitForReply = ({ discord }: BotHarness, { id }: Message): Promise<Message> =>
  discord.waitFor((message) => message.reference?.message_id === id && isDone(message));

/** Waits for the first message in the thread of a card. The thread has the id of the card. */
export const waitForOpening = ({ discord }: BotHarness, { id }: Message): Promise<Message> =>
  discord.waitFor(({ channel_id, content }) => channel_id === id && content.startsWith("Questions?"));

/** Returns the text of a message as readers see it: each link as its label. */
export const visibleTextOf = (message: Message): string =>
  textOf(message).replace(/\[((?:\\.|[^\]\\])*)\]\(<[^>]*>\)/g, "$1");

/** A line of a message that is a sentence of the source with its place, linked or not. */
export const QUOTE_WITH_PLACE = /^> .+ \[?¶ \d+(?:\]\(<[^>]+>\))?$/m;

const filesOf = ({ discord }: BotHarness, message: Message): Record<string, string> =>
  Object.fromEntries(
    message.attachments.map((attachment) => [attachment.filename, String(discord.cdn.bytesOf(attachment))]),
  );

/** Presses ⋯ ▸ Source text. Returns the attached files by name: the extracted text and the removed text. */
export async function openSourceText(
  harness: BotHarness,
  person: Person,
  card: Message,
): Promise<Record<string, string>> {
  const menu = await person.press(card, "⋯").response();
  return filesOf(harness, await person.press(menu, "Source text").response());
}

/** Presses Check quotes. Returns the text of the message and the attached digest. */
export async function openClaims(
  harness: BotHarness,
  person: Person,
  card: Message,
): Promise<{ text: string; digest: Digest }> {
  const message = await person.press(card, "Check quotes").response();
  const digest = DigestSchema.parse(JSON.parse(filesOf(harness, message)["digest.json"]!));
  let [page, text] = [message, visibleTextOf(message)];
  for (let n = 2; buttonsOf(page).some((one) => one.custom_id?.startsWith("v1:after:") && !one.disabled); n++) {
    page = await person.press(page, "v1:after:").response((other) => textOf(other).includes(`page ${n} of`));
    // The title stands on each page.
    text += visibleTextOf(page).replace(/^[^\n]*/, "");
  }
  return { text, digest };
}
