import { type AutocompleteInteraction, type Client, Events, type Interaction } from "discord.js";
import type { Jobs } from "../../jobs/index.ts";
import type { PostedSource } from "../../model/index.ts";
import type { Records } from "../../records/index.ts";
import { Overviews } from "../delivery/batchOverview.ts";
import { Remover } from "../delivery/deletion.ts";
import { Messages } from "../delivery/messageClient.ts";
import type { Rest } from "../gateway/client.ts";
import type { Command, MessageCommand, SlashCommand } from "../gateway/commandLoader.ts";
import { type About, Office } from "../handlers/admin.ts";
import { Unread } from "../handlers/askContextMenu.ts";
import { Cards } from "../handlers/cardActions.ts";
import { type Counter, choose, press, submit } from "../handlers/components.ts";
import { Forgetting } from "../handlers/forget.ts";
import { Desk } from "../handlers/requests.ts";
import { Reception } from "../interactions/defer.ts";
import { complain, orComplain, unfit } from "../interactions/errorReply.ts";
import { Access } from "../policy/documentAccess.ts";
import { Admission } from "../policy/preconditions.ts";
import { Inbox, NEWS } from "./messages.ts";

/** What answering needs besides the client. `hearsAll`: the Message Content intent is granted. `note` is for the log. */
export type Parts = {
  rest: Rest;
  records: Records;
  jobs: Jobs;
  hearsAll: boolean;
  userPerMinute: number | null;
  about: About;
  note(facts: object, words: string): void;
  /** How many words a source has; null when that is not known soon. */
  wordsOf(source: PostedSource): Promise<number | null>;
  onFault(error: unknown): void;
};

/** Hands every event to whoever answers it. A handler that fails is told to `onFault`, and never ends the process. */
export function route(client: Client<true>, commands: Map<string, Command>, parts: Parts): void {
  const { rest, records, jobs, hearsAll, onFault } = parts;
  const messages = new Messages(rest.api, client.user.id, Date.now);
  const remover = new Remover(rest.api, records, jobs, new Overviews(rest, messages, records, Date.now));
  const access = new Access(client, rest.api, records);
  const admission = new Admission(jobs, records, parts.userPerMinute, Date.now);
  const room = { jobs, records, access, remover, reception: new Reception(), admission };
  const desk = new Desk(room);
  const counter = {
    desk,
    cards: new Cards(room),
    forgetting: new Forgetting(room),
    unread: new Unread(desk, Date.now),
    office: new Office(room, { hearsAll, ...parts.about }),
  };
  const inbox = new Inbox(client, desk, messages, parts);
  client.on(Events.InteractionCreate, (interaction) => {
    interact(interaction, commands, counter).catch(onFault);
  });
  client.on(Events.MessageCreate, (message) => {
    inbox.take(message).catch(onFault);
  });
  client.on(Events.MessageUpdate, (before, message) => {
    if (before.partial || before.content !== message.content) inbox.edit(message).catch(onFault);
  });
  client.on(Events.MessageDelete, ({ id }) => {
    remover.messageDeleted(id).catch(onFault);
  });
  client.on(Events.MessageReactionAdd, (reaction, user) => {
    if (reaction.emoji.name !== NEWS || user.id === client.user.id) return;
    const whole = reaction.message.partial ? reaction.message.fetch() : Promise.resolve(reaction.message);
    whole.then((message) => inbox.react(message, user.id)).catch(onFault);
  });
  client.on(Events.ThreadDelete, ({ id }) => {
    remover.threadDeleted(id).catch(onFault);
  });
  // A server that is only unreachable for now is another event.
  client.on(Events.GuildDelete, ({ id }) => {
    remover.guildLeft(id).catch(onFault);
  });
  client.on(Events.MessageBulkDelete, (messages) => {
    for (const id of messages.keys()) remover.messageDeleted(id).catch(onFault);
  });
}

async function interact(interaction: Interaction, commands: Map<string, Command>, counter: Counter): Promise<void> {
  const { desk } = counter;
  if (interaction.isButton()) return press(interaction, counter);
  if (interaction.isAnySelectMenu()) return choose(interaction, counter);
  if (interaction.isModalSubmit()) return submit(interaction, counter);
  const command =
    interaction.isCommand() || interaction.isAutocomplete() ? commands.get(interaction.commandName) : null;
  if (interaction.isAutocomplete()) return complete(interaction, command, desk);
  if (!interaction.isChatInputCommand() && !interaction.isMessageContextMenuCommand()) return;
  // Registered by another version, and soon replaced.
  if (!command) return complain(interaction, unfit(interaction, "command"));
  await orComplain(interaction, () =>
    interaction.isChatInputCommand()
      ? (command as SlashCommand).run(interaction, counter)
      : (command as MessageCommand).run(interaction, counter),
  );
}

/** A list that comes too late or cannot be had is empty: the option can still be typed. */
async function complete(
  interaction: AutocompleteInteraction,
  command: Command | null | undefined,
  desk: Desk,
): Promise<void> {
  if (command && "autocomplete" in command) await command.autocomplete?.(interaction, desk);
  else await interaction.respond([]);
}
