import type { Gateway } from "../gateway/gateway.ts";
import { sendPermissions, unarchive } from "../rest/access.ts";
import { messageJson } from "../rest/json.ts";
import type { ServerContext } from "../rest/route.ts";
import { startThread } from "../rest/routes/threads.ts";
import { hasPermissions } from "../state/channelPermissions.ts";
import { InteractionType } from "../state/interactions.ts";
import {
  ButtonStyle,
  type Channel,
  ChannelType,
  type Choice,
  type Command,
  CommandType,
  type Component,
  ComponentType,
  type FileUpload,
  type Json,
  type Message,
  MessageType,
  type Modal,
  OptionType,
  SELECT_TYPES,
  type User,
} from "../state/model.ts";
import type { PermissionName } from "../state/permissions.ts";
import { flatten } from "../state/text.ts";
import { availableCommands, findCommand } from "./availableCommands.ts";
import { Interaction } from "./interaction.ts";
import { integrationOwnersOf, interactionJson } from "./interactionJson.ts";
import { type ModalValues, modalSubmission } from "./modalSubmission.ts";
import {
  declaredOptions,
  nestOptions,
  resolveOptions,
  resolveSelection,
  type SlashOptions,
  type SubcommandPath,
} from "./options.ts";

const isSelect = ({ type }: Component): boolean => SELECT_TYPES.includes(type);

export type PostOptions = { content?: string; files?: FileUpload[]; replyTo?: Message; ping?: boolean };
type ThreadType = typeof ChannelType.PublicThread | typeof ChannelType.PrivateThread;
export type CommandUseOptions = SubcommandPath & { force?: boolean };

/**
 * A person using Discord's client. Methods throw an Error for actions that the client would not allow, for example
 * because the person lacks a permission.
 */
export class Person {
  readonly user: User;
  readonly #context: ServerContext;
  readonly #gateway: Gateway;

  constructor(context: ServerContext, gateway: Gateway, user: User) {
    this.#context = context;
    this.#gateway = gateway;
    this.user = user;
  }

  get id(): string {
    return this.user.id;
  }

  /** The DM channel with the bot. */
  dm(): Channel {
    return this.#context.state.dmChannel(this.id, this.#context.state.bot.id);
  }

  /** Posts a message. A reply pings the author of the message it replies to, unless `ping` is false. */
  post(where: Channel | string, { content = "", files = [], replyTo, ping = true }: PostOptions): Message {
    const channel = this.#requireChannel(
      where,
      ...sendPermissions(this.#resolveChannel(where), files.length > 0, false),
    );
    unarchive(this.#context, channel, this.id);
    const reference = replyTo ? { channel_id: channel.id, message_id: replyTo.id } : null;
    const allowed_mentions = { parse: ["users", "roles", "everyone"], replied_user: ping };
    const body = { content, allowed_mentions };
    return this.#context.messages.create(body, files, {
      author: this.id,
      channel,
      type: replyTo ? MessageType.Reply : MessageType.Default,
      reference,
    });
  }

  /** Forwards a message to a channel. */
  forward(message: Message, where: Channel | string): Message {
    const channel = this.#requireChannel(where, ...sendPermissions(this.#resolveChannel(where), false, false));
    return this.#context.messages.forward(this.#requireVisible(message), this.id, channel);
  }

  /**
   * Edits one of the person's messages. An edited reply pings the author of the message it replies to only if it did
   * before.
   */
  edit(message: Message, content: string): Message {
    const ownMessage = this.#requireOwn(message);
    const repliedTo = ownMessage.reference && this.#context.state.message(ownMessage.reference.message_id);
    const replied_user = ownMessage.mentions.includes(repliedTo?.author ?? "");
    const allowed_mentions = { parse: ["users", "roles", "everyone"], replied_user };
    return this.#context.messages.edit(ownMessage, { content, allowed_mentions }, []);
  }

  /** Deletes one of the person's messages or, with Manage Messages, any message. */
  deleteMessage(message: Message): void {
    const channel = this.#requireChannel(message.channel_id);
    const isManager = hasPermissions(this.#context.state, this.id, channel, "ManageMessages");
    this.#context.messages.delete(isManager ? this.#requireVisible(message) : this.#requireOwn(message));
  }

  addReaction(message: Message, emoji: string): void {
    this.#requireChannel(message.channel_id, "AddReactions");
    this.#context.messages.addReaction(this.#requireVisible(message), emoji, this.id);
  }

  removeReaction(message: Message, emoji: string): void {
    this.#context.messages.removeReaction(this.#requireVisible(message), emoji, this.id);
  }

  /** Starts the typing indicator in a channel. */
  startTyping(where: Channel | string): void {
    this.#context.state.emit("typing", this.#requireChannel(where), this.id);
  }

  /** Starts a thread in a channel, from a message if one is given. */
  startThread(
    where: Channel | string,
    name: string,
    { from, type = ChannelType.PublicThread }: { from?: Message; type?: ThreadType } = {},
  ): Channel {
    const channel = this.#requireChannel(
      where,
      type === ChannelType.PrivateThread ? "CreatePrivateThreads" : "CreatePublicThreads",
    );
    return startThread(this.#context, channel, this.id, { name, type }, from ? this.#requireVisible(from) : null);
  }

  /** The commands of a type that Discord's client offers in a channel. */
  commands(where: Channel | string, type: number): Command[] {
    return availableCommands(this.#context.state, this.user, this.#resolveChannel(where), type);
  }

  /** Uses a slash command. With `force`, the command need not be available. */
  slash(where: Channel | string, name: string, options: SlashOptions = {}, use: CommandUseOptions = {}): Interaction {
    const channel = this.#requireChannel(where, "UseApplicationCommands");
    const command = findCommand(this.#context.state, this.user, channel, name, CommandType.ChatInput, use.force);
    const declared = command ? declaredOptions(command, use) : null;
    const { state, cdn } = this.#context;
    const { options: optionValues, resolved } = resolveOptions(state, cdn, channel, declared, options);
    return this.#sendInteraction(InteractionType.ApplicationCommand, MessageType.ChatInputCommand, channel, null, {
      id: command?.id ?? state.nextId(),
      name,
      type: CommandType.ChatInput,
      options: nestOptions(use, optionValues),
      ...(command?.guild_id && { guild_id: command.guild_id }),
      ...(Object.keys(resolved).length && { resolved }),
    });
  }

  /** Resolves to the autocomplete choices that the bot returns for the option named by `focused`. */
  autocomplete(
    where: Channel | string,
    name: string,
    options: SlashOptions,
    focused: string,
    use: CommandUseOptions = {},
  ): Promise<Choice[]> {
    const channel = this.#requireChannel(where, "UseApplicationCommands");
    const command = findCommand(this.#context.state, this.user, channel, name, CommandType.ChatInput, use.force);
    const declared = command && declaredOptions(command, use);
    const option = declared?.find((candidate) => candidate.name === focused);
    if (declared && !option?.autocomplete) throw new Error(`option ${focused} of /${name} has no autocomplete`);
    const optionValues = Object.entries(options).map(([key, value]) => {
      const type = declared?.find((candidate) => candidate.name === key)?.type ?? OptionType.String;
      return { name: key, type, value: value as string, ...(key === focused && { focused: true }) };
    });
    const id = command?.id ?? this.#context.state.nextId();
    const data = { id, name, type: CommandType.ChatInput, options: nestOptions(use, optionValues) };
    return this.#sendInteraction(InteractionType.Autocomplete, MessageType.ChatInputCommand, channel, null, data)
      .choices;
  }

  /** Uses a message command from the Apps menu of a message. */
  messageCommand(name: string, message: Message, use: CommandUseOptions = {}): Interaction {
    const channel = this.#requireChannel(message.channel_id, "UseApplicationCommands");
    const command = findCommand(this.#context.state, this.user, channel, name, CommandType.Message, use.force);
    const { state, cdn } = this.#context;
    const target = this.#requireVisible(message);
    return this.#sendInteraction(InteractionType.ApplicationCommand, MessageType.ContextMenuCommand, channel, null, {
      id: command?.id ?? state.nextId(),
      name,
      type: CommandType.Message,
      target_id: target.id,
      resolved: { messages: { [target.id]: messageJson(state, cdn, target, true) } },
    });
  }

  /** Clicks the button whose custom id or label equals `selector` or begins with it. */
  press(message: Message, selector: string): Interaction {
    const visibleMessage = this.#requireVisible(message);
    const { custom_id } = this.#findComponent(
      visibleMessage,
      selector,
      (component) => component.type === ComponentType.Button,
    );
    return this.#sendComponentInteraction(visibleMessage, { component_type: ComponentType.Button, custom_id });
  }

  /** Selects values in the select menu that `selector` names. Users, roles and channels are given by id. */
  choose(message: Message, selector: string, values: string[]): Interaction {
    const visibleMessage = this.#requireVisible(message);
    const { state } = this.#context;
    const { type, custom_id, options } = this.#findComponent(visibleMessage, selector, isSelect);
    const allowedValues = (options as { value: string }[] | undefined)?.map(({ value }) => value);
    const invalidValue = allowedValues && values.find((value) => !allowedValues.includes(value));
    if (invalidValue) throw new Error(`${selector} has no option ${invalidValue}`);
    const resolved = resolveSelection(state, this.#requireChannel(visibleMessage.channel_id), type, values);
    return this.#sendComponentInteraction(visibleMessage, { component_type: type, custom_id, values, resolved });
  }

  /** Submits the modal that the bot has shown in response to an interaction. */
  async submit(modalInteraction: Interaction, values: ModalValues): Promise<Interaction> {
    const modal: Modal = await modalInteraction.modal;
    const record = this.#context.interactions.find(modalInteraction.token);
    const { components, resolved } = modalSubmission(
      this.#context.state,
      this.#context.cdn,
      record.channel,
      modal,
      values,
    );
    const sourceMessage = record.sourceMessage && (this.#context.state.message(record.sourceMessage.id) ?? null);
    const data = { custom_id: modal.custom_id, components, resolved };
    return this.#sendInteraction(
      InteractionType.ModalSubmit,
      record.responseMessageType,
      record.channel,
      sourceMessage,
      data,
    );
  }

  /** Whether the person can see a message. */
  canSee(message: Message): boolean {
    const { state } = this.#context;
    const channel = state.channels.get(message.channel_id);
    return (
      (message.ephemeralFor ?? this.id) === this.id &&
      channel !== undefined &&
      hasPermissions(state, this.id, channel, "ViewChannel")
    );
  }

  #sendComponentInteraction(message: Message, data: Json): Interaction {
    return this.#sendInteraction(
      InteractionType.MessageComponent,
      MessageType.Default,
      this.#requireChannel(message.channel_id),
      message,
      data,
    );
  }

  #sendInteraction(
    type: number,
    responseMessageType: number,
    channel: Channel,
    sourceMessage: Message | null,
    data: Json,
  ): Interaction {
    const { state, interactions } = this.#context;
    const integrationOwners = integrationOwnersOf(state, channel, this.user);
    const isExternal = channel.guild_id !== null && !state.hasBot(channel.guild_id);
    const isForcedEphemeral = isExternal && !hasPermissions(state, this.id, channel, "UseExternalApps");
    const record = interactions.create({
      type,
      responseMessageType,
      user: this.user,
      channel,
      integrationOwners,
      sourceMessage,
      isForcedEphemeral,
    });
    const interaction = new Interaction(this.#context, record);
    this.#gateway.dispatch("INTERACTION_CREATE", channel.guild_id, () => interactionJson(this.#context, record, data));
    return interaction;
  }

  #findComponent(message: Message, selector: string, matchesType: (component: Component) => boolean): Component {
    const candidates = flatten(message.components).filter(matchesType);
    const found =
      candidates.find(({ custom_id }) => custom_id === selector) ??
      candidates.find(({ custom_id, label }) => custom_id?.startsWith(selector) || label === selector) ??
      candidates.find(({ label }) => label?.startsWith(selector));
    if (!found)
      throw new Error(
        `the message has no ${selector}, only ${candidates.map(({ label, custom_id }) => label ?? custom_id).join(", ") || "nothing"}`,
      );
    if (found.disabled) throw new Error(`${selector} is disabled`);
    if (found.style === ButtonStyle.Link) throw new Error(`${selector} is a link`);
    return found;
  }

  #resolveChannel(where: Channel | string): Channel {
    return typeof where === "string" ? this.#context.state.channel(where) : where;
  }

  #requireChannel(where: Channel | string, ...permissions: PermissionName[]): Channel {
    const channel = this.#resolveChannel(where);
    const required = ["ViewChannel" as const, ...permissions];
    const missing = required.filter((name) => !hasPermissions(this.#context.state, this.id, channel, name));
    if (missing.length)
      throw new Error(`${this.user.username} lacks ${missing.join(", ")} in ${channel.name ?? channel.id}`);
    return channel;
  }

  /**
   * Returns the current version of a message.
   * @throws Error if the message is deleted or the person cannot see it
   */
  #requireVisible(message: Message): Message {
    const current = this.#context.state.message(message.id);
    if (!current || !this.canSee(current)) throw new Error(`${this.user.username} does not see that message`);
    return current;
  }

  #requireOwn(message: Message): Message {
    const current = this.#requireVisible(message);
    if (current.author !== this.id) throw new Error(`${this.user.username} did not write that message`);
    return current;
  }
}
