import {
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type RawFile,
} from "discord.js";
import type { Action, Card } from "../../present/index.ts";
import { encodeCustomId } from "./customId.ts";

const COLOURS: Record<Card["state"], number> = { working: 0x8a8f98, done: 0x2f9e6e, failed: 0xc9502e };
const STYLES: Partial<Record<Action["name"], ButtonStyle>> = {
  ask: ButtonStyle.Primary,
  offer: ButtonStyle.Primary,
  remove: ButtonStyle.Danger,
};

/** The JSON body of a Create Message or Edit Message request, and the files to upload with it. */
export type Rendered = { body: Record<string, unknown>; files: RawFile[] };

/**
 * Renders a card as a Components V2 container.
 * @param lead text above the card; null for none
 * @param pinged ids of the users who are notified if `lead` mentions them; nobody else is notified
 */
export function render(card: Card, lead: string | null = null, pinged: string[] = []): Rendered {
  const components: APIComponentInContainer[] = card.blocks.map((content) => ({
    type: ComponentType.TextDisplay,
    content,
  }));
  for (const { name } of card.files)
    components.push({ type: ComponentType.File, file: { url: `attachment://${name}` } });
  if (card.actions.length) components.push(buttonRow(card.actions));
  const container: APIMessageTopLevelComponent = {
    type: ComponentType.Container,
    accent_color: COLOURS[card.state],
    components,
  };
  const above: APIMessageTopLevelComponent[] = lead ? [{ type: ComponentType.TextDisplay, content: lead }] : [];
  return {
    body: {
      flags: MessageFlags.IsComponentsV2,
      components: [...above, container],
      ...allowOnly(pinged),
      attachments: card.files.map(({ name }, i) => ({ id: String(i), filename: name })),
    },
    files: card.files.map(({ name, text }, i) => ({ key: `files[${i}]`, name, data: Buffer.from(text) })),
  };
}

/** Renders a card as an ephemeral response to an interaction. */
export function renderEphemeral(card: Card): Rendered {
  const { body, files } = render(card);
  return { body: { ...body, flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral }, files };
}

/** Renders a plain-text message without Components V2. A row of buttons follows the text if there are actions. */
export function renderPlain(content: string, actions: Action[] = []): Rendered {
  return { body: { content, components: actions.length ? [buttonRow(actions)] : [], ...allowOnly([]) }, files: [] };
}

/**
 * Returns the `allowed_mentions` field, which limits notifications to these users. Every request that creates or edits
 * a message needs it. Without it, Discord notifies everyone mentioned in the message.
 */
export const allowOnly = (users: string[]) => ({ allowed_mentions: { parse: [], users, replied_user: false } });

function buttonRow(actions: Action[]) {
  return {
    type: ComponentType.ActionRow as const,
    components: actions.map(({ name, id, label }) => ({
      type: ComponentType.Button as const,
      style: (STYLES[name] ?? ButtonStyle.Secondary) as ButtonStyle.Primary,
      label,
      custom_id: encodeCustomId(name, id),
    })),
  };
}
