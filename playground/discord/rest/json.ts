import type { APIRole, APIThreadMember, APIUser, RoleFlags, ThreadMemberFlags } from "discord-api-types/v10";
import type { Cdn } from "../cdn.ts";
import type { World } from "../state/discordState.ts";
import {
  type Channel,
  type Guild,
  type Json,
  type Member,
  type Message,
  MessageFlag,
  type Role,
  type User,
} from "../state/model.ts";
import { permissionsIn } from "../state/permissions.ts";

/** How Discord writes what the world holds (https://discord.com/developers/docs/resources). */
export const userJson = ({ id, username, global_name, bot }: User): APIUser => ({
  id,
  username,
  global_name,
  discriminator: "0",
  avatar: null,
  ...(bot && { bot }),
});

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

export const memberJson = (world: World, member: Member): Json => ({
  ...partialMemberJson(member),
  user: userJson(world.users.get(member.user)!),
});

export const threadMemberJson = (channel: Channel, user: string): APIThreadMember => ({
  id: channel.id,
  user_id: user,
  join_timestamp: new Date().toISOString(),
  flags: 0 as ThreadMemberFlags,
});

/** A channel; direct channels list everybody in them but the bot. */
export function channelJson(world: World, channel: Channel): Json {
  const { id, type, name, guild_id, parent_id, owner_id, last_message_id, thread } = channel;
  if (thread) {
    const { archived, locked, invitable, auto_archive_duration, archive_timestamp } = thread;
    const isPrivate = type === 12;
    const count = world.messages.get(id)?.filter((message) => message.type !== 21).length ?? 0;
    return {
      ...{ id, type, name, guild_id, parent_id, owner_id, last_message_id },
      ...{ message_count: count, total_message_sent: count, member_count: channel.members.size },
      ...{ rate_limit_per_user: 0, flags: 0 },
      thread_metadata: { archived, locked, auto_archive_duration, archive_timestamp, ...(isPrivate && { invitable }) },
      ...(channel.members.has(world.bot.id) && { member: threadMemberJson(channel, world.bot.id) }),
    };
  }
  if (!guild_id) {
    const others = [...channel.members].filter((user) => user !== world.bot.id);
    const recipients = others.map((user) => userJson(world.users.get(user)!));
    return { id, type, last_message_id, recipients, flags: 0, ...(name && { name }), ...(owner_id && { owner_id }) };
  }
  const permission_overwrites = channel.overwrites.map(({ allow, deny, ...rest }) => ({
    ...rest,
    allow: String(allow),
    deny: String(deny),
  }));
  const { topic, position } = channel;
  return {
    ...{ id, type, name, guild_id, parent_id, last_message_id, topic, position, permission_overwrites },
    ...{ nsfw: false, rate_limit_per_user: 0, flags: 0 },
  };
}

/** A guild as REST gives it. */
export const guildJson = (guild: Guild): Json => ({
  id: guild.id,
  name: guild.name,
  owner_id: guild.owner_id,
  preferred_locale: guild.preferred_locale,
  roles: [...guild.roles.values()].map(roleJson),
  ...{ emojis: [], stickers: [], features: [], icon: null, splash: null, discovery_splash: null, banner: null },
  ...{ description: null, afk_channel_id: null, afk_timeout: 300, system_channel_id: null, rules_channel_id: null },
  ...{ public_updates_channel_id: null, safety_alerts_channel_id: null, vanity_url_code: null, application_id: null },
  ...{
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
  },
  ...{ premium_tier: 0, premium_subscription_count: 0, premium_progress_bar_enabled: false, system_channel_flags: 0 },
});

/** A guild as GUILD_CREATE gives it: with its channels, the threads that the bot sees, and the bot as its only member. */
export function guildCreateJson(world: World, guild: Guild): Json {
  const own = [...world.channels.values()].filter(({ guild_id }) => guild_id === guild.id);
  const isSeen = (channel: Channel): boolean => permissionsIn(world, world.bot.id, channel) !== 0n;
  return {
    ...guildJson(guild),
    joined_at: guild.members.get(world.bot.id)?.joined_at,
    ...{ large: false, unavailable: false, member_count: guild.members.size },
    ...{ voice_states: [], presences: [], stage_instances: [], guild_scheduled_events: [], soundboard_sounds: [] },
    members: [...guild.members.values()].filter(({ user }) => user === world.bot.id).map((m) => memberJson(world, m)),
    channels: own.filter(({ thread }) => !thread).map((channel) => channelJson(world, channel)),
    threads: own.filter((c) => c.thread && !c.thread.archived && isSeen(c)).map((c) => channelJson(world, c)),
  };
}

/** https://discord.com/developers/docs/resources/message#message-reference-types */
const REPLY = 0;
const FORWARD = 1;

/**
 * Whether the bot may read a message without the Message Content intent: its own, direct ones, those that mention it
 * (https://discord.com/developers/docs/events/gateway#message-content-intent).
 */
function isOpenToBot(world: World, message: Message): boolean {
  const isDirect = world.channels.get(message.channel_id)?.guild_id === null;
  return message.author === world.bot.id || isDirect || message.mentions.includes(world.bot.id);
}

/**
 * A message, with what it answers beneath it.
 * @param hasContent whether who gets it may read what people write; else content, embeds, files and components are empty
 */
export function messageJson(world: World, cdn: Cdn, message: Message, hasContent: boolean, isNested = false): Json {
  const { id, type, channel_id, flags, timestamp, edited_timestamp, mention_everyone, mention_roles } = message;
  const isOpen = hasContent || isOpenToBot(world, message);
  const thread = world.channels.get(id);
  const { reference, forwarded, interaction } = message;
  const referenced = reference && !isNested ? world.message(reference.message_id) : undefined;
  return {
    ...{ id, type, channel_id, flags, timestamp, edited_timestamp, mention_everyone, mention_roles },
    author: userJson(world.users.get(message.author)!),
    content: isOpen ? message.content : "",
    embeds: isOpen ? message.embeds : [],
    components: isOpen ? message.components : [],
    attachments: isOpen ? message.attachments.map((attachment) => cdn.json(attachment)) : [],
    mentions: message.mentions.map((user) => userJson(world.users.get(user)!)),
    ...{ pinned: false, tts: false },
    ...(message.nonce !== null && { nonce: message.nonce }),
    ...(message.reactions.length > 0 && {
      reactions: message.reactions.map((reaction) => reactionJson(world, reaction)),
    }),
    ...(reference && {
      message_reference: {
        ...{ ...reference, type: forwarded ? FORWARD : REPLY },
        guild_id: guildOf(world, reference.channel_id),
      },
    }),
    ...(forwarded && { message_snapshots: [{ message: snapshotJson(cdn, forwarded, isOpen) }] }),
    ...(reference &&
      !forwarded &&
      !isNested &&
      type !== 18 && {
        referenced_message: referenced ? messageJson(world, cdn, referenced, hasContent, true) : null,
      }),
    ...(interaction && {
      application_id: world.application,
      webhook_id: world.application,
      interaction_metadata: {
        ...{ id: interaction.id, type: interaction.type },
        user: userJson(world.users.get(interaction.user)!),
        authorizing_integration_owners: interaction.owners,
      },
    }),
    ...(flags & MessageFlag.HasThread && thread && { thread: channelJson(world, thread) }),
  };
}

/** What a forwarded message carries (https://discord.com/developers/docs/resources/message#message-snapshot-structure). */
const snapshotJson = (cdn: Cdn, message: Message, isOpen: boolean): Json => {
  const { type, flags, timestamp, edited_timestamp } = message;
  return {
    ...{ type, flags, timestamp, edited_timestamp, mentions: [], mention_roles: [] },
    content: isOpen ? message.content : "",
    embeds: isOpen ? message.embeds : [],
    components: isOpen ? message.components : [],
    attachments: isOpen ? message.attachments.map((attachment) => cdn.json(attachment)) : [],
  };
};

const guildOf = (world: World, channel: string): string | undefined =>
  world.channels.get(channel)?.guild_id ?? undefined;

const reactionJson = (world: World, { emoji, users }: Message["reactions"][number]): Json => ({
  count: users.size,
  count_details: { burst: 0, normal: users.size },
  burst_colors: [],
  me: users.has(world.bot.id),
  me_burst: false,
  emoji: { id: null, name: emoji },
});
