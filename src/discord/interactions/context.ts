import {
  type BaseInteraction,
  ChannelType,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  InteractionContextType,
  type Message,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  type User,
} from "discord.js";
import { type Delivery, newId } from "../../model/index.ts";
import type { Asker } from "../policy/documentAccess.ts";

/** An interaction that is answered with a message. */
export type Asking =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction;

/**
 * Who sees the answer: everybody, the asker alone, in place of the message whose button was pressed when nobody else sees
 * that, or in its place whoever sees it.
 */
export type Seen = "all" | "asker" | "inPlace" | "inPublicPlace";

/** How long an interaction's token is good for, less what the last edit may take (15 minutes by Discord's documents). */
const TOKEN_MS = 14.5 * 60_000;

export function askerOf({ user, guildId, channelId, channel, member }: BaseInteraction): Asker {
  const parent = channel?.isThread() ? channel.parentId : null;
  return { user: user.id, guild: guildId, channel: channelId ?? "", parent, member };
}

/** Who wrote a message, and where. */
export function writerOf({ author, guildId, channelId, channel, member }: Message): Asker {
  const parent = channel.isThread() ? channel.parentId : null;
  return { user: author.id, guild: guildId, channel: channelId, parent, member };
}

/**
 * Says at once that an answer will come, since Discord waits three seconds only: as a new message or in the place of that
 * whose button or select was used. A callback whose answer was lost may have arrived all the same, and the result goes by the
 * webhook: so a failure here is no reason to stop.
 */
export async function defer(asking: Asking, seen: Seen): Promise<void> {
  const options = seen === "asker" ? { flags: MessageFlags.Ephemeral as const } : {};
  const isUpdate = (seen === "inPlace" || seen === "inPublicPlace") && asking.isMessageComponent();
  const respond = (): Promise<unknown> => (isUpdate ? asking.deferUpdate() : asking.deferReply(options));
  // A connection that broke says nothing: it may not have arrived, and arriving twice is harmless.
  const again = (thrown: unknown): unknown => (thrown instanceof DiscordAPIError ? undefined : respond());
  await respond()
    .catch(again)
    .catch(() => undefined);
}

/** Whether the bot itself is a member of the server, or this is its own talk with a person; else the app came with its user. */
export const botIsThere = ({ authorizingIntegrationOwners }: BaseInteraction): boolean =>
  authorizingIntegrationOwners.guildId !== null;

/** Whether it is the bot's own talk with a person, which nobody else reads. */
export const isBetweenTwo = ({ context }: BaseInteraction): boolean => context === InteractionContextType.BotDM;

/** Whether Discord shows every answer to the asker alone: the app came with him, and he may not use it before others. */
export const isUnseen = (asking: BaseInteraction): boolean =>
  asking.guildId !== null &&
  !botIsThere(asking) &&
  asking.memberPermissions?.has(PermissionFlagsBits.UseExternalApps) === false;

const THREAD_NEEDS = [PermissionFlagsBits.CreatePublicThreads, PermissionFlagsBits.SendMessagesInThreads];
/** Where threads are begun on messages. */
const THREADED: (ChannelType | undefined)[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

/** Whether the bot may begin a thread on its answer. */
export const mayBeginThread = (asking: BaseInteraction): boolean =>
  botIsThere(asking) && THREADED.includes(asking.channel?.type) && asking.appPermissions.has(THREAD_NEEDS);

/** Whether the bot may begin a thread on its reply to a message. */
export const mayBeginThreadAt = ({ channel, client }: Message): boolean =>
  THREADED.includes(channel.type) &&
  !channel.isDMBased() &&
  (channel.permissionsFor(client.user as User)?.has(THREAD_NEEDS) ?? false);

/** Whether the bot may answer where a message is; true where that cannot be known. */
export function mayWrite({ channel, client }: Message): boolean {
  if (channel.isDMBased()) return true;
  const needed = channel.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  return channel.permissionsFor(client.user)?.has([PermissionFlagsBits.ViewChannel, needed]) ?? true;
}

/** Who is answered alone is answered in his own language, everybody in the server's. */
export const localeFor = ({ locale, guildLocale }: BaseInteraction, isPrivate: boolean): string =>
  isPrivate ? locale : (guildLocale ?? locale);

/** Whether the message whose button, select or form was used is the asker's alone. */
export const isSeenByOne = (asking: Asking): boolean =>
  "message" in asking && (asking.message?.flags.has(MessageFlags.Ephemeral) ?? false);

/** What stands in the place of a message is in the language of those who see that: of one alone, or of the server. */
export const localeInPlace = (asking: Asking): string => {
  const message = asking.isMessageComponent() ? asking.message : null;
  return localeFor(asking, message?.flags.has(MessageFlags.Ephemeral) ?? true);
};

/** How the answer to an interaction travels. `source` is the message that holds what it is about, if one does. */
export function interactionDelivery(asking: Asking, isPrivate: boolean, source: string | null): Delivery {
  const isThread = asking.channel?.isThread() ?? false;
  const threads = asking.guildId !== null && botIsThere(asking) && !isPrivate;
  return {
    id: newId(),
    origin: asking.id,
    asker: asking.user.id,
    guild: asking.guildId,
    channel: asking.channelId ?? "",
    locale: localeFor(asking, isPrivate),
    private: isPrivate,
    source,
    from: null,
    replaces: null,
    thread: threads ? (isThread ? "here" : "start") : null,
    via: {
      by: "interaction",
      application: asking.applicationId,
      token: asking.token,
      until: asking.createdTimestamp + TOKEN_MS,
      alone: isPrivate || isBetweenTwo(asking),
      own: asking.locale,
    },
    message: null,
    overview: null,
  };
}

/** How the answer to a message travels: as a reply to it. `nth` tells several sources of one message apart. */
export function messageDelivery(message: Message, nth: number, quiet: boolean): Delivery {
  const { id, author, guildId, channelId, channel } = message;
  return {
    id: newId(),
    origin: `${id}:${nth}`,
    asker: author.id,
    guild: guildId,
    channel: channelId,
    locale: message.guild?.preferredLocale ?? "en-GB",
    private: false,
    source: id,
    from: null,
    replaces: null,
    thread: guildId === null ? null : channel.isThread() ? "here" : "start",
    via: { by: "message", replyTo: id, quiet },
    message: null,
    overview: null,
  };
}
