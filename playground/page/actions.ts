import { setTimeout as wait } from "node:timers/promises";
import { WRITERS, type Writer } from "../botControl.ts";
import { buttonsOf, type Command, type FileUpload, type Interaction, type Message } from "../discord/index.ts";
import { fieldsOf, files, optionsFrom } from "./formValues.ts";
import { quoteAt } from "./quotes.ts";
import type { Backstage } from "./render/drawer.ts";
import { commandForm, modalForm, reviseForm } from "./render/forms.ts";
import type { Html } from "./render/html.ts";
import { sourceWindow } from "./render/source.ts";
import { localised, placeOf, snippet, type View } from "./view.ts";

type Suggestion = { label: string; detail?: string; value: string };

/** What the page does next: shows a window, says what went wrong, goes elsewhere, or offers choices. */
type Reply = {
  dialog?: Html;
  error?: string;
  go?: string;
  choices?: Suggestion[];
};

type Act = (form: FormData, view: View, stage: Backstage) => Promise<Reply> | Reply;

/** Discord's client waits three seconds for the first answer. */
const PATIENCE_MS = 3200;
/** So many uses of the bot are remembered, and so many of its forms may be open. */
const KEPT = 500;

const done: Reply = {};
const text = (form: FormData, name: string): string => String(form.get(name) ?? "");

function messageOf(form: FormData, { discord, person }: View, field = "message"): Message {
  const message = discord.world.message(text(form, field));
  if (!message || !person.sees(message)) throw new Error("That message is gone.");
  return message;
}

/** A slash command by its name, and the names of the subcommand that stand behind it. */
function commandOf(form: FormData, { discord, person }: View): { command: Command; path: string[] } {
  const [name, ...path] = text(form, "command").split(" ");
  const command = person.commands(discord.channel(text(form, "channel")), 1).find((one) => one.name === name);
  if (!command) throw new Error("That command is not offered here.");
  return { command, path };
}

const placeIn = (path: string[]) => ({
  ...(path.length === 2 && { group: path[0]! }),
  ...(path.length && { subcommand: path.at(-1)! }),
});

/** What comes of a use of the bot: nothing to see yet, a form, or that it did not answer. */
async function outcome(interaction: Interaction, what: string, view: View): Promise<Reply> {
  const { used, forms } = view;
  keep(used, interaction.id, what);
  const answered = interaction.acknowledged.then(
    () => true,
    () => false,
  );
  if (!(await Promise.race([answered, wait(PATIENCE_MS, false, { ref: false })])))
    return { error: "The application did not respond." };
  const modal = await interaction.modal.catch(() => null);
  if (!modal) return done;
  keep(forms, interaction.id, { by: interaction, modal });
  return { dialog: modalForm(modal, interaction.id, view) };
}

function keep<T>(all: Map<string, T>, id: string, one: T): void {
  all.set(id, one);
  const [oldest] = all.keys();
  if (all.size > KEPT) all.delete(oldest!);
}

/** What a person can do on the page, by name. Each throws an Error with words for what Discord's client would not allow. */
export const ACTS: Record<string, Act> = {
  async post(form, view) {
    const { discord, person } = view;
    const channel = discord.channel(text(form, "channel"));
    const replyTo = text(form, "answers") && messageOf(form, view, "answers");
    const uploads = await files(form, "files");
    const content = toWire(text(form, "content").trim(), view);
    if (!content && !uploads.length) return done;
    person.post(channel, { content, files: uploads, ...(replyTo && { replyTo }) });
    return done;
  },
  typing(form, { person, discord }) {
    person.type(discord.channel(text(form, "channel")));
    return done;
  },
  revise(form, view) {
    const message = messageOf(form, view);
    return { dialog: reviseForm(message.id, fromWire(message.content, view)) };
  },
  edit(form, view) {
    view.person.edit(messageOf(form, view), toWire(text(form, "f-content").trim(), view));
    return done;
  },
  remove(form, view) {
    const message = messageOf(form, view);
    // What only one person sees is dismissed by that person; the bot is not told.
    if (message.only) dismiss(message, view);
    else view.person.remove(message);
    return done;
  },
  react(form, view) {
    const message = messageOf(form, view);
    const emoji = text(form, "id");
    const has = message.reactions.some((one) => one.emoji === emoji && one.users.has(view.person.id));
    if (has) view.person.unreact(message, emoji);
    else view.person.react(message, emoji);
    return done;
  },
  thread(form, view) {
    const message = messageOf(form, view);
    const name = snippet(message, view).slice(0, 60);
    return { go: placeOf(view.person.startThread(message.channel_id, name, { from: message }), view) };
  },
  menu(form, view) {
    const name = text(form, "id");
    return outcome(view.person.menu(name, messageOf(form, view)), name, view);
  },
  press(form, view) {
    const message = messageOf(form, view);
    const id = text(form, "id");
    const label = buttonsOf(message).find(({ custom_id }) => custom_id === id)?.label ?? "a button";
    return outcome(view.person.press(message, id), label, view);
  },
  choose(form, view) {
    const values = form.getAll("values").map(String).filter(Boolean);
    if (!values.length) return done;
    return outcome(view.person.choose(messageOf(form, view), text(form, "id"), values), "a menu", view);
  },
  /** What may be typed next: commands after a slash, people after an at sign. */
  suggest(form, view) {
    const typed = text(form, "typed").toLowerCase();
    return { choices: typed.startsWith("/") ? commands(typed.slice(1), form, view) : people(typed.slice(1), view) };
  },
  open(form, view) {
    const { command, path } = commandOf(form, view);
    return { dialog: commandForm(command, path, view.discord.channel(text(form, "channel")), view) };
  },
  async slash(form, view) {
    const { command, path } = commandOf(form, view);
    const options = await optionsFrom(form, command, path);
    const name = `/${[command.name, ...path].join(" ")}`;
    return outcome(view.person.slash(text(form, "channel"), command.name, options, placeIn(path)), name, view);
  },
  async complete(form, view) {
    const { command, path } = commandOf(form, view);
    const { [text(form, "focused")]: typed = "", ...others } = await optionsFrom(form, command, path, false);
    const focused = text(form, "focused");
    const options = { ...others, [focused]: typed as string | FileUpload };
    const asked = view.person.autocomplete(text(form, "channel"), command.name, options, focused, placeIn(path));
    const found = await asked.catch(() => []); // a bot that does not answer proposes nothing
    const { locale } = view.person.user;
    return { choices: found.map((one) => ({ label: localised(one, "name", locale), value: String(one.value) })) };
  },
  async submit(form, view) {
    const { by, modal } = view.forms.get(text(form, "interaction")) ?? {};
    if (!by || !modal) throw new Error("That form is too old.");
    const what = view.used.get(by.id) ?? "a form";
    return outcome(await view.person.submit(by, await fieldsOf(form, modal)), what, view);
  },
  quote(form, view, { ledger }) {
    const found = quoteAt(messageOf(form, view), Number(text(form, "n")), ledger);
    if (!found) return { error: "The source of that quote is not remembered here." };
    return { dialog: sourceWindow(found.document, found.span) };
  },
  async turn(form, _, { bot }) {
    await bot.turn(text(form, "id") === "on");
    return done;
  },
  async write(form, _, { bot }) {
    const writer = WRITERS.find((one): one is Writer => one === text(form, "writer"));
    if (writer) await bot.write(writer);
    return done;
  },
};

function dismiss(message: Message, { discord: { world } }: View): void {
  const kept = world.messages.get(message.channel_id)!.filter(({ id }) => id !== message.id);
  world.messages.set(message.channel_id, kept);
  world.emit("messageDeleted", message);
}

function commands(typed: string, form: FormData, { discord, person }: View): Suggestion[] {
  const { locale } = person.user;
  const all = person.commands(discord.channel(text(form, "channel")), 1).flatMap((command) => {
    const named = (path: string[], described: object) => ({
      label: `/${[localised(command, "name", locale), ...path].join(" ")}`,
      detail: localised(described, "description", locale),
      value: [command.name, ...path].join(" "),
    });
    const below = (command.options ?? []).flatMap((option) => {
      if (option.type === 1) return [named([option.name], option)];
      return option.type === 2 ? (option.options ?? []).map((one) => named([option.name, one.name], one)) : [];
    });
    return below.length ? below : [named([], command)];
  });
  const isMeant = (name: string): boolean => name.startsWith(typed) || typed.startsWith(`${name} `);
  return all.filter(({ label }) => isMeant(label.slice(1).toLowerCase()));
}

function people(typed: string, { discord: { world } }: View): Suggestion[] {
  return [...world.users.values()]
    .filter(({ username }) => username.startsWith(typed))
    .map(({ username, global_name }) => ({ label: `@${username}`, detail: global_name, value: `@${username} ` }));
}

/** Names as people type them, as Discord sends them. */
function toWire(typed: string, { discord: { world } }: View): string {
  return typed.replace(/(?<![\w@])@(\w+)/g, (whole, name: string) => {
    const user = [...world.users.values()].find(({ username }) => username === name.toLowerCase());
    return user ? `<@${user.id}>` : whole;
  });
}

function fromWire(content: string, { discord: { world } }: View): string {
  return content.replace(/<@!?(\d+)>/g, (whole, id: string) => {
    const user = world.users.get(id);
    return user ? `@${user.username}` : whole;
  });
}
