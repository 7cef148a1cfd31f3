import { setTimeout as wait } from "node:timers/promises";
import { ENGINE_MODES, type EngineMode } from "../botControl.ts";
import {
  buttonsOf,
  type Command,
  CommandType,
  type FileUpload,
  type Interaction,
  type Message,
  OptionType,
} from "../discord/index.ts";
import { commandOptions, filesOf, modalValues } from "./formValues.ts";
import { locateMark } from "./quotes.ts";
import { renderCommandForm, renderEditForm, renderModalForm } from "./render/forms.ts";
import type { Html } from "./render/html.ts";
import { renderSourceDialog } from "./render/source.ts";
import { channelPath, localize, type Playground, snippet, type View } from "./view.ts";

type Suggestion = { label: string; detail?: string; value: string };

/** What the page does after an action; the fields are read by `client/actions.js` and `client/composer.js`. */
type ActionResult = {
  /** HTML of a dialog to open. */
  dialog?: Html;
  /** Error message to show. */
  error?: string;
  /** Path to navigate to. */
  go?: string;
  /** Suggestions for the text being typed. */
  choices?: Suggestion[];
};

type ActionHandler = (form: FormData, view: View, playground: Playground) => Promise<ActionResult> | ActionResult;

/** How long to wait for the bot's initial response, in milliseconds: Discord's limit of 3 s plus a margin. */
const RESPONSE_TIMEOUT_MS = 3200;

/** Maximum number of interactions whose name and modal are kept; the oldest is dropped first. */
const MAX_TRACKED_INTERACTIONS = 500;

const NO_CHANGE: ActionResult = {};
const stringField = (form: FormData, name: string): string => String(form.get(name) ?? "");

function requireMessage(form: FormData, { discord, person }: View, field = "message"): Message {
  const message = discord.state.message(stringField(form, field));
  if (!message || !person.canSee(message)) throw new Error("That message is gone.");
  return message;
}

/**
 * Returns the command named in a form, and the names of the subcommand group and subcommand. The form field has the
 * format "command [group] [subcommand]".
 * @throws Error if the command is not available in the channel
 */
function requireCommand(form: FormData, { discord, person }: View): { command: Command; path: string[] } {
  const [name, ...path] = stringField(form, "command").split(" ");
  const channel = discord.channel(stringField(form, "channel"));
  const command = person.commands(channel, CommandType.ChatInput).find((candidate) => candidate.name === name);
  if (!command) throw new Error("That command is not offered here.");
  return { command, path };
}

const subcommandPath = (path: string[]) => ({
  ...(path.length === 2 && { group: path[0]! }),
  ...(path.length && { subcommand: path.at(-1)! }),
});

/**
 * Waits for the bot's initial response to an interaction.
 * @param name label of the command, button or form that was used
 * @returns a dialog if the bot responds with a modal, an error if it does not respond in time, otherwise no change
 */
async function awaitResponse(interaction: Interaction, name: string, view: View): Promise<ActionResult> {
  const { usedNames, modals } = view;
  setBounded(usedNames, interaction.id, name);
  const isAcknowledged = interaction.acknowledged.then(
    () => true,
    () => false,
  );
  if (!(await Promise.race([isAcknowledged, wait(RESPONSE_TIMEOUT_MS, false, { ref: false })])))
    return { error: "The application did not respond." };
  const modal = await interaction.modal.catch(() => null);
  if (!modal) return NO_CHANGE;
  setBounded(modals, interaction.id, { interaction, modal });
  return { dialog: renderModalForm(modal, interaction.id, view) };
}

function setBounded<T>(map: Map<string, T>, id: string, value: T): void {
  map.set(id, value);
  const [oldest] = map.keys();
  if (map.size > MAX_TRACKED_INTERACTIONS) map.delete(oldest!);
}

/**
 * Handlers for `POST /:person/act/:act`, by action name. A handler throws an Error if Discord's client would not allow
 * the action. The page shows the error's message.
 */
export const ACTIONS: Record<string, ActionHandler> = {
  async post(form, view) {
    const { discord, person } = view;
    const channel = discord.channel(stringField(form, "channel"));
    const replyTo = stringField(form, "answers") && requireMessage(form, view, "answers");
    const uploads = await filesOf(form, "files");
    const content = encodeMentions(stringField(form, "content").trim(), view);
    if (!content && !uploads.length) return NO_CHANGE;
    person.post(channel, { content, files: uploads, ...(replyTo && { replyTo }) });
    return NO_CHANGE;
  },
  typing(form, { person, discord }) {
    person.startTyping(discord.channel(stringField(form, "channel")));
    return NO_CHANGE;
  },
  revise(form, view) {
    const message = requireMessage(form, view);
    return { dialog: renderEditForm(message.id, decodeMentions(message.content, view)) };
  },
  edit(form, view) {
    view.person.edit(requireMessage(form, view), encodeMentions(stringField(form, "f-content").trim(), view));
    return NO_CHANGE;
  },
  remove(form, view) {
    const message = requireMessage(form, view);
    if (message.ephemeralFor) dismiss(message, view);
    else view.person.deleteMessage(message);
    return NO_CHANGE;
  },
  react(form, view) {
    const message = requireMessage(form, view);
    const emoji = stringField(form, "id");
    const hasReacted = message.reactions.some(
      (reaction) => reaction.emoji === emoji && reaction.users.has(view.person.id),
    );
    if (hasReacted) view.person.removeReaction(message, emoji);
    else view.person.addReaction(message, emoji);
    return NO_CHANGE;
  },
  thread(form, view) {
    const message = requireMessage(form, view);
    const name = snippet(message, view).slice(0, 60);
    return { go: channelPath(view.person.startThread(message.channel_id, name, { from: message }), view) };
  },
  menu(form, view) {
    const name = stringField(form, "id");
    return awaitResponse(view.person.messageCommand(name, requireMessage(form, view)), name, view);
  },
  press(form, view) {
    const message = requireMessage(form, view);
    const id = stringField(form, "id");
    const label = buttonsOf(message).find(({ custom_id }) => custom_id === id)?.label ?? "a button";
    return awaitResponse(view.person.press(message, id), label, view);
  },
  choose(form, view) {
    const values = form.getAll("values").map(String).filter(Boolean);
    if (!values.length) return NO_CHANGE;
    return awaitResponse(
      view.person.choose(requireMessage(form, view), stringField(form, "id"), values),
      "a menu",
      view,
    );
  },
  /** Suggests commands after a slash and users after an at sign. */
  suggest(form, view) {
    const typed = stringField(form, "typed").toLowerCase();
    return {
      choices: typed.startsWith("/")
        ? suggestCommands(typed.slice(1), form, view)
        : suggestPeople(typed.slice(1), view),
    };
  },
  open(form, view) {
    const { command, path } = requireCommand(form, view);
    return { dialog: renderCommandForm(command, path, view.discord.channel(stringField(form, "channel")), view) };
  },
  async slash(form, view) {
    const { command, path } = requireCommand(form, view);
    const options = await commandOptions(form, command, path);
    const name = `/${[command.name, ...path].join(" ")}`;
    return awaitResponse(
      view.person.slash(stringField(form, "channel"), command.name, options, subcommandPath(path)),
      name,
      view,
    );
  },
  async complete(form, view) {
    const { command, path } = requireCommand(form, view);
    const { [stringField(form, "focused")]: typed = "", ...others } = await commandOptions(form, command, path, false);
    const focused = stringField(form, "focused");
    const options = { ...others, [focused]: typed as string | FileUpload };
    const choices = await view.person
      .autocomplete(stringField(form, "channel"), command.name, options, focused, subcommandPath(path))
      .catch(() => []); // no choices if the bot does not respond
    const { locale } = view.person.user;
    return {
      choices: choices.map((choice) => ({ label: localize(choice, "name", locale), value: String(choice.value) })),
    };
  },
  async submit(form, view) {
    const { interaction, modal } = view.modals.get(stringField(form, "interaction")) ?? {};
    if (!interaction || !modal) throw new Error("That form is too old.");
    const name = view.usedNames.get(interaction.id) ?? "a form";
    return awaitResponse(await view.person.submit(interaction, await modalValues(form, modal)), name, view);
  },
  quote(form, view, { activityLog }) {
    const located = locateMark(requireMessage(form, view), stringField(form, "id"), activityLog);
    if (!located) return { error: "The source of that quote is not remembered here." };
    return { dialog: renderSourceDialog(located.document, located.spans) };
  },
  async turn(form, _, { bot }) {
    await bot.setRunning(stringField(form, "id") === "on");
    return NO_CHANGE;
  },
  async write(form, _, { bot }) {
    const mode = ENGINE_MODES.find((candidate): candidate is EngineMode => candidate === stringField(form, "writer"));
    if (mode) await bot.setEngineMode(mode);
    return NO_CHANGE;
  },
};

/** Dismisses an ephemeral message, as Discord's client does. The bot receives no event. */
function dismiss(message: Message, { discord: { state } }: View): void {
  const remaining = state.messages.get(message.channel_id)!.filter(({ id }) => id !== message.id);
  state.messages.set(message.channel_id, remaining);
  state.emit("messageDeleted", message);
}

/**
 * The available slash commands and subcommands whose displayed name begins with `typed`, the text after the slash. A
 * name followed by a space and further text in `typed` also matches.
 */
function suggestCommands(typed: string, form: FormData, { discord, person }: View): Suggestion[] {
  const { locale } = person.user;
  const channel = discord.channel(stringField(form, "channel"));
  const suggestions = person.commands(channel, CommandType.ChatInput).flatMap((command) => {
    const suggestion = (path: string[], described: object) => ({
      label: `/${[localize(command, "name", locale), ...path].join(" ")}`,
      detail: localize(described, "description", locale),
      value: [command.name, ...path].join(" "),
    });
    const subcommands = (command.options ?? []).flatMap((option) => {
      if (option.type === OptionType.Subcommand) return [suggestion([option.name], option)];
      if (option.type !== OptionType.SubcommandGroup) return [];
      return (option.options ?? []).map((subcommand) => suggestion([option.name, subcommand.name], subcommand));
    });
    return subcommands.length ? subcommands : [suggestion([], command)];
  });
  const isMatch = (name: string): boolean => name.startsWith(typed) || typed.startsWith(`${name} `);
  return suggestions.filter(({ label }) => isMatch(label.slice(1).toLowerCase()));
}

function suggestPeople(typed: string, { discord: { state } }: View): Suggestion[] {
  return [...state.users.values()]
    .filter(({ username }) => username.startsWith(typed))
    .map(({ username, global_name }) => ({ label: `@${username}`, detail: global_name, value: `@${username} ` }));
}

/** Replaces each `@username` with Discord's mention format `<@id>`. */
function encodeMentions(text: string, { discord: { state } }: View): string {
  return text.replace(/(?<![\w@])@(\w+)/g, (match, name: string) => {
    const user = [...state.users.values()].find(({ username }) => username === name.toLowerCase());
    return user ? `<@${user.id}>` : match;
  });
}

/** Replaces each `<@id>` with `@username`, for editing. */
function decodeMentions(content: string, { discord: { state } }: View): string {
  return content.replace(/<@!?(\d+)>/g, (match, id: string) => {
    const user = state.users.get(id);
    return user ? `@${user.username}` : match;
  });
}
