import { EventEmitter } from "node:events";
import { remember } from "./boundedLog.ts";
import type { WorldEvents } from "./events.ts";
import {
  type Channel,
  ChannelType,
  type Command,
  type Guild,
  type Message,
  type Overwrite,
  type Ping,
  type Role,
  type User,
} from "./model.ts";
import { BOT, bits, EVERYONE, MEMBER, type PermissionName } from "./permissions.ts";
import { Snowflakes } from "./snowflake.ts";

/** Channels keep so many messages; older ones go, so that a page left open does not fill the memory. */
const KEPT_MESSAGES = 1000;

/** Who and what there is: users, guilds, channels, messages, commands. It changes; the gateway tells the bot. */
export class World extends EventEmitter<WorldEvents> {
  readonly #ids = new Snowflakes();
  readonly users = new Map<string, User>();
  readonly guilds = new Map<string, Guild>();
  readonly channels = new Map<string, Channel>();
  readonly messages = new Map<string, Message[]>();
  commands: Command[] = [];
  /** Whether the application may read what people write: the switch in Discord's portal. */
  messageContent: "granted" | "disallowed" = "granted";
  /** What the bot sent that Discord refuses, each as a sentence. */
  readonly breaches: string[] = [];
  /** Whom the bot's messages notified. */
  readonly pings: Ping[] = [];
  readonly application: string;
  readonly bot: User;

  constructor() {
    super();
    this.setMaxListeners(0); // one for each who waits for an answer
    this.application = this.id();
    this.bot = this.#addUser("pith", this.application, { bot: true, global_name: "Pith" });
  }

  /** A new snowflake. */
  id(): string {
    return this.#ids.next();
  }

  /** Writes down what the bot did wrong. */
  breach(sentence: string): void {
    remember(this.breaches, sentence);
    this.emit("breach", sentence);
  }

  #addUser(username: string, id: string, more: Partial<User>): User {
    const user = {
      id,
      username,
      global_name: username,
      bot: false,
      locale: "en-GB",
      closedToDirectMessages: false,
      hasInstalled: false,
      ...more,
    };
    this.users.set(id, user);
    return user;
  }

  /** Adds a person, in no guild yet. */
  addPerson(username: string, more: Partial<Omit<User, "id" | "username" | "bot">> = {}): User {
    const name = username.charAt(0).toUpperCase() + username.slice(1);
    return this.#addUser(username.toLowerCase(), this.id(), { global_name: name, ...more });
  }

  /** Adds a guild with a role for its people and, unless `withBot` is false, the bot with its role. */
  addGuild(name: string, { withBot = true, preferred_locale = "en-GB" } = {}): Guild {
    const id = this.#ids.nextMillisecond();
    const guild: Guild = { id, name, owner_id: "0", preferred_locale, roles: new Map(), members: new Map() };
    this.guilds.set(id, guild);
    guild.roles.set(id, { id, name: "@everyone", permissions: EVERYONE, position: 0, mentionable: false });
    if (withBot) this.#join(guild, this.bot.id, [this.addRole(guild, "Pith", BOT).id]);
    this.addRole(guild, "people", MEMBER);
    if (withBot) this.emit("guildCreated", guild);
    return guild;
  }

  /** Takes the bot out of a guild. */
  leaveGuild(guild: Guild): void {
    guild.members.delete(this.bot.id);
    this.emit("guildDeleted", guild);
  }

  /** Discord cannot reach a guild for now: an outage, no departure. */
  breakGuild(guild: Guild): void {
    this.emit("guildUnavailable", guild);
  }

  /** Adds a role; `mentionable` ones may be pinged by everyone. */
  addRole(guild: Guild, name: string, permissions: bigint = 0n, mentionable = false): Role {
    const role = { id: this.id(), name, permissions, position: guild.roles.size, mentionable };
    guild.roles.set(role.id, role);
    this.emit("roleCreated", guild, role);
    return role;
  }

  /** Makes a person a member, with the role of people and those given. */
  addMember(guild: Guild, user: User, roles: Role[] = []): void {
    this.#join(guild, user.id, [this.role(guild, "people").id, ...roles.map(({ id }) => id)]);
  }

  #join(guild: Guild, user: string, roles: string[]): void {
    guild.members.set(user, { user, roles, joined_at: new Date().toISOString() });
  }

  /** A role by name. @throws Error when there is none */
  role(guild: Guild, name: string): Role {
    const role = [...guild.roles.values()].find((candidate) => candidate.name === name);
    if (!role) throw new Error(`${guild.name} has no role ${name}`);
    return role;
  }

  /** Gives or takes permissions of a role; the bot's is called "Pith". */
  changeRole(guild: Guild, name: string, change: { allow?: PermissionName[]; deny?: PermissionName[] }): void {
    const role = this.role(guild, name);
    role.permissions = (role.permissions | bits(...(change.allow ?? []))) & ~bits(...(change.deny ?? []));
    this.emit("roleUpdated", guild, role);
  }

  /** Sets what a channel allows and denies a role or a member. */
  setOverwrite(channel: Channel, of: string, change: { allow?: PermissionName[]; deny?: PermissionName[] }): void {
    const type: Overwrite["type"] = this.users.has(of) ? 1 : 0;
    channel.overwrites = channel.overwrites.filter(({ id }) => id !== of);
    channel.overwrites.push({ id: of, type, allow: bits(...(change.allow ?? [])), deny: bits(...(change.deny ?? [])) });
    this.emit("channelUpdated", channel);
  }

  /** Adds a channel of a guild, or a thread; `more` overrides what it usually is. */
  addChannel(guild: Guild | null, name: string | null, more: Partial<Channel> = {}): Channel {
    const channel: Channel = {
      id: this.id(),
      type: ChannelType.Text,
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
      ...more,
    };
    this.channels.set(channel.id, channel);
    this.messages.set(channel.id, []);
    if (guild && !channel.thread) this.emit("channelCreated", channel);
    return channel;
  }

  /** The direct channel of the bot with a person, or of people among themselves. */
  directChannel(...users: string[]): Channel {
    const has = (channel: Channel): boolean =>
      channel.type === ChannelType.Direct && users.every((user) => channel.members.has(user));
    const found = [...this.channels.values()].find(has);
    return found ?? this.addChannel(null, null, { type: ChannelType.Direct, members: new Set(users) });
  }

  /** A group channel of people; a bot cannot be in one. */
  groupChannel(name: string, ...users: string[]): Channel {
    return this.addChannel(null, name, {
      type: ChannelType.Group,
      owner_id: users[0] ?? null,
      members: new Set(users),
    });
  }

  /** Deletes a channel with its threads and messages. */
  removeChannel(channel: Channel): void {
    for (const thread of this.threadsOf(channel)) this.removeChannel(thread);
    this.channels.delete(channel.id);
    this.messages.delete(channel.id);
    this.emit("channelDeleted", channel);
  }

  threadsOf(channel: Channel): Channel[] {
    return [...this.channels.values()].filter(({ parent_id, thread }) => thread && parent_id === channel.id);
  }

  /** A message by id, wherever it is; ephemeral ones too. */
  message(id: string): Message | undefined {
    for (const messages of this.messages.values()) {
      const found = messages.find((message) => message.id === id);
      if (found) return found;
    }
    return undefined;
  }

  /** Every message there is, oldest first within each channel. */
  allMessages(): Message[] {
    return [...this.messages.values()].flat();
  }

  /** Puts a message at the end of its channel. */
  keep(message: Message): void {
    const messages = this.messages.get(message.channel_id)!;
    messages.push(message);
    if (messages.length > KEPT_MESSAGES) messages.shift();
  }

  /** A channel of any guild by id, or by name with or without its #. @throws Error when there is none */
  channel(name: string): Channel {
    const wanted = name.replace(/^#/, "");
    const found = this.channels.get(name) ?? [...this.channels.values()].find((channel) => channel.name === wanted);
    if (!found) throw new Error(`there is no channel ${name}`);
    return found;
  }

  /** Whether the bot is a member of a guild. */
  hasBot(guild: string | null): boolean {
    return guild !== null && (this.guilds.get(guild)?.members.has(this.bot.id) ?? false);
  }
}
