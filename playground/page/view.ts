import type { ActivityLog } from "../activityLog.ts";
import type { BotControl } from "../botControl.ts";
import {
  type Channel,
  type FakeDiscord,
  type Interaction,
  type Message,
  type Modal,
  type Person,
  textOf,
} from "../discord/index.ts";
import type { StubModel } from "../stubModel.ts";

/** Maximum length of a snippet, in UTF-16 code units. */
const MAX_SNIPPET_LENGTH = 90;

/** Maximum number of messages rendered per channel; older ones are not shown. */
const MAX_VISIBLE_MESSAGES = 200;

/** Everything the page shows and controls. */
export type Playground = { discord: FakeDiscord; bot: BotControl; activityLog: ActivityLog; stub: StubModel };

/** The playground as one person sees it. */
export type View = {
  discord: FakeDiscord;
  person: Person;
  /** Label of the command, button or form behind each interaction, by interaction id. */
  usedNames: Map<string, string>;
  /** Modals that the bot has shown, by interaction id. */
  modals: Map<string, ShownModal>;
};

export type ShownModal = { interaction: Interaction; modal: Modal };

/** Display name of a user, channel or role; "unknown user", "unknown channel" or "unknown role" for an unknown id. */
export function nameOf({ discord: { state } }: View, kind: "user" | "channel" | "role", id: string): string {
  if (kind === "user") return state.users.get(id)?.global_name ?? "unknown user";
  if (kind === "channel") return state.channels.get(id)?.name ?? "unknown channel";
  const roles = [...state.guilds.values()].flatMap((guild) => [...guild.roles.values()]);
  return roles.find((role) => role.id === id)?.name ?? "unknown role";
}

/**
 * The localised name or description of a command, option or choice; the default one if the locale has none.
 * (https://discord.com/developers/docs/interactions/application-commands#localization)
 */
export function localize(localizable: object, field: "name" | "description", locale: string): string {
  const { [field]: fallback, [`${field}_localizations`]: localizations } = localizable as Record<string, unknown>;
  return (localizations as Record<string, string> | null | undefined)?.[locale] ?? String(fallback ?? "");
}

/** The beginning of a message as one line of plain text, or the name of the first file if the message has no text. */
export function snippet(message: Message, view: View): string {
  const plainText = textOf(message)
    .replace(/<@!?(\d+)>/g, (_, id: string) => `@${nameOf(view, "user", id)}`)
    .replace(/^(?:-#|#{1,3}|>) +/gm, "")
    .replace(/\]\(<?[^)\s]*\)|[*_~`[\]\\]/g, "")
    .replace(/\s+/g, " ");
  const text = plainText || message.attachments[0]?.filename || "a message";
  return text.length > MAX_SNIPPET_LENGTH ? `${text.slice(0, MAX_SNIPPET_LENGTH)}…` : text;
}

/** The latest messages visible to the person in a channel, at most `MAX_VISIBLE_MESSAGES`, oldest first. */
export function visibleMessages({ discord: { state }, person }: View, channelId: string): Message[] {
  return (state.messages.get(channelId) ?? []).filter((message) => person.canSee(message)).slice(-MAX_VISIBLE_MESSAGES);
}

/** Discord's address of a message (https://discord.com/channels/guild/channel/message), with its channel and its id. */
const MESSAGE_LINK = /^https:\/\/discord\.com\/channels\/(?:@me|\d+)\/(\d+)\/(\d+)$/;

/** Whether an address is one of Discord's own, which leads nowhere outside the real Discord. */
export const isDiscordAddress = (address: string): boolean => /^https:\/\/discord\.com\/channels\//.test(address);

/** URL path at which the page shows a message, given Discord's address of it; null if the person cannot see it. */
export function messagePath(address: string, view: View): string | null {
  const { state } = view.discord;
  const [, channelId, messageId] = MESSAGE_LINK.exec(address) ?? [];
  const channel = channelId && state.channels.get(channelId);
  const message = messageId && state.message(messageId);
  if (!channel || !message || message.channel_id !== channel.id || !view.person.canSee(message)) return null;
  return `${channelPath(channel, view)}#m${message.id}`;
}

/** URL path of a channel as seen by the person; a thread's path also names its parent channel. */
export function channelPath(channel: Channel, { person, discord }: View): string {
  const parent = channel.parent_id ? discord.state.channels.get(channel.parent_id) : undefined;
  const segment = ({ guild_id, name, id }: Channel): string => (guild_id ? (name ?? id) : "dm");
  const path = parent ? `${encodeURIComponent(segment(parent))}/${channel.id}` : encodeURIComponent(segment(channel));
  return `/${person.user.username}/${path}`;
}
