import { type Message, type Person, textOf } from "../../playground/discord/index.ts";
import type { Digest } from "../../src/model/index.ts";
import { DigestSchema } from "../../src/model/schemas.ts";
import { type BotHarness, isDone } from "./harness.ts";

/** The finished reply to a message. */
export const answerTo = ({ discord }: BotHarness, { id }: Message): Promise<Message> =>
  discord.waitFor((message) => message.reference?.message_id === id && isDone(message));

/** The first message in the thread of a card, which has the card's id. */
export const openingOf = ({ discord }: BotHarness, { id }: Message): Promise<Message> =>
  discord.waitFor(({ channel_id, content }) => channel_id === id && content.startsWith("Ask about this here"));

const filesOf = ({ discord }: BotHarness, message: Message): Record<string, string> =>
  Object.fromEntries(message.attachments.map((one) => [one.filename, String(discord.cdn.bytesOf(one))]));

/** What was read and what was taken out of it, as somebody gets it by ⋯ ▸ Source text. */
export async function sourceOf(house: BotHarness, who: Person, card: Message): Promise<Record<string, string>> {
  const menu = await who.press(card, "⋯").response();
  return filesOf(house, await who.press(menu, "Source text").response());
}

/** The claims as people see them, and the digest as programs do: what Claims & quotes gives. */
export async function claimsOf(
  house: BotHarness,
  who: Person,
  card: Message,
): Promise<{ shown: string; digest: Digest }> {
  const shown = await who.press(card, "Claims & quotes").response();
  return { shown: textOf(shown), digest: DigestSchema.parse(JSON.parse(filesOf(house, shown)["digest.json"]!)) };
}
