import type { AutocompleteInteraction, SlashCommandStringOption } from "discord.js";
import { type PlainMessageKey, translatorFor, truncate, visibleText } from "../../present/index.ts";
import type { RequestHandler } from "../handlers/index.ts";
import { requesterOf } from "../interactions/index.ts";
import { localizeOption } from "./commandLocalization.ts";

/**
 * Discord's limits: 25 autocomplete choices, with names of at most 100 characters
 * (https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure).
 */
const MAX_CHOICES = 25;
const MAX_CHOICE_LENGTH = 100;

/**
 * Configures the `document` option of a command. The value of the option is a posting id chosen from the autocomplete
 * list, or a title typed by the user.
 */
export const documentOption = (option: SlashCommandStringOption): SlashCommandStringOption =>
  localizeOption(option, "document", "option.document").setAutocomplete(true).setMaxLength(250);

/** Like `documentOption`, but configures a required option with another name and description. */
export const requiredDocumentOption =
  (name: string, descriptionKey: PlainMessageKey) =>
  (option: SlashCommandStringOption): SlashCommandStringOption =>
    localizeOption(documentOption(option), name, descriptionKey).setRequired(true);

/**
 * Responds with up to 25 documents, newest first. Searches the 50 newest documents that the requester can read here for
 * titles containing the typed text, ignoring case. A document without a title is matched by its URL.
 */
export async function autocompleteDocuments(
  interaction: AutocompleteInteraction,
  requests: RequestHandler,
): Promise<void> {
  const typed = interaction.options.getFocused().toLowerCase();
  const postings = await requests.access.listReadable(requesterOf(interaction), MAX_CHOICES * 2);
  const choices = postings.map(({ id, title, url }) => ({
    name: truncate(visibleText(title ?? "") || url || translatorFor(interaction.locale)("untitled"), MAX_CHOICE_LENGTH),
    value: id,
  }));
  const matching = choices.filter(({ name }) => name.toLowerCase().includes(typed));
  await interaction.respond(matching.slice(0, MAX_CHOICES));
}
