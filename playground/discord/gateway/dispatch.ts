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
import type { World } from "../state/discordState.ts";
import type { Channel, Guild, Json, Message, Reaction, Role } from "../state/model.ts";
import { permissionsIn } from "../state/permissions.ts";
import { type Gateway, Intent } from "./gateway.ts";
import type { Session } from "./session.ts";

/**
 * Tells the bot over the gateway what happens in the world: what its intents ask for, in channels that it sees; people's
 * words only with the Message Content intent (https://discord.com/developers/docs/events/gateway#list-of-intents).
 */
export function relay(world: World, cdn: Cdn, gateway: Gateway): void {
  const isSeen = (channel: Channel): boolean => permissionsIn(world, world.bot.id, channel) !== 0n;
  const asks = (session: Session, channel: Channel, inGuild: number, direct: number): boolean =>
    session.has(channel.guild_id ? inGuild : direct);
  const inGuild = (channel: Channel): Json => (channel.guild_id ? { guild_id: channel.guild_id } : {});

  const tellMessage = (event: string, message: Message): void => {
    const channel = world.channels.get(message.channel_id);
    if (message.only !== null || !channel || !isSeen(channel)) return;
    const member = channel.guild_id ? world.guilds.get(channel.guild_id)?.members.get(message.author) : undefined;
    gateway.dispatch(event, channel.guild_id, (session) =>
      asks(session, channel, Intent.GuildMessages, Intent.DirectMessages)
        ? {
            ...messageJson(world, cdn, message, session.has(Intent.MessageContent)),
            ...inGuild(channel),
            channel_type: channel.type,
            ...(member && { member: partialMemberJson(member) }),
          }
        : null,
    );
  };
  world.on("messageCreated", (message) => tellMessage("MESSAGE_CREATE", message));
  world.on("messageUpdated", (message) => tellMessage("MESSAGE_UPDATE", message));

  const tellRemoval = (event: string, { channel_id, only }: Message, data: Json): void => {
    const channel = world.channels.get(channel_id);
    if (only !== null || !channel || !isSeen(channel)) return;
    gateway.dispatch(event, channel.guild_id, (session) =>
      asks(session, channel, Intent.GuildMessages, Intent.DirectMessages)
        ? { channel_id, ...inGuild(channel), ...data }
        : null,
    );
  };
  world.on("messageDeleted", (message) => tellRemoval("MESSAGE_DELETE", message, { id: message.id }));
  world.on("messagesDeleted", (messages) =>
    tellRemoval("MESSAGE_DELETE_BULK", messages[0]!, { ids: messages.map(({ id }) => id) }),
  );

  const tellReaction = (event: string, message: Message, { emoji }: Reaction, user: string): void => {
    const channel = world.channels.get(message.channel_id);
    if (!channel || !isSeen(channel)) return;
    const member = channel.guild_id ? world.guilds.get(channel.guild_id)?.members.get(user) : undefined;
    gateway.dispatch(event, channel.guild_id, (session) =>
      asks(session, channel, Intent.GuildMessageReactions, Intent.DirectMessageReactions)
        ? {
            ...{ user_id: user, channel_id: channel.id, message_id: message.id, ...inGuild(channel) },
            ...{ emoji: { id: null, name: emoji }, burst: false, type: 0, message_author_id: message.author },
            ...(member && event === "MESSAGE_REACTION_ADD" && { member: memberJson(world, member) }),
          }
        : null,
    );
  };
  world.on("reactionAdded", (...event) => tellReaction("MESSAGE_REACTION_ADD", ...event));
  world.on("reactionRemoved", (...event) => tellReaction("MESSAGE_REACTION_REMOVE", ...event));

  world.on("typing", (channel, user) => {
    if (!isSeen(channel)) return;
    const data = {
      channel_id: channel.id,
      ...inGuild(channel),
      user_id: user,
      timestamp: Math.floor(Date.now() / 1000),
    };
    gateway.dispatch("TYPING_START", channel.guild_id, (session) =>
      asks(session, channel, Intent.GuildMessageTyping, Intent.DirectMessageTyping) ? data : null,
    );
  });

  const tellGuild = (event: string, guild: string, data: () => Json): void =>
    gateway.dispatch(event, guild, (session) => (session.has(Intent.Guilds) ? data() : null));
  const tellChannel = (event: "CREATE" | "UPDATE" | "DELETE", channel: Channel): void => {
    const guild = channel.guild_id;
    if (!guild || !world.hasBot(guild) || (channel.thread && event !== "DELETE" && !isSeen(channel))) return;
    tellGuild(`${channel.thread ? "THREAD" : "CHANNEL"}_${event}`, guild, () => channelJson(world, channel));
  };
  world.on("channelCreated", (channel) => tellChannel("CREATE", channel));
  world.on("channelUpdated", (channel) => tellChannel("UPDATE", channel));
  world.on("channelDeleted", (channel) => tellChannel("DELETE", channel));
  world.on("threadCreated", (thread) => {
    if (!world.hasBot(thread.guild_id) || !isSeen(thread)) return;
    tellGuild("THREAD_CREATE", thread.guild_id!, () => ({ ...channelJson(world, thread), newly_created: true }));
  });
  world.on("threadMembers", (thread, added, removed) => {
    if (!world.hasBot(thread.guild_id) || !isSeen(thread)) return;
    if (added.includes(world.bot.id) && thread.type === 12) {
      tellGuild("THREAD_CREATE", thread.guild_id!, () => channelJson(world, thread));
    }
    // Of others it is not told without an intent that is privileged.
    if (![...added, ...removed].includes(world.bot.id)) return;
    tellGuild("THREAD_MEMBERS_UPDATE", thread.guild_id!, () => ({
      ...{ id: thread.id, guild_id: thread.guild_id, member_count: thread.members.size },
      ...(added.length && { added_members: added.map((user) => threadMemberJson(thread, user)) }),
      ...(removed.length && { removed_member_ids: removed }),
    }));
  });
  world.on("guildCreated", (guild) => tellGuild("GUILD_CREATE", guild.id, () => guildCreateJson(world, guild)));
  world.on("guildDeleted", ({ id }) => tellGuild("GUILD_DELETE", id, () => ({ id })));
  world.on("guildUnavailable", ({ id }) => tellGuild("GUILD_DELETE", id, () => ({ id, unavailable: true })));
  const tellRole = (event: string, guild: Guild, role: Role): void => {
    if (world.hasBot(guild.id)) tellGuild(event, guild.id, () => ({ guild_id: guild.id, role: roleJson(role) }));
  };
  world.on("roleCreated", (...event) => tellRole("GUILD_ROLE_CREATE", ...event));
  world.on("roleUpdated", (...event) => tellRole("GUILD_ROLE_UPDATE", ...event));
}
