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
import { newId } from "../../model/index.ts";
import { localeOfLanguage } from "../../present/index.ts";
import type { Delivery } from "../../records/index.ts";
import { detectLanguage } from "../../text/index.ts";
import type { Requester } from "../policy/index.ts";

/** An interaction that can be answered with a message. */
export type RepliableInteraction =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction;

/**
 * How an interaction is answered. `public` and `ephemeral` create a new message. `update` edits the message whose
 * component was used if that message is ephemeral, and otherwise creates a new ephemeral message. `updatePublic` edits
 * the message whose component was used even if it is public.
 */
export type Visibility = "public" | "ephemeral" | "update" | "updatePublic";

/**
 * Time, in ms, for which an interaction token is used. Tokens are valid for 15 minutes, of which the last 30 seconds
 * are reserved for a final edit
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages).
 */
const TOKEN_LIFETIME_MS = 14.5 * 60_000;

/** Returns the user of an interaction and the place where it was created. */
export function requesterOf({ user, guildId, channelId, channel, member }: BaseInteraction): Requester {
  const parent = channel?.isThread() ? channel.parentId : null;
  return { user: user.id, guild: guildId, channel: channelId ?? "", parent, member };
}

/** Returns the author of a message and the place where it was posted. */
export function authorOf({ author, guildId, channelId, channel, member }: Message): Requester {
  const parent = channel.isThread() ? channel.parentId : null;
  return { user: author.id, guild: guildId, channel: channelId, parent, member };
}

/**
 * Acknowledges an interaction with a deferred reply or a deferred update, as Discord requires within 3 seconds. Never
 * rejects. The request continues even after an error, because Discord may have received the acknowledgement although
 * its response was lost. Later edits use the webhook.
 */
export async function defer(interaction: RepliableInteraction, visibility: Visibility): Promise<void> {
  const options = visibility === "ephemeral" ? { flags: MessageFlags.Ephemeral as const } : {};
  const isUpdate = (visibility === "update" || visibility === "updatePublic") && interaction.isMessageComponent();
  const acknowledge = (): Promise<unknown> => (isUpdate ? interaction.deferUpdate() : interaction.deferReply(options));
  // After a network error, it is unknown whether the acknowledgement arrived. Sending it twice does no harm.
  const retry = (thrown: unknown): unknown => (thrown instanceof DiscordAPIError ? undefined : acknowledge());
  await acknowledge()
    .catch(retry)
    .catch(() => undefined);
}

/**
 * Returns whether the interaction comes from a server that the bot is a member of, or from the bot's direct messages.
 * Everywhere else, only the user has installed the app.
 */
export const isGuildInstalled = ({ authorizingIntegrationOwners }: BaseInteraction): boolean =>
  authorizingIntegrationOwners.guildId !== null;

/** Returns whether the interaction was created in the direct message channel between the bot and the user. */
export const isBotDm = ({ context }: BaseInteraction): boolean => context === InteractionContextType.BotDM;

/**
 * Returns whether Discord makes every answer to the interaction ephemeral. Discord does so in servers without the bot
 * if the user lacks the Use External Apps permission.
 */
export const isForcedEphemeral = (interaction: BaseInteraction): boolean =>
  interaction.guildId !== null &&
  !isGuildInstalled(interaction) &&
  interaction.memberPermissions?.has(PermissionFlagsBits.UseExternalApps) === false;

const THREAD_PERMISSIONS = [PermissionFlagsBits.CreatePublicThreads, PermissionFlagsBits.SendMessagesInThreads];
/** Types of channels in which threads can be started on messages. */
const THREAD_PARENT_TYPES: (ChannelType | undefined)[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

/** Returns whether the bot can start a thread on its answer to an interaction. */
export const canStartThread = (interaction: BaseInteraction): boolean =>
  isGuildInstalled(interaction) &&
  THREAD_PARENT_TYPES.includes(interaction.channel?.type) &&
  interaction.appPermissions.has(THREAD_PERMISSIONS);

/** Returns whether the bot can start a thread on its reply to a message. */
export const canStartThreadOn = ({ channel, client }: Message): boolean =>
  THREAD_PARENT_TYPES.includes(channel.type) &&
  !channel.isDMBased() &&
  (channel.permissionsFor(client.user as User)?.has(THREAD_PERMISSIONS) ?? false);

/**
 * Returns whether the bot can send messages in the channel of a message. Returns true if the bot's permissions are
 * unknown.
 */
export function canReply({ channel, client }: Message): boolean {
  if (channel.isDMBased()) return true;
  const sendPermission = channel.isThread()
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages;
  return channel.permissionsFor(client.user)?.has([PermissionFlagsBits.ViewChannel, sendPermission]) ?? true;
}

/** Returns the locale of an answer: the server's for public answers in servers, and otherwise the user's. */
export const localeFor = ({ locale, guildLocale }: BaseInteraction, isPrivate: boolean): string =>
  isPrivate ? locale : (guildLocale ?? locale);

/** Returns whether the interaction was created from a component or modal of an ephemeral message. */
export const isEphemeral = (interaction: RepliableInteraction): boolean =>
  "message" in interaction && (interaction.message?.flags.has(MessageFlags.Ephemeral) ?? false);

/**
 * Returns the locale for an update of the message whose component was used: the server's if that message is public,
 * otherwise the user's.
 */
export const localeForUpdate = (interaction: RepliableInteraction): string => {
  const message = interaction.isMessageComponent() ? interaction.message : null;
  return localeFor(interaction, message?.flags.has(MessageFlags.Ephemeral) ?? true);
};

/**
 * Creates the delivery for an answer to an interaction.
 * @param sourceMessage the id of the message that contains the source; null if there is none
 */
export function interactionDelivery(
  interaction: RepliableInteraction,
  isPrivate: boolean,
  sourceMessage: string | null,
): Delivery {
  const isThread = interaction.channel?.isThread() ?? false;
  const supportsThreads = interaction.guildId !== null && isGuildInstalled(interaction) && !isPrivate;
  return {
    id: newId(),
    origin: interaction.id,
    asker: interaction.user.id,
    guild: interaction.guildId,
    channel: interaction.channelId ?? "",
    parent: requesterOf(interaction).parent,
    locale: localeFor(interaction, isPrivate),
    private: isPrivate,
    source: sourceMessage,
    from: null,
    replaces: null,
    thread: supportsThreads ? (isThread ? "here" : "start") : null,
    via: {
      by: "interaction",
      application: interaction.applicationId,
      token: interaction.token,
      until: interaction.createdTimestamp + TOKEN_LIFETIME_MS,
      alone: isPrivate || isBotDm(interaction),
      own: interaction.locale,
    },
    message: null,
    overview: null,
  };
}

/**
 * Returns the locale of an answer to a message: the server's or, in direct messages, that of the language in which the
 * message is written, since Discord does not tell the author's.
 */
export function messageLocale({ guild, content }: Message): string {
  if (guild) return guild.preferredLocale;
  return localeOfLanguage(detectLanguage(content.replace(/https?:\/\/\S+|<[@#][^>]*>/g, " ")));
}

/**
 * Creates the delivery for an answer to a message. The answer is sent as a reply.
 * @param index the position of the source among the sources of the message
 * @param quiet true if nobody requested the answer; failures are then not reported
 */
export function messageDelivery(message: Message, index: number, quiet: boolean): Delivery {
  const { id, author, guildId, channelId, channel } = message;
  return {
    id: newId(),
    origin: `${id}:${index}`,
    asker: author.id,
    guild: guildId,
    channel: channelId,
    parent: authorOf(message).parent,
    locale: messageLocale(message),
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
