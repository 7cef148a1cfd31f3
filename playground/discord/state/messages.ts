import type { Cdn } from "../cdn.ts";
import type { DiscordState } from "./discordState.ts";
import { apiErrors, invalidFormBody } from "./errors.ts";
import { mediaUrls, validateMessage } from "./limits.ts";
import { resolvePings } from "./mentions.ts";
import {
  type AllowedMentions,
  type Channel,
  ChannelType,
  type Component,
  ComponentType,
  type FileUpload,
  type Json,
  type Message,
  type MessageBody,
  MessageFlag,
  MessageType,
} from "./model.ts";
import { pushBounded } from "./pushBounded.ts";
import { flatten } from "./text.ts";

/** Maximum size of an attachment, in bytes (https://discord.com/developers/docs/reference#uploading-files). */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** Flags that a client can set on a new message: SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS and IS_COMPONENTS_V2. */
const SETTABLE_FLAGS = (1 << 2) | (1 << 12) | MessageFlag.ComponentsV2;
const EDITABLE_FLAGS = (1 << 2) | MessageFlag.ComponentsV2;

/** The properties of a message that are not part of the request body. */
export type MessageMetadata = Partial<
  Pick<Message, "type" | "reference" | "forwarded" | "interaction" | "ephemeralFor">
> & {
  author: string;
  channel: Channel;
};

/** Creates, edits and deletes messages, together with their files in the CDN. */
export class MessageStore {
  readonly #state: DiscordState;
  readonly #cdn: Cdn;

  constructor(state: DiscordState, cdn: Cdn) {
    this.#state = state;
    this.#cdn = cdn;
  }

  /**
   * Creates a message and resolves its mentions.
   * @throws ApiError 50006 if the message is empty, 50035 if it is invalid, 40005 if a file is too large
   */
  create(body: MessageBody, files: FileUpload[], metadata: MessageMetadata): Message {
    const { channel, ephemeralFor = null } = metadata;
    const empty = this.#emptyMessage(metadata);
    const flags = ((body.flags ?? 0) & SETTABLE_FLAGS) | (ephemeralFor ? MessageFlag.Ephemeral : 0);
    const message = this.#applyBody({ ...empty, flags, nonce: body.nonce ?? null }, body, files);
    return this.#publish(message, channel, body.allowed_mentions ?? null);
  }

  /** Creates the placeholder message of a deferred response, with the LOADING flag. */
  createDeferred(metadata: MessageMetadata): Message {
    const message = this.#emptyMessage(metadata);
    const flags = MessageFlag.Loading | (metadata.ephemeralFor ? MessageFlag.Ephemeral : 0);
    return this.#publish({ ...message, flags }, metadata.channel, { parse: [] });
  }

  /** Creates a system message, such as the notice that a thread was created. */
  createSystemMessage(
    type: number,
    channel: Channel,
    author: string,
    content: string,
    reference: Message["reference"],
  ): Message {
    const message = this.#emptyMessage({ type, channel, author, reference });
    return this.#publish({ ...message, content }, channel, { parse: [] });
  }

  /** Forwards a message: the new message is empty apart from a snapshot of the forwarded one. */
  forward(forwarded: Message, author: string, channel: Channel): Message {
    const reference = { channel_id: forwarded.channel_id, message_id: forwarded.id };
    return this.#publish(this.#emptyMessage({ author, channel, reference, forwarded }), channel, { parse: [] });
  }

  /**
   * Edits a message. Fields that the body omits are unchanged.
   * @throws ApiError 50006, 50035 or 40005 for the same reasons as `create`
   */
  edit(old: Message, body: MessageBody, files: FileUpload[]): Message {
    const currentFlags = old.flags & ~MessageFlag.Loading;
    const requestedFlags = (body.flags ?? currentFlags) & EDITABLE_FLAGS;
    const isV2 = (currentFlags | requestedFlags) & MessageFlag.ComponentsV2; // the flag cannot be removed
    const flags = (body.flags == null ? currentFlags : (currentFlags & ~EDITABLE_FLAGS) | requestedFlags) | isV2;
    const wasLoading = old.flags !== currentFlags;
    const message = {
      ...this.#applyBody({ ...old, flags }, body, files),
      edited_timestamp: wasLoading ? null : new Date().toISOString(),
      editCount: old.editCount + 1,
    };
    for (const attachment of old.attachments) {
      if (!message.attachments.some(({ id }) => id === attachment.id)) this.#cdn.remove(attachment);
    }
    this.#applyMentions(message, this.#state.channels.get(old.channel_id)!, body.allowed_mentions ?? null);
    return this.replace(message);
  }

  /** Replaces the stored message with the same id and emits `messageUpdated`. */
  replace(message: Message): Message {
    const messages = this.#state.messages.get(message.channel_id);
    const index = messages?.findIndex(({ id }) => id === message.id) ?? -1;
    if (index >= 0) messages![index] = message;
    this.#state.emit("messageUpdated", message);
    return message;
  }

  /**
   * Deletes messages of one channel together with their files. Deleting several messages emits a single bulk delete
   * event.
   */
  delete(...messages: Message[]): void {
    for (const message of messages) {
      const remaining = this.#state.messages.get(message.channel_id)?.filter(({ id }) => id !== message.id) ?? [];
      this.#state.messages.set(message.channel_id, remaining);
      for (const attachment of message.attachments) this.#cdn.remove(attachment);
    }
    const [first] = messages;
    if (messages.length === 1) this.#state.emit("messageDeleted", first!);
    else if (messages.length) this.#state.emit("messagesDeleted", messages);
  }

  /** Adds a user's reaction. Does nothing if the user has already added it. */
  addReaction(message: Message, emoji: string, user: string): void {
    const reaction = message.reactions.find((candidate) => candidate.emoji === emoji) ?? { emoji, users: new Set() };
    if (reaction.users.has(user)) return;
    reaction.users.add(user);
    if (!message.reactions.includes(reaction)) message.reactions.push(reaction);
    this.#state.emit("reactionAdded", message, reaction, user);
  }

  /** Removes a user's reaction. Does nothing if the user has not added it. */
  removeReaction(message: Message, emoji: string, user: string): void {
    const reaction = message.reactions.find((candidate) => candidate.emoji === emoji);
    if (!reaction?.users.delete(user)) return;
    if (reaction.users.size === 0) message.reactions.splice(message.reactions.indexOf(reaction), 1);
    this.#state.emit("reactionRemoved", message, reaction, user);
  }

  #emptyMessage(metadata: MessageMetadata): Message {
    const {
      type = MessageType.Default,
      channel,
      author,
      reference = null,
      forwarded = null,
      interaction = null,
      ephemeralFor = null,
    } = metadata;
    return {
      id: this.#state.nextId(),
      type,
      channel_id: channel.id,
      author,
      content: "",
      embeds: [],
      components: [],
      attachments: [],
      flags: 0,
      mentions: [],
      mention_roles: [],
      mention_everyone: false,
      timestamp: new Date().toISOString(),
      edited_timestamp: null,
      nonce: null,
      reactions: [],
      editCount: 0,
      reference,
      forwarded,
      interaction,
      ephemeralFor,
    };
  }

  /** Returns a message with a request body applied, after validating it and storing its new files in the CDN. */
  #applyBody(old: Message, body: MessageBody, files: FileUpload[]): Message {
    const content = body.content === undefined ? old.content : (body.content ?? "");
    const embeds = body.embeds === undefined ? old.embeds : (body.embeds ?? []);
    const components = body.components === undefined ? old.components : (body.components ?? []);
    const isV2 = (old.flags & MessageFlag.ComponentsV2) !== 0;
    const listed = body.attachments;
    const keptAttachments = listed
      ? old.attachments.filter(({ id }) => listed.some((attachment) => attachment.id === id))
      : old.attachments;
    if (files.some(({ bytes }) => bytes.length > MAX_FILE_BYTES)) throw apiErrors.requestTooLarge();
    const errors = validateMessage({
      content,
      embeds,
      components,
      isV2,
      allowed: body.allowed_mentions ?? null,
      files: [...keptAttachments.map(({ filename }) => filename), ...files.map(({ name }) => name)],
      hasSticker: (body.sticker_ids ?? []).length > 0,
      hasPoll: body.poll != null,
    });
    if (errors.length) throw invalidFormBody(errors);
    if (
      ![content.trim(), embeds, components, keptAttachments, files, body.sticker_ids ?? []].some(
        (part) => part.length,
      ) &&
      !body.poll
    ) {
      throw apiErrors.emptyMessage();
    }
    const newAttachments = files.map((file, index) => {
      const description = listed?.find(({ id }) => id === String(index))?.description ?? null;
      const ephemeral = old.ephemeralFor !== null;
      return this.#cdn.add(this.#state.nextId(), old.channel_id, file, { description, ephemeral });
    });
    const attachments = [...keptAttachments, ...newAttachments];
    const resolved = body.components ? this.#resolveComponents(components, attachments) : components;
    return {
      ...old,
      content: content.trim(),
      embeds: embeds.map((embed) => ({ type: "rich", ...embed })),
      components: resolved,
      attachments,
    };
  }

  /** Assigns ids to components that have none, and replaces `attachment://` URLs with signed URLs. */
  #resolveComponents(components: Component[], attachments: Message["attachments"]): Component[] {
    const copy = structuredClone(components);
    let lastId = 0;
    for (const component of flatten(copy)) {
      component.id ||= ++lastId;
      if (component.type === ComponentType.Button) component.disabled ??= false;
      if (mediaUrls(component).length === 0) continue;
      const items = [component.media, component.file, ...((component.items as Json[]) ?? []).map(({ media }) => media)];
      for (const item of items as (Json | undefined)[]) {
        const file = attachments.find(({ filename }) => item?.url === `attachment://${filename}`);
        if (item && file)
          Object.assign(item, {
            url: this.#cdn.signUrl(file.path),
            attachment_id: file.id,
            content_type: file.content_type,
          });
      }
    }
    return copy;
  }

  /** Sets the mention fields of a message and records its pings. Users mentioned in a thread join it. */
  #applyMentions(message: Message, channel: Channel, allowed: AllowedMentions | null): void {
    const pings = resolvePings(this.#state, message, channel, allowed);
    if (message.author === this.#state.bot.id) pushBounded(this.#state.pings, ...pings);
    const userIds = pings.filter(({ kind }) => kind === "user" || kind === "reply").map(({ id }) => id);
    message.mentions = [...new Set(userIds)];
    message.mention_roles = pings.filter(({ kind }) => kind === "role").map(({ id }) => id);
    message.mention_everyone = pings.some(({ kind }) => kind === "everyone");
    const joining =
      channel.thread && message.ephemeralFor === null ? userIds.filter((user) => !channel.members.has(user)) : [];
    for (const user of joining) channel.members.add(user);
    if (joining.length) this.#state.emit("threadMembers", channel, joining, []);
  }

  #publish(message: Message, channel: Channel, allowed: AllowedMentions | null): Message {
    this.#applyMentions(message, channel, allowed);
    this.#state.addMessage(message);
    if (message.ephemeralFor === null) {
      channel.last_message_id = message.id;
      if (channel.thread && !channel.members.has(message.author) && channel.type !== ChannelType.DM) {
        channel.members.add(message.author);
        this.#state.emit("threadMembers", channel, [message.author], []);
      }
    }
    this.#state.emit("messageCreated", message);
    return message;
  }
}
