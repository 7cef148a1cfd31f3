import type { Cdn } from "../cdn.ts";
import {
  channelJson,
  guildCreateJson,
  memberJson,
  messageJson,
  partialMemberJson,
  roleJson,
  threadMemberJson,
} from "../rest/json.ts";
import { permissionsIn } from "../state/channelPermissions.ts";
import type { DiscordState } from "../state/discordState.ts";
import {
  type Channel,
  ChannelType,
  type Guild,
  type Json,
  type Member,
  type Message,
  type Reaction,
  type Role,
} from "../state/model.ts";
import { type Gateway, Intent } from "./gateway.ts";
import type { Session } from "./session.ts";

/**
 * Dispatches state changes over the gateway as Discord does. Only sessions with the matching intent receive an event.
 * Events about messages, reactions, typing, and new or changed threads are dispatched only if the bot can view the
 * channel. Message content is subject to the Message Content intent.
 * (https://discord.com/developers/docs/events/gateway#list-of-intents)
 */
export function dispatchStateEvents(state: DiscordState, cdn: Cdn, gateway: Gateway): void {
  dispatchMessages(state, cdn, gateway);
  dispatchReactions(state, gateway);
  dispatchTyping(state, gateway);
  dispatchChannels(state, gateway);
  dispatchThreads(state, gateway);
  dispatchGuilds(state, gateway);
}

const canBotView = (state: DiscordState, channel: Channel): boolean =>
  permissionsIn(state, state.bot.id, channel) !== 0n;

/** Whether a session has the intent that a channel's events require: `guildIntent` in a guild, `dmIntent` in a DM. */
const hasChannelIntent = (session: Session, channel: Channel, guildIntent: number, dmIntent: number): boolean =>
  session.hasIntent(channel.guild_id ? guildIntent : dmIntent);

/** The `guild_id` field of an event, which is absent in DMs. */
const guildIdField = (channel: Channel): Json => (channel.guild_id ? { guild_id: channel.guild_id } : {});

const memberIn = (state: DiscordState, channel: Channel, userId: string): Member | undefined =>
  channel.guild_id ? state.guilds.get(channel.guild_id)?.members.get(userId) : undefined;

function dispatchMessages(state: DiscordState, cdn: Cdn, gateway: Gateway): void {
  const dispatchMessage = (event: string, message: Message): void => {
    const channel = state.channels.get(message.channel_id);
    if (message.ephemeralFor !== null || !channel || !canBotView(state, channel)) return;
    const member = memberIn(state, channel, message.author);
    gateway.dispatch(event, channel.guild_id, (session) =>
      hasChannelIntent(session, channel, Intent.GuildMessages, Intent.DirectMessages)
        ? {
            ...messageJson(state, cdn, message, session.hasIntent(Intent.MessageContent)),
            ...guildIdField(channel),
            channel_type: channel.type,
            ...(member && { member: partialMemberJson(member) }),
          }
        : null,
    );
  };
  const dispatchDeletion = (event: string, { channel_id, ephemeralFor }: Message, data: Json): void => {
    const channel = state.channels.get(channel_id);
    if (ephemeralFor !== null || !channel || !canBotView(state, channel)) return;
    gateway.dispatch(event, channel.guild_id, (session) =>
      hasChannelIntent(session, channel, Intent.GuildMessages, Intent.DirectMessages)
        ? { channel_id, ...guildIdField(channel), ...data }
        : null,
    );
  };
  state.on("messageCreated", (message) => dispatchMessage("MESSAGE_CREATE", message));
  state.on("messageUpdated", (message) => dispatchMessage("MESSAGE_UPDATE", message));
  state.on("messageDeleted", (message) => dispatchDeletion("MESSAGE_DELETE", message, { id: message.id }));
  state.on("messagesDeleted", (messages) =>
    dispatchDeletion("MESSAGE_DELETE_BULK", messages[0]!, { ids: messages.map(({ id }) => id) }),
  );
}

function dispatchReactions(state: DiscordState, gateway: Gateway): void {
  const dispatchReaction = (event: string, message: Message, { emoji }: Reaction, userId: string): void => {
    const channel = state.channels.get(message.channel_id);
    if (!channel || !canBotView(state, channel)) return;
    const member = memberIn(state, channel, userId);
    gateway.dispatch(event, channel.guild_id, (session) =>
      hasChannelIntent(session, channel, Intent.GuildMessageReactions, Intent.DirectMessageReactions)
        ? {
            user_id: userId,
            channel_id: channel.id,
            message_id: message.id,
            ...guildIdField(channel),
            emoji: { id: null, name: emoji },
            burst: false,
            type: 0,
            message_author_id: message.author,
            ...(member && event === "MESSAGE_REACTION_ADD" && { member: memberJson(state, member) }),
          }
        : null,
    );
  };
  state.on("reactionAdded", (...args) => dispatchReaction("MESSAGE_REACTION_ADD", ...args));
  state.on("reactionRemoved", (...args) => dispatchReaction("MESSAGE_REACTION_REMOVE", ...args));
}

function dispatchTyping(state: DiscordState, gateway: Gateway): void {
  state.on("typing", (channel, userId) => {
    if (!canBotView(state, channel)) return;
    const data = {
      channel_id: channel.id,
      ...guildIdField(channel),
      user_id: userId,
      timestamp: Math.floor(Date.now() / 1000),
    };
    gateway.dispatch("TYPING_START", channel.guild_id, (session) =>
      hasChannelIntent(session, channel, Intent.GuildMessageTyping, Intent.DirectMessageTyping) ? data : null,
    );
  });
}

/** Dispatches a guild event, which requires the Guilds intent. */
function dispatchToGuild(gateway: Gateway, event: string, guildId: string, data: () => Json): void {
  gateway.dispatch(event, guildId, (session) => (session.hasIntent(Intent.Guilds) ? data() : null));
}

function dispatchChannels(state: DiscordState, gateway: Gateway): void {
  const dispatchChannel = (event: "CREATE" | "UPDATE" | "DELETE", channel: Channel): void => {
    const guildId = channel.guild_id;
    if (!guildId || !state.hasBot(guildId)) return;
    if (channel.thread && event !== "DELETE" && !canBotView(state, channel)) return;
    const name = `${channel.thread ? "THREAD" : "CHANNEL"}_${event}`;
    dispatchToGuild(gateway, name, guildId, () => channelJson(state, channel));
  };
  state.on("channelCreated", (channel) => dispatchChannel("CREATE", channel));
  state.on("channelUpdated", (channel) => dispatchChannel("UPDATE", channel));
  state.on("channelDeleted", (channel) => dispatchChannel("DELETE", channel));
}

function dispatchThreads(state: DiscordState, gateway: Gateway): void {
  state.on("threadCreated", (thread) => {
    if (!state.hasBot(thread.guild_id) || !canBotView(state, thread)) return;
    dispatchToGuild(gateway, "THREAD_CREATE", thread.guild_id!, () => ({
      ...channelJson(state, thread),
      newly_created: true,
    }));
  });
  state.on("threadMembers", (thread, added, removed) => {
    if (!state.hasBot(thread.guild_id) || !canBotView(state, thread)) return;
    if (added.includes(state.bot.id) && thread.type === ChannelType.PrivateThread) {
      dispatchToGuild(gateway, "THREAD_CREATE", thread.guild_id!, () => channelJson(state, thread));
    }
    // Changes to other members require the privileged Guild Members intent, which Pith does not request.
    if (![...added, ...removed].includes(state.bot.id)) return;
    dispatchToGuild(gateway, "THREAD_MEMBERS_UPDATE", thread.guild_id!, () => ({
      id: thread.id,
      guild_id: thread.guild_id,
      member_count: thread.members.size,
      ...(added.length && { added_members: added.map((userId) => threadMemberJson(thread, userId)) }),
      ...(removed.length && { removed_member_ids: removed }),
    }));
  });
}

function dispatchGuilds(state: DiscordState, gateway: Gateway): void {
  state.on("guildCreated", (guild) =>
    dispatchToGuild(gateway, "GUILD_CREATE", guild.id, () => guildCreateJson(state, guild)),
  );
  state.on("guildDeleted", ({ id }) => dispatchToGuild(gateway, "GUILD_DELETE", id, () => ({ id })));
  state.on("guildUnavailable", ({ id }) =>
    dispatchToGuild(gateway, "GUILD_DELETE", id, () => ({ id, unavailable: true })),
  );
  const dispatchRole = (event: string, guild: Guild, role: Role): void => {
    if (!state.hasBot(guild.id)) return;
    dispatchToGuild(gateway, event, guild.id, () => ({ guild_id: guild.id, role: roleJson(role) }));
  };
  state.on("roleCreated", (...args) => dispatchRole("GUILD_ROLE_CREATE", ...args));
  state.on("roleUpdated", (...args) => dispatchRole("GUILD_ROLE_UPDATE", ...args));
}
