import type { Cdn } from "../cdn.ts";
import { remember } from "./boundedLog.ts";
import type { World } from "./discordState.ts";
import { invalidForm, refuse } from "./errors.ts";
import { mediaOf, messageViolations } from "./limits.ts";
import { pingsOf } from "./mentions.ts";
import {
  type AllowedMentions,
  type Channel,
  ChannelType,
  type Component,
  type FileUpload,
  type Json,
  type Message,
  type MessageBody,
  MessageFlag,
} from "./model.ts";
import { flatten } from "./text.ts";

/** A file takes 10 MiB at most (https://discord.com/developers/docs/reference#uploading-files). */
export const FILE_BYTES = 10 * 1024 * 1024;

/** Flags that the author of a message may set: no link previews, no notification, Components V2. */
const SETTABLE = (1 << 2) | (1 << 12) | MessageFlag.ComponentsV2;
const EDITABLE = (1 << 2) | MessageFlag.ComponentsV2;

/** What a message is, apart from what its body says. */
export type Origin = Partial<Pick<Message, "type" | "reference" | "forwarded" | "interaction" | "only">> & {
  author: string;
  channel: Channel;
};

/** Where messages are made and changed: both keep the world and the file server in step. */
export class Messages {
  readonly #world: World;
  readonly #cdn: Cdn;

  constructor(world: World, cdn: Cdn) {
    this.#world = world;
    this.#cdn = cdn;
  }

  /**
   * Sends a message, notifies whom it mentions, and tells everybody.
   * @throws Refusal 50006, 50035 or 40005 for a body that Discord does not take
   */
  create(body: MessageBody, files: FileUpload[], origin: Origin): Message {
    const { channel, only = null } = origin;
    const blank = this.#bare(origin);
    const flags = ((body.flags ?? 0) & SETTABLE) | (only ? MessageFlag.Ephemeral : 0);
    const message = this.#filled({ ...blank, flags, nonce: body.nonce ?? null }, body, files);
    return this.#announce(message, channel, body.allowed_mentions ?? null);
  }

  /** The message that says "thinking…": a deferred answer (flag LOADING). */
  defer(origin: Origin): Message {
    const message = this.#bare(origin);
    const flags = MessageFlag.Loading | (origin.only ? MessageFlag.Ephemeral : 0);
    return this.#announce({ ...message, flags }, origin.channel, { parse: [] });
  }

  /** A message that Discord itself writes: a thread was started. */
  system(type: number, channel: Channel, author: string, content: string, reference: Message["reference"]): Message {
    const message = this.#bare({ type, channel, author, reference });
    return this.#announce({ ...message, content }, channel, { parse: [] });
  }

  /** Forwards a message: it has nothing of its own, and takes along what the other holds. */
  forward(forwarded: Message, author: string, channel: Channel): Message {
    const reference = { channel_id: forwarded.channel_id, message_id: forwarded.id };
    return this.#announce(this.#bare({ author, channel, reference, forwarded }), channel, { parse: [] });
  }

  /** Changes a message; what the body does not name stays. @throws Refusal as `create` */
  edit(old: Message, body: MessageBody, files: FileUpload[]): Message {
    const kept = old.flags & ~MessageFlag.Loading;
    const wanted = (body.flags ?? kept) & EDITABLE;
    const isV2 = (kept | wanted) & MessageFlag.ComponentsV2; // once set, it stays
    const flags = (body.flags == null ? kept : (kept & ~EDITABLE) | wanted) | isV2;
    const wasLoading = old.flags !== kept;
    const message = {
      ...this.#filled({ ...old, flags }, body, files),
      edited_timestamp: wasLoading ? null : new Date().toISOString(),
      edits: old.edits + 1,
    };
    for (const attachment of old.attachments) {
      if (!message.attachments.some(({ id }) => id === attachment.id)) this.#cdn.remove(attachment);
    }
    this.#mention(message, this.#world.channels.get(old.channel_id)!, body.allowed_mentions ?? null);
    return this.change(message);
  }

  /** Puts a changed message in the place of the old one, and tells everybody. */
  change(message: Message): Message {
    const messages = this.#world.messages.get(message.channel_id);
    const place = messages?.findIndex(({ id }) => id === message.id) ?? -1;
    if (place >= 0) messages![place] = message;
    this.#world.emit("messageUpdated", message);
    return message;
  }

  /** Deletes messages with their files: one, or several at once. */
  remove(...messages: Message[]): void {
    for (const message of messages) {
      const kept = this.#world.messages.get(message.channel_id)?.filter(({ id }) => id !== message.id) ?? [];
      this.#world.messages.set(message.channel_id, kept);
      for (const attachment of message.attachments) this.#cdn.remove(attachment);
    }
    const [only] = messages;
    if (messages.length === 1) this.#world.emit("messageDeleted", only!);
    else if (messages.length) this.#world.emit("messagesDeleted", messages);
  }

  /** Adds somebody's reaction. */
  react(message: Message, emoji: string, user: string): void {
    const reaction = message.reactions.find((candidate) => candidate.emoji === emoji) ?? { emoji, users: new Set() };
    if (reaction.users.has(user)) return;
    reaction.users.add(user);
    if (!message.reactions.includes(reaction)) message.reactions.push(reaction);
    this.#world.emit("reactionAdded", message, reaction, user);
  }

  /** Takes somebody's reaction back. */
  unreact(message: Message, emoji: string, user: string): void {
    const reaction = message.reactions.find((candidate) => candidate.emoji === emoji);
    if (!reaction?.users.delete(user)) return;
    if (reaction.users.size === 0) message.reactions.splice(message.reactions.indexOf(reaction), 1);
    this.#world.emit("reactionRemoved", message, reaction, user);
  }

  #bare(origin: Origin): Message {
    const { type = 0, channel, author, reference = null, forwarded = null, interaction = null, only = null } = origin;
    return {
      ...{ id: this.#world.id(), type, channel_id: channel.id, author, content: "", embeds: [], components: [] },
      ...{ attachments: [], flags: 0, mentions: [], mention_roles: [], mention_everyone: false },
      ...{ timestamp: new Date().toISOString(), edited_timestamp: null, nonce: null, reactions: [], edits: 0 },
      ...{ reference, forwarded, interaction, only },
    };
  }

  /** A message with a body's content, checked. */
  #filled(old: Message, body: MessageBody, files: FileUpload[]): Message {
    const content = body.content === undefined ? old.content : (body.content ?? "");
    const embeds = body.embeds === undefined ? old.embeds : (body.embeds ?? []);
    const components = body.components === undefined ? old.components : (body.components ?? []);
    const isV2 = (old.flags & MessageFlag.ComponentsV2) !== 0;
    const listed = body.attachments;
    const stay = listed
      ? old.attachments.filter(({ id }) => listed.some((wanted) => wanted.id === id))
      : old.attachments;
    if (files.some(({ bytes }) => bytes.length > FILE_BYTES)) throw refuse.tooLarge();
    const violations = messageViolations({
      ...{ content, embeds, components, isV2, allowed: body.allowed_mentions ?? null },
      files: [...stay.map(({ filename }) => filename), ...files.map(({ name }) => name)],
      hasSticker: (body.sticker_ids ?? []).length > 0,
      hasPoll: body.poll != null,
    });
    if (violations.length) throw invalidForm(violations);
    if (
      ![content.trim(), embeds, components, stay, files, body.sticker_ids ?? []].some((part) => part.length) &&
      !body.poll
    ) {
      throw refuse.empty();
    }
    const fresh = files.map((file, index) => {
      const description = listed?.find(({ id }) => id === String(index))?.description ?? null;
      const ephemeral = old.only !== null;
      return this.#cdn.add(this.#world.id(), old.channel_id, file, { description, ephemeral });
    });
    const attachments = [...stay, ...fresh];
    const resolved = body.components ? this.#numbered(components, attachments) : components;
    return {
      ...old,
      content: content.trim(),
      embeds: embeds.map((e) => ({ type: "rich", ...e })),
      components: resolved,
      attachments,
    };
  }

  /** Components with ids, as Discord gives them to those that have none, and with addresses for files of the message. */
  #numbered(components: Component[], attachments: Message["attachments"]): Component[] {
    const copy = structuredClone(components);
    let next = 0;
    for (const component of flatten(copy)) {
      component.id ||= ++next;
      if (component.type === 2) component.disabled ??= false;
      if (mediaOf(component).length === 0) continue;
      const items = [component.media, component.file, ...((component.items as Json[]) ?? []).map(({ media }) => media)];
      for (const item of items as (Json | undefined)[]) {
        const file = attachments.find(({ filename }) => item?.url === `attachment://${filename}`);
        if (item && file)
          Object.assign(item, {
            url: this.#cdn.sign(file.path),
            attachment_id: file.id,
            content_type: file.content_type,
          });
      }
    }
    return copy;
  }

  /** Records whom a message notifies, and what it says of it; people mentioned in a thread join it. */
  #mention(message: Message, channel: Channel, allowed: AllowedMentions | null): void {
    const pings = pingsOf(this.#world, message, channel, allowed);
    if (message.author === this.#world.bot.id) remember(this.#world.pings, ...pings);
    const named = pings.filter(({ kind }) => kind === "user" || kind === "reply").map(({ id }) => id);
    message.mentions = [...new Set(named)];
    message.mention_roles = pings.filter(({ kind }) => kind === "role").map(({ id }) => id);
    message.mention_everyone = pings.some(({ kind }) => kind === "everyone");
    const joining = channel.thread && message.only === null ? named.filter((user) => !channel.members.has(user)) : [];
    for (const user of joining) channel.members.add(user);
    if (joining.length) this.#world.emit("threadMembers", channel, joining, []);
  }

  #announce(message: Message, channel: Channel, allowed: AllowedMentions | null): Message {
    this.#mention(message, channel, allowed);
    this.#world.keep(message);
    if (message.only === null) {
      channel.last_message_id = message.id;
      if (channel.thread && !channel.members.has(message.author) && channel.type !== ChannelType.Direct) {
        channel.members.add(message.author);
        this.#world.emit("threadMembers", channel, [message.author], []);
      }
    }
    this.#world.emit("messageCreated", message);
    return message;
  }
}
