import type { APIRole, APIThreadMember, APIUser, RoleFlags, ThreadMemberFlags } from "discord-api-types/v10";
import type { Cdn } from "../cdn.ts";
import { permissionsIn } from "../state/channelPermissions.ts";
import type { DiscordState } from "../state/discordState.ts";
import {
  type Channel,
  ChannelType,
  type Guild,
  type Json,
  type Member,
  type Message,
  MessageFlag,
  MessageType,
  type Role,
  type User,
} from "../state/model.ts";

/** A user object (https://discord.com/developers/docs/resources/user#user-object). */
export const userJson = ({ id, username, global_name, bot }: User): APIUser => ({
  id,
  username,
  global_name,
  discriminator: "0",
  avatar: null,
  ...(bot && { bot }),
});

/** A role object (https://discord.com/developers/docs/topics/permissions#role-object). */
export const roleJson = ({ id, name, permissions, position, mentionable }: Role): APIRole => ({
  id,
  name,
  permissions: String(permissions),
  position,
  mentionable,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: false,
  icon: null,
  unicode_emoji: null,
  flags: 0 as RoleFlags,
});

/** A guild member object without its user, as in message events. */
export const partialMemberJson = ({ roles, joined_at }: Member): Json => ({
  roles,
  joined_at,
  nick: null,
  avatar: null,
  banner: null,
  premium_since: null,
  communication_disabled_until: null,
  deaf: false,
  mute: false,
  pending: false,
  flags: 0,
});

/** A guild member object (https://discord.com/developers/docs/resources/guild#guild-member-object). */
export const memberJson = (state: DiscordState, member: Member): Json => ({
  ...partialMemberJson(member),
  user: userJson(state.users.get(member.user)!),
});

/** A thread member object (https://discord.com/developers/docs/resources/channel#thread-member-object). */
export const threadMemberJson = (channel: Channel, user: string): APIThreadMember => ({
  id: channel.id,
  user_id: user,
  join_timestamp: new Date().toISOString(),
  flags: 0 as ThreadMemberFlags,
});

/** A channel object. The `recipients` of a DM exclude the bot. */
export function channelJson(state: DiscordState, channel: Channel): Json {
  const { id, type, name, guild_id, parent_id, owner_id, last_message_id, thread } = channel;
  if (thread) {
    const { archived, locked, invitable, auto_archive_duration, archive_timestamp } = thread;
    const isPrivate = type === ChannelType.PrivateThread;
    const messageCount =
      state.messages.get(id)?.filter((message) => message.type !== MessageType.ThreadStarterMessage).length ?? 0;
    return {
      id,
      type,
      name,
      guild_id,
      parent_id,
      owner_id,
      last_message_id,
      message_count: messageCount,
      total_message_sent: messageCount,
      member_count: channel.members.size,
      rate_limit_per_user: 0,
      flags: 0,
      thread_metadata: { archived, locked, auto_archive_duration, archive_timestamp, ...(isPrivate && { invitable }) },
      ...(channel.members.has(state.bot.id) && { member: threadMemberJson(channel, state.bot.id) }),
    };
  }
  if (!guild_id) {
    const recipientIds = [...channel.members].filter((user) => user !== state.bot.id);
    const recipients = recipientIds.map((user) => userJson(state.users.get(user)!));
    return { id, type, last_message_id, recipients, flags: 0, ...(name && { name }), ...(owner_id && { owner_id }) };
  }
  const permission_overwrites = channel.overwrites.map(({ allow, deny, ...rest }) => ({
    ...rest,
    allow: String(allow),
    deny: String(deny),
  }));
  const { topic, position } = channel;
  return {
    id,
    type,
    name,
    guild_id,
    parent_id,
    last_message_id,
    topic,
    position,
    permission_overwrites,
    nsfw: false,
    rate_limit_per_user: 0,
    flags: 0,
  };
}

/** A guild object as in REST responses. */
export const guildJson = (guild: Guild): Json => ({
  id: guild.id,
  name: guild.name,
  owner_id: guild.owner_id,
  preferred_locale: guild.preferred_locale,
  roles: [...guild.roles.values()].map(roleJson),
  emojis: [],
  stickers: [],
  features: [],
  icon: null,
  splash: null,
  discovery_splash: null,
  banner: null,
  description: null,
  afk_channel_id: null,
  afk_timeout: 300,
  system_channel_id: null,
  rules_channel_id: null,
  public_updates_channel_id: null,
  safety_alerts_channel_id: null,
  vanity_url_code: null,
  application_id: null,
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  mfa_level: 0,
  nsfw_level: 0,
  premium_tier: 0,
  premium_subscription_count: 0,
  premium_progress_bar_enabled: false,
  system_channel_flags: 0,
});

/**
 * A guild object as in GUILD_CREATE. It contains all channels, the active threads that the bot can view, and the bot as
 * the only member.
 */
export function guildCreateJson(state: DiscordState, guild: Guild): Json {
  const guildChannels = [...state.channels.values()].filter(({ guild_id }) => guild_id === guild.id);
  const isVisible = (channel: Channel): boolean => permissionsIn(state, state.bot.id, channel) !== 0n;
  return {
    ...guildJson(guild),
    joined_at: guild.members.get(state.bot.id)?.joined_at,
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    members: [...guild.members.values()]
      .filter(({ user }) => user === state.bot.id)
      .map((member) => memberJson(state, member)),
    channels: guildChannels.filter(({ thread }) => !thread).map((channel) => channelJson(state, channel)),
    threads: guildChannels
      .filter((channel) => channel.thread && !channel.thread.archived && isVisible(channel))
      .map((channel) => channelJson(state, channel)),
  };
}

/** Message reference types (https://discord.com/developers/docs/resources/message#message-reference-types). */
const REPLY = 0;
const FORWARD = 1;

/**
 * Whether the bot receives the content of a message even without the Message Content intent. This applies to the bot's
 * own messages, to DMs, and to messages that mention the bot.
 * (https://discord.com/developers/docs/events/gateway#message-content-intent)
 */
function isContentVisibleToBot(state: DiscordState, message: Message): boolean {
  const isDirect = state.channels.get(message.channel_id)?.guild_id === null;
  return message.author === state.bot.id || isDirect || message.mentions.includes(state.bot.id);
}

/**
 * A message object, including the message it replies to.
 * @param hasContent whether the recipient has access to the content of all messages. If not, content, embeds,
 * attachments and components are empty unless `isContentVisibleToBot` is true for the message.
 * @param isNested whether the object is part of another message object, and therefore omits the message it replies to
 */
export function messageJson(
  state: DiscordState,
  cdn: Cdn,
  message: Message,
  hasContent: boolean,
  isNested = false,
): Json {
  const { id, type, channel_id, flags, timestamp, edited_timestamp, mention_everyone, mention_roles } = message;
  const isContentVisible = hasContent || isContentVisibleToBot(state, message);
  const thread = state.channels.get(id);
  const { reference, forwarded, interaction } = message;
  const referencedMessage = reference && !isNested ? state.message(reference.message_id) : undefined;
  return {
    id,
    type,
    channel_id,
    flags,
    timestamp,
    edited_timestamp,
    mention_everyone,
    mention_roles,
    author: userJson(state.users.get(message.author)!),
    content: isContentVisible ? message.content : "",
    embeds: isContentVisible ? message.embeds : [],
    components: isContentVisible ? message.components : [],
    attachments: isContentVisible ? message.attachments.map((attachment) => cdn.attachmentJson(attachment)) : [],
    mentions: message.mentions.map((user) => userJson(state.users.get(user)!)),
    pinned: false,
    tts: false,
    ...(message.nonce !== null && { nonce: message.nonce }),
    ...(message.reactions.length > 0 && {
      reactions: message.reactions.map((reaction) => reactionJson(state, reaction)),
    }),
    ...(reference && {
      message_reference: {
        ...reference,
        type: forwarded ? FORWARD : REPLY,
        guild_id: guildIdOf(state, reference.channel_id),
      },
    }),
    ...(forwarded && { message_snapshots: [{ message: snapshotJson(cdn, forwarded, isContentVisible) }] }),
    ...(reference &&
      !forwarded &&
      !isNested &&
      type !== MessageType.ThreadCreated && {
        referenced_message: referencedMessage ? messageJson(state, cdn, referencedMessage, hasContent, true) : null,
      }),
    ...(interaction && {
      application_id: state.applicationId,
      webhook_id: state.applicationId,
      interaction_metadata: {
        id: interaction.id,
        type: interaction.type,
        user: userJson(state.users.get(interaction.user)!),
        authorizing_integration_owners: interaction.integrationOwners,
      },
    }),
    ...(flags & MessageFlag.HasThread && thread && { thread: channelJson(state, thread) }),
  };
}

/**
 * The snapshot of a forwarded message (https://discord.com/developers/docs/resources/message#message-snapshot-structure).
 */
const snapshotJson = (cdn: Cdn, message: Message, isContentVisible: boolean): Json => {
  const { type, flags, timestamp, edited_timestamp } = message;
  return {
    type,
    flags,
    timestamp,
    edited_timestamp,
    mentions: [],
    mention_roles: [],
    content: isContentVisible ? message.content : "",
    embeds: isContentVisible ? message.embeds : [],
    components: isContentVisible ? message.components : [],
    attachments: isContentVisible ? message.attachments.map((attachment) => cdn.attachmentJson(attachment)) : [],
  };
};

const guildIdOf = (state: DiscordState, channel: string): string | undefined =>
  state.channels.get(channel)?.guild_id ?? undefined;

const reactionJson = (state: DiscordState, { emoji, users }: Message["reactions"][number]): Json => ({
  count: users.size,
  count_details: { burst: 0, normal: users.size },
  burst_colors: [],
  me: users.has(state.bot.id),
  me_burst: false,
  emoji: { id: null, name: emoji },
});
