import { EventEmitter } from "node:events";
import {
  type Channel,
  ChannelType,
  type Command,
  type Guild,
  type Message,
  type Modal,
  type Overwrite,
  OverwriteType,
  type Ping,
  type Reaction,
  type Role,
  type User,
} from "./model.ts";
import {
  BOT_PERMISSIONS,
  EVERYONE_PERMISSIONS,
  MEMBER_PERMISSIONS,
  type PermissionName,
  permissionBits,
} from "./permissions.ts";
import { pushBounded } from "./pushBounded.ts";
import { SnowflakeGenerator } from "./snowflake.ts";

/** Events of `DiscordState`. They are also emitted for ephemeral messages and for channels that the bot cannot view. */
type StateEvents = {
  messageCreated: [Message];
  messageUpdated: [Message];
  messageDeleted: [Message];
  messagesDeleted: [Message[]];
  reactionAdded: [Message, Reaction, user: string];
  reactionRemoved: [Message, Reaction, user: string];
  typing: [channel: Channel, user: string];
  channelCreated: [Channel];
  channelUpdated: [Channel];
  channelDeleted: [Channel];
  threadCreated: [Channel];
  threadMembers: [Channel, added: string[], removed: string[]];
  guildCreated: [Guild];
  guildDeleted: [Guild];
  guildUnavailable: [Guild];
  roleCreated: [Guild, Role];
  roleUpdated: [Guild, Role];
  acknowledged: [interaction: string];
  followedUp: [interaction: string];
  modalShown: [Modal, interaction: string, person: string];
  violation: [description: string];
};

/**
 * Maximum number of messages per channel. It bounds the memory of a long-running playground; the oldest message is
 * dropped first.
 */
const MAX_MESSAGES_PER_CHANNEL = 1000;

/**
 * The state of the fake Discord: users, guilds, channels, messages and commands. It emits events about changes.
 * `MessageStore` and the API routes also emit their events on this object.
 */
export class DiscordState extends EventEmitter<StateEvents> {
  readonly #ids = new SnowflakeGenerator();
  readonly users = new Map<string, User>();
  readonly guilds = new Map<string, Guild>();
  readonly channels = new Map<string, Channel>();
  readonly messages = new Map<string, Message[]>();
  commands: Command[] = [];
  /** The Message Content setting of the application in the Developer Portal. */
  messageContent: "granted" | "disallowed" = "granted";
  /** Descriptions of the bot's latest faulty requests and of failures of the fake Discord, oldest first. */
  readonly violations: string[] = [];
  /** The latest pings caused by the bot's messages, oldest first. */
  readonly pings: Ping[] = [];
  readonly applicationId: string;
  readonly bot: User;

  constructor() {
    super();
    this.setMaxListeners(0); // no limit, because each pending `waitFor` adds listeners
    this.applicationId = this.nextId();
    this.bot = this.#addUser("pith", this.applicationId, { bot: true, global_name: "Pith" });
  }

  /** Generates a snowflake. */
  nextId(): string {
    return this.#ids.next();
  }

  /** Records a faulty request by the bot, or a failure of the fake Discord. */
  recordViolation(description: string): void {
    pushBounded(this.violations, description);
    this.emit("violation", description);
  }

  #addUser(username: string, id: string, overrides: Partial<User>): User {
    const user = {
      id,
      username,
      global_name: username,
      bot: false,
      locale: "en-GB",
      hasDmsClosed: false,
      hasUserInstall: false,
      ...overrides,
    };
    this.users.set(id, user);
    return user;
  }

  /** Adds a user who is not a member of any guild. */
  addPerson(username: string, overrides: Partial<Omit<User, "id" | "username" | "bot">> = {}): User {
    const name = username.charAt(0).toUpperCase() + username.slice(1);
    return this.#addUser(username.toLowerCase(), this.nextId(), { global_name: name, ...overrides });
  }

  /** Adds a guild with a role "people" and, unless `withBot` is false, the bot with its role "Pith". */
  addGuild(name: string, { withBot = true, preferred_locale = "en-GB" } = {}): Guild {
    const id = this.#ids.nextInNewMillisecond();
    const guild: Guild = { id, name, owner_id: "0", preferred_locale, roles: new Map(), members: new Map() };
    this.guilds.set(id, guild);
    guild.roles.set(id, { id, name: "@everyone", permissions: EVERYONE_PERMISSIONS, position: 0, mentionable: false });
    if (withBot) this.#join(guild, this.bot.id, [this.addRole(guild, "Pith", BOT_PERMISSIONS).id]);
    this.addRole(guild, "people", MEMBER_PERMISSIONS);
    if (withBot) this.emit("guildCreated", guild);
    return guild;
  }

  /** Removes the bot from a guild. */
  leaveGuild(guild: Guild): void {
    guild.members.delete(this.bot.id);
    this.emit("guildDeleted", guild);
  }

  /** Announces an outage of a guild. The bot remains a member. */
  markGuildUnavailable(guild: Guild): void {
    this.emit("guildUnavailable", guild);
  }

  /**
   * Adds a role.
   * @param mentionable whether members without Mention Everyone can mention the role
   */
  addRole(guild: Guild, name: string, permissions: bigint = 0n, mentionable = false): Role {
    const role = { id: this.nextId(), name, permissions, position: guild.roles.size, mentionable };
    guild.roles.set(role.id, role);
    this.emit("roleCreated", guild, role);
    return role;
  }

  /** Adds a user to a guild, with the role "people" and the given roles. */
  addMember(guild: Guild, user: User, roles: Role[] = []): void {
    this.#join(guild, user.id, [this.role(guild, "people").id, ...roles.map(({ id }) => id)]);
  }

  #join(guild: Guild, user: string, roles: string[]): void {
    guild.members.set(user, { user, roles, joined_at: new Date().toISOString() });
  }

  /**
   * A role by name.
   * @throws Error if there is none
   */
  role(guild: Guild, name: string): Role {
    const role = [...guild.roles.values()].find((candidate) => candidate.name === name);
    if (!role) throw new Error(`${guild.name} has no role ${name}`);
    return role;
  }

  /**
   * Grants permissions to the role with the given name, or revokes them. The bot's role is "Pith".
   * @throws Error if there is no such role
   */
  updateRolePermissions(
    guild: Guild,
    name: string,
    change: { allow?: PermissionName[]; deny?: PermissionName[] },
  ): void {
    const role = this.role(guild, name);
    role.permissions =
      (role.permissions | permissionBits(...(change.allow ?? []))) & ~permissionBits(...(change.deny ?? []));
    this.emit("roleUpdated", guild, role);
  }

  /** Replaces a channel's permission overwrite for a role or member. */
  setOverwrite(
    channel: Channel,
    targetId: string,
    change: { allow?: PermissionName[]; deny?: PermissionName[] },
  ): void {
    const type: Overwrite["type"] = this.users.has(targetId) ? OverwriteType.Member : OverwriteType.Role;
    channel.overwrites = channel.overwrites.filter(({ id }) => id !== targetId);
    channel.overwrites.push({
      id: targetId,
      type,
      allow: permissionBits(...(change.allow ?? [])),
      deny: permissionBits(...(change.deny ?? [])),
    });
    this.emit("channelUpdated", channel);
  }

  /** Adds a channel or thread, by default a guild text channel. `guild` is null for DMs. */
  addChannel(guild: Guild | null, name: string | null, overrides: Partial<Channel> = {}): Channel {
    const channel: Channel = {
      id: this.nextId(),
      type: ChannelType.GuildText,
      name,
      guild_id: guild?.id ?? null,
      parent_id: null,
      owner_id: null,
      topic: null,
      position: this.channels.size,
      overwrites: [],
      members: new Set(),
      thread: null,
      last_message_id: null,
      ...overrides,
    };
    this.channels.set(channel.id, channel);
    this.messages.set(channel.id, []);
    if (guild && !channel.thread) this.emit("channelCreated", channel);
    return channel;
  }

  /** Returns the DM channel of the given users and creates it if necessary. */
  dmChannel(...users: string[]): Channel {
    const isMatch = (channel: Channel): boolean =>
      channel.type === ChannelType.DM && users.every((user) => channel.members.has(user));
    const found = [...this.channels.values()].find(isMatch);
    return found ?? this.addChannel(null, null, { type: ChannelType.DM, members: new Set(users) });
  }

  /** Adds a group DM owned by the first user. On Discord, bots cannot be members of a group DM. */
  addGroupDm(name: string, ...users: string[]): Channel {
    return this.addChannel(null, name, {
      type: ChannelType.GroupDM,
      owner_id: users[0] ?? null,
      members: new Set(users),
    });
  }

  /** Deletes a channel together with its threads and messages. */
  removeChannel(channel: Channel): void {
    for (const thread of this.threadsOf(channel)) this.removeChannel(thread);
    this.channels.delete(channel.id);
    this.messages.delete(channel.id);
    this.emit("channelDeleted", channel);
  }

  /** The threads of a channel, including archived ones. */
  threadsOf(channel: Channel): Channel[] {
    return [...this.channels.values()].filter(({ parent_id, thread }) => thread && parent_id === channel.id);
  }

  /** Finds a message by id in all channels. Ephemeral messages are included. */
  message(id: string): Message | undefined {
    for (const messages of this.messages.values()) {
      const found = messages.find((message) => message.id === id);
      if (found) return found;
    }
    return undefined;
  }

  /** All messages, grouped by channel and oldest first within each channel. */
  allMessages(): Message[] {
    return [...this.messages.values()].flat();
  }

  /** Appends a message to its channel and drops the oldest one if there are too many. Emits no event. */
  addMessage(message: Message): void {
    const messages = this.messages.get(message.channel_id)!;
    messages.push(message);
    if (messages.length > MAX_MESSAGES_PER_CHANNEL) messages.shift();
  }

  /**
   * Finds a channel of any guild by id, or by name with or without `#`.
   * @throws Error if there is none
   */
  channel(name: string): Channel {
    const plainName = name.replace(/^#/, "");
    const found = this.channels.get(name) ?? [...this.channels.values()].find((channel) => channel.name === plainName);
    if (!found) throw new Error(`there is no channel ${name}`);
    return found;
  }

  /** Whether the bot is a member of a guild. */
  hasBot(guild: string | null): boolean {
    return guild !== null && (this.guilds.get(guild)?.members.has(this.bot.id) ?? false);
  }
}
