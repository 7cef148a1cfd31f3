import {
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type RawFile,
} from "discord.js";
import type { Action, Card } from "../../present/index.ts";
import { encodeId } from "./customId.ts";

const COLOURS: Record<Card["state"], number> = { working: 0x8a8f98, done: 0x2f9e6e, failed: 0xc9502e };
const STYLES: Partial<Record<Action["name"], ButtonStyle>> = {
  ask: ButtonStyle.Primary,
  offer: ButtonStyle.Primary,
  remove: ButtonStyle.Danger,
};

/** The body of a create or an edit, in Discord's own form, with its files. Nobody is pinged but `pinged`. */
export type Rendered = { body: Record<string, unknown>; files: RawFile[] };

/**
 * A card as one container of Components V2.
 * @param lead a line of our own above the card, which may mention `pinged` and nobody else
 */
export function render(card: Card, lead: string | null = null, pinged: string[] = []): Rendered {
  const inside: APIComponentInContainer[] = card.blocks.map((content) => ({
    type: ComponentType.TextDisplay,
    content,
  }));
  for (const { name } of card.files) inside.push({ type: ComponentType.File, file: { url: `attachment://${name}` } });
  if (card.actions.length) inside.push(buttonRow(card.actions));
  const container: APIMessageTopLevelComponent = {
    type: ComponentType.Container,
    accent_color: COLOURS[card.state],
    components: inside,
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

/** A card that one person alone sees: what follows or answers an interaction. */
export function renderForOne(card: Card): Rendered {
  const { body, files } = render(card);
  return { body: { ...body, flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral }, files };
}

/** The plain form: a few words of the bot's own, with buttons under them. */
export function renderPlain(content: string, actions: Action[] = []): Rendered {
  return { body: { content, components: actions.length ? [buttonRow(actions)] : [], ...allowOnly([]) }, files: [] };
}

/** Given on every create and every edit: one without it pings whomever its text names. */
export const allowOnly = (users: string[]) => ({ allowed_mentions: { parse: [], users, replied_user: false } });

function buttonRow(actions: Action[]) {
  return {
    type: ComponentType.ActionRow as const,
    components: actions.map(({ name, id, label }) => ({
      type: ComponentType.Button as const,
      style: (STYLES[name] ?? ButtonStyle.Secondary) as ButtonStyle.Primary,
      label,
      custom_id: encodeId(name, id),
    })),
  };
}
