import type { Gateway } from "../gateway/gateway.ts";
import { reopen, sendingNeeds } from "../rest/access.ts";
import { messageJson } from "../rest/json.ts";
import type { Parts } from "../rest/route.ts";
import { startThread } from "../rest/routes/threads.ts";
import { InteractionType } from "../state/interactions.ts";
import type { Channel, Choice, Command, Component, FileUpload, Json, Message, Modal, User } from "../state/model.ts";
import { may, type PermissionName } from "../state/permissions.ts";
import { flatten } from "../state/text.ts";
import { offered, offers } from "./availableCommands.ts";
import { Interaction } from "./handle.ts";
import { interactionJson, ownersOf } from "./interactionJson.ts";
import { type Filled, submitted } from "./modalAnswer.ts";
import { chosen, optionsOf, type Place, placed, type SlashOptions, typed } from "./options.ts";

const [CHAT_INPUT, MESSAGE_COMMAND] = [1, 3];
const SLASH_ANSWER = 20;
const MENU_ANSWER = 23;
const REPLY = 19;
const [BUTTON, LINK] = [2, 5];
const isSelect = ({ type }: Component): boolean => [3, 5, 6, 7, 8].includes(type);

export type Post = { content?: string; files?: FileUpload[]; replyTo?: Message; ping?: boolean };
export type Use = Place & { force?: boolean };

/** A person at Discord's own client: who can do what the client lets people do where they may. */
export class Person {
  readonly user: User;
  readonly #parts: Parts;
  readonly #gateway: Gateway;

  constructor(parts: Parts, gateway: Gateway, user: User) {
    this.#parts = parts;
    this.#gateway = gateway;
    this.user = user;
  }

  get id(): string {
    return this.user.id;
  }

  /** The direct channel with the bot. */
  dm(): Channel {
    return this.#parts.world.directChannel(this.id, this.#parts.world.bot.id);
  }

  /** Posts a message; a reply pings whom it answers unless `ping` is false. @throws Error where the person may not */
  post(where: Channel | string, { content = "", files = [], replyTo, ping = true }: Post): Message {
    const channel = this.#channel(where, ...sendingNeeds(this.#find(where), files.length > 0, false));
    reopen(this.#parts, channel, this.id);
    const reference = replyTo ? { channel_id: channel.id, message_id: replyTo.id } : null;
    const allowed_mentions = { parse: ["users", "roles", "everyone"], replied_user: ping };
    const body = { content, allowed_mentions };
    return this.#parts.messages.create(body, files, { author: this.id, channel, type: replyTo ? REPLY : 0, reference });
  }

  /** Forwards a message that the person sees. @throws Error where the person may not */
  forward(message: Message, where: Channel | string): Message {
    const channel = this.#channel(where, ...sendingNeeds(this.#find(where), false, false));
    return this.#parts.messages.forward(this.#seen(message), this.id, channel);
  }

  /** Changes what the person posted; whether it pings whom it answers stays as it was. */
  edit(message: Message, content: string): Message {
    const own = this.#own(message);
    const answered = own.reference && this.#parts.world.message(own.reference.message_id);
    const replied_user = own.mentions.includes(answered?.author ?? "");
    const allowed_mentions = { parse: ["users", "roles", "everyone"], replied_user };
    return this.#parts.messages.edit(own, { content, allowed_mentions }, []);
  }

  /** Deletes what the person posted or, with Manage Messages, what another did. */
  remove(message: Message): void {
    const channel = this.#channel(message.channel_id);
    const isManager = may(this.#parts.world, this.id, channel, "ManageMessages");
    this.#parts.messages.remove(isManager ? this.#seen(message) : this.#own(message));
  }

  /** Adds a reaction; `unreact` takes it back. @throws Error where the person may not */
  react(message: Message, emoji: string): void {
    this.#channel(message.channel_id, "AddReactions");
    this.#parts.messages.react(this.#seen(message), emoji, this.id);
  }

  unreact(message: Message, emoji: string): void {
    this.#parts.messages.unreact(this.#seen(message), emoji, this.id);
  }

  /** Types, as the channel shows to others. */
  type(where: Channel | string): void {
    this.#parts.world.emit("typing", this.#channel(where), this.id);
  }

  /** Starts a thread on a message or, without one, in a channel. */
  startThread(
    where: Channel | string,
    name: string,
    { from, type = 11 }: { from?: Message; type?: 11 | 12 } = {},
  ): Channel {
    const channel = this.#channel(where, type === 12 ? "CreatePrivateThreads" : "CreatePublicThreads");
    return startThread(this.#parts, channel, this.id, { name, type }, from ? this.#seen(from) : null);
  }

  /** The slash commands (type 1) or the Apps menu (type 3) that Discord's client offers in a channel. */
  commands(where: Channel | string, type: number): Command[] {
    return offers(this.#parts.world, this.user, this.#find(where), type);
  }

  /** Uses a slash command. `force` uses one that is not registered. @throws Error where Discord's client does not offer it */
  slash(where: Channel | string, name: string, options: SlashOptions = {}, use: Use = {}): Interaction {
    const channel = this.#channel(where, "UseApplicationCommands");
    const command = offered(this.#parts.world, this.user, channel, name, CHAT_INPUT, use.force);
    const declared = command ? optionsOf(command, use) : null;
    const { world, cdn } = this.#parts;
    const { options: given, resolved } = typed(world, cdn, channel, declared, options);
    return this.#send(InteractionType.Command, SLASH_ANSWER, channel, null, {
      ...{ id: command?.id ?? world.id(), name, type: CHAT_INPUT, options: placed(use, given) },
      ...(command?.guild_id && { guild_id: command.guild_id }),
      ...(Object.keys(resolved).length && { resolved }),
    });
  }

  /** What a slash command proposes while the person types the focused option. */
  autocomplete(
    where: Channel | string,
    name: string,
    options: SlashOptions,
    focused: string,
    use: Use = {},
  ): Promise<Choice[]> {
    const channel = this.#channel(where, "UseApplicationCommands");
    const command = offered(this.#parts.world, this.user, channel, name, CHAT_INPUT, use.force);
    const declared = command && optionsOf(command, use);
    const option = declared?.find((candidate) => candidate.name === focused);
    if (declared && !option?.autocomplete) throw new Error(`option ${focused} of /${name} has no autocomplete`);
    const given = Object.entries(options).map(([key, value]) => {
      const type = declared?.find((candidate) => candidate.name === key)?.type ?? 3;
      return { name: key, type, value: value as string, ...(key === focused && { focused: true }) };
    });
    const id = command?.id ?? this.#parts.world.id();
    const data = { id, name, type: CHAT_INPUT, options: placed(use, given) };
    return this.#send(InteractionType.Autocomplete, SLASH_ANSWER, channel, null, data).choices;
  }

  /** Uses a command of a message's Apps menu. */
  menu(name: string, message: Message, use: Use = {}): Interaction {
    const channel = this.#channel(message.channel_id, "UseApplicationCommands");
    const command = offered(this.#parts.world, this.user, channel, name, MESSAGE_COMMAND, use.force);
    const { world, cdn } = this.#parts;
    const target = this.#seen(message);
    return this.#send(InteractionType.Command, MENU_ANSWER, channel, null, {
      ...{ id: command?.id ?? world.id(), name, type: MESSAGE_COMMAND, target_id: target.id },
      resolved: { messages: { [target.id]: messageJson(world, cdn, target, true) } },
    });
  }

  /** Presses a button, found by its custom id or label, or the beginning of either. */
  press(message: Message, which: string): Interaction {
    const seen = this.#seen(message);
    const { custom_id } = this.#component(seen, which, (component) => component.type === BUTTON);
    return this.#use(seen, { component_type: BUTTON, custom_id });
  }

  /** Chooses values in a select; those of users, roles and channels are ids. */
  choose(message: Message, which: string, values: string[]): Interaction {
    const seen = this.#seen(message);
    const { world } = this.#parts;
    const { type, custom_id, options } = this.#component(seen, which, isSelect);
    const known = (options as { value: string }[] | undefined)?.map(({ value }) => value);
    const stray = known && values.find((value) => !known.includes(value));
    if (stray) throw new Error(`${which} has no option ${stray}`);
    const resolved = chosen(world, this.#channel(seen.channel_id), type, values);
    return this.#use(seen, { component_type: type, custom_id, values, resolved });
  }

  /** Fills in the modal that an interaction showed, and sends it. */
  async submit(shownBy: Interaction, filled: Filled): Promise<Interaction> {
    const modal: Modal = await shownBy.modal;
    const open = this.#parts.interactions.find(shownBy.token);
    const { components, resolved } = submitted(this.#parts.world, this.#parts.cdn, open.channel, modal, filled);
    const source = open.source && (this.#parts.world.message(open.source.id) ?? null);
    const data = { custom_id: modal.custom_id, components, resolved };
    return this.#send(InteractionType.ModalSubmit, open.answerType, open.channel, source, data);
  }

  /** Whether the person sees a message. */
  sees(message: Message): boolean {
    const { world } = this.#parts;
    const channel = world.channels.get(message.channel_id);
    return (
      (message.only ?? this.id) === this.id && channel !== undefined && may(world, this.id, channel, "ViewChannel")
    );
  }

  #use(message: Message, data: Json): Interaction {
    return this.#send(InteractionType.Component, 0, this.#channel(message.channel_id), message, data);
  }

  #send(type: number, answerType: number, channel: Channel, source: Message | null, data: Json): Interaction {
    const { world, interactions } = this.#parts;
    const owners = ownersOf(world, channel, this.user);
    const isExternal = channel.guild_id !== null && !world.hasBot(channel.guild_id);
    const isForcedPrivate = isExternal && !may(world, this.id, channel, "UseExternalApps");
    const open = interactions.open({ type, answerType, user: this.user, channel, owners, source, isForcedPrivate });
    const handle = new Interaction(this.#parts, open);
    this.#gateway.dispatch("INTERACTION_CREATE", channel.guild_id, () => interactionJson(this.#parts, open, data));
    return handle;
  }

  #component(message: Message, which: string, isKind: (component: Component) => boolean): Component {
    const all = flatten(message.components).filter(isKind);
    const found =
      all.find(({ custom_id }) => custom_id === which) ??
      all.find(({ custom_id, label }) => custom_id?.startsWith(which) || label === which) ??
      all.find(({ label }) => label?.startsWith(which));
    if (!found)
      throw new Error(
        `the message has no ${which}, only ${all.map((c) => c.label ?? c.custom_id).join(", ") || "nothing"}`,
      );
    if (found.disabled) throw new Error(`${which} is disabled`);
    if (found.style === LINK) throw new Error(`${which} is a link`);
    return found;
  }

  #find(where: Channel | string): Channel {
    return typeof where === "string" ? this.#parts.world.channel(where) : where;
  }

  #channel(where: Channel | string, ...wanted: PermissionName[]): Channel {
    const channel = this.#find(where);
    const needed = ["ViewChannel" as const, ...wanted];
    const lacking = needed.filter((name) => !may(this.#parts.world, this.id, channel, name));
    if (lacking.length)
      throw new Error(`${this.user.username} lacks ${lacking.join(", ")} in ${channel.name ?? channel.id}`);
    return channel;
  }

  /** The message as it stands now. @throws Error when the person does not see it */
  #seen(message: Message): Message {
    const now = this.#parts.world.message(message.id);
    if (!now || !this.sees(now)) throw new Error(`${this.user.username} does not see that message`);
    return now;
  }

  #own(message: Message): Message {
    const now = this.#seen(message);
    if (now.author !== this.id) throw new Error(`${this.user.username} did not write that message`);
    return now;
  }
}
