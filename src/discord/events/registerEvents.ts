import { type AutocompleteInteraction, type Client, Events, type Interaction } from "discord.js";
import type { JobQueue } from "../../jobs/index.ts";
import type { Records } from "../../records/index.ts";
import type { Command, MessageCommand, SlashCommand } from "../commands/index.ts";
import type { Rest } from "../delivery/index.ts";
import { BatchOverviews, Deletion, MessageClient } from "../delivery/index.ts";
import {
  AdminHandler,
  AskContextMenu,
  CardActions,
  ForgetHandler,
  type Handlers,
  onButton,
  onModal,
  onSelect,
  RequestHandler,
} from "../handlers/index.ts";
import { badRequest, InteractionDeferrer, replyWithError, withErrorReply } from "../interactions/index.ts";
import { DocumentAccess, Preconditions } from "../policy/index.ts";
import { type MessageDeps, MessageHandler, SUMMARISE_EMOJI } from "./messages.ts";
import { RecentIds } from "./recentIds.ts";

/** Number of interactions whose ids are remembered: more than a busy bot gets in the 15 minutes that a token is valid. */
const MAX_RECENT_INTERACTIONS = 10_000;

/**
 * What the event handlers need from the process. `hasMessageContent` is true if the Message Content intent was granted.
 * `userPerMinute` is the maximum number of requests per user per minute; null for no limit.
 */
export type EventDeps = MessageDeps & {
  rest: Rest;
  records: Records;
  jobs: JobQueue;
  hasMessageContent: boolean;
  userPerMinute: number | null;
  onError(error: unknown): void;
};

/** Registers handlers for the gateway events that the bot uses. Errors from the handlers are passed to `onError`. */
export function registerEvents(client: Client<true>, commands: Map<string, Command>, deps: EventDeps): void {
  const { rest, records, jobs, hasMessageContent, onError } = deps;
  const messages = new MessageClient(rest.api, client.user.id, Date.now);
  const overviews = new BatchOverviews(rest, messages, records, Date.now, deps.timings.editIntervalMs);
  const deletion = new Deletion(rest.api, records, jobs, overviews);
  const access = new DocumentAccess(client, rest.api, records);
  const preconditions = new Preconditions(jobs, records, deps.userPerMinute, Date.now);
  const handlerDeps = { jobs, records, access, deletion, deferrer: new InteractionDeferrer(), preconditions };
  const requests = new RequestHandler(handlerDeps);
  const handlers = {
    requests,
    cardActions: new CardActions(handlerDeps, deps.instance.provider !== null),
    forget: new ForgetHandler(handlerDeps),
    askContextMenu: new AskContextMenu(requests, Date.now),
    admin: new AdminHandler(handlerDeps, { hasMessageContent, ...deps.instance }),
  };
  const messageHandler = new MessageHandler(requests, messages, deps);
  const recentInteractions = new RecentIds(MAX_RECENT_INTERACTIONS);
  client.on(Events.InteractionCreate, (interaction) => {
    // A second acknowledgement would fail, and the work would be done twice.
    if (!recentInteractions.add(interaction.id)) return;
    onInteraction(interaction, commands, handlers).catch(onError);
  });
  client.on(Events.MessageCreate, (message) => {
    messageHandler.onCreate(message).catch(onError);
  });
  client.on(Events.MessageUpdate, (before, message) => {
    if (before.partial || before.content !== message.content) messageHandler.onUpdate(message).catch(onError);
  });
  client.on(Events.MessageDelete, ({ id }) => {
    deletion.onMessageDelete(id).catch(onError);
  });
  client.on(Events.MessageReactionAdd, (reaction, user) => {
    if (reaction.emoji.name !== SUMMARISE_EMOJI || user.id === client.user.id) return;
    const fetched = reaction.message.partial ? reaction.message.fetch() : Promise.resolve(reaction.message);
    fetched.then((message) => messageHandler.onReaction(message, user.id)).catch(onError);
  });
  client.on(Events.ThreadDelete, ({ id }) => {
    deletion.onThreadDelete(id).catch(onError);
  });
  // An outage of a server emits GuildUnavailable instead.
  client.on(Events.GuildDelete, ({ id }) => {
    deletion.onGuildDelete(id).catch(onError);
  });
  client.on(Events.MessageBulkDelete, (messages) => {
    for (const id of messages.keys()) deletion.onMessageDelete(id).catch(onError);
  });
}

async function onInteraction(
  interaction: Interaction,
  commands: Map<string, Command>,
  handlers: Handlers,
): Promise<void> {
  const { requests } = handlers;
  if (interaction.isButton()) return onButton(interaction, handlers);
  if (interaction.isAnySelectMenu()) return onSelect(interaction, handlers);
  if (interaction.isModalSubmit()) return onModal(interaction, handlers);
  const command =
    interaction.isCommand() || interaction.isAutocomplete() ? commands.get(interaction.commandName) : null;
  if (interaction.isAutocomplete()) return onAutocomplete(interaction, command, requests);
  if (!interaction.isChatInputCommand() && !interaction.isMessageContextMenuCommand()) return;
  // Another version registered the command; deploying this version's commands will remove it.
  if (!command) return replyWithError(interaction, badRequest(interaction, "command"));
  await withErrorReply(interaction, () =>
    interaction.isChatInputCommand()
      ? (command as SlashCommand).run(interaction, handlers)
      : (command as MessageCommand).run(interaction, handlers),
  );
}

/** Responds to an autocomplete interaction. The list of choices is empty if the command has no autocompletion. */
async function onAutocomplete(
  interaction: AutocompleteInteraction,
  command: Command | null | undefined,
  requests: RequestHandler,
): Promise<void> {
  if (command && "autocomplete" in command) await command.autocomplete?.(interaction, requests);
  else await interaction.respond([]);
}
