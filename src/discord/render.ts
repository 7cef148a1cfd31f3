import { type APIMessageTopLevelComponent, ComponentType, MessageFlags } from "discord.js";
import type { Card } from "../present/index.ts";

const COLOURS: Record<Card["state"], number> = { working: 0x8a8f98, done: 0x2f9e6e, failed: 0xc9502e };

/** A card as the body of a message: one container of Components V2, which pings nobody, on creation and on every edit. */
export function render({ state, blocks }: Card) {
  const container: APIMessageTopLevelComponent = {
    type: ComponentType.Container,
    accent_color: COLOURS[state],
    components: blocks.map((content) => ({ type: ComponentType.TextDisplay, content })),
  };
  return { flags: MessageFlags.IsComponentsV2 as const, components: [container], allowedMentions: { parse: [] } };
}
