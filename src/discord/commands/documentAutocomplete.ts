import type { AutocompleteInteraction, SlashCommandStringOption } from "discord.js";
import { type PlainKey, sayIn, shorten, visible } from "../../present/index.ts";
import type { Desk } from "../handlers/requests.ts";
import { askerOf } from "../interactions/context.ts";
import { described } from "./commandLocalization.ts";

/** Discord shows at most 25 choices of at most 100 characters. */
const MOST_CHOICES = 25;
const LONGEST_CHOICE = 100;

/** The option by which a command takes a document: by its title in a list, or by its id. */
export const documentOption = (option: SlashCommandStringOption): SlashCommandStringOption =>
  described(option, "document", "option.document").setAutocomplete(true).setMaxLength(250);

/** As `documentOption`, for one of several that are needed. */
export const namedDocument =
  (name: string, words: PlainKey) =>
  (option: SlashCommandStringOption): SlashCommandStringOption =>
    described(documentOption(option), name, words).setRequired(true);

/** Offers the documents that the asker may read here and whose titles hold what was typed. */
export async function offerDocuments(interaction: AutocompleteInteraction, desk: Desk): Promise<void> {
  const typed = interaction.options.getFocused().toLowerCase();
  const postings = await desk.access.readable(askerOf(interaction), MOST_CHOICES * 2);
  const choices = postings.map(({ id, title, url }) => ({
    name: shorten(visible(title ?? "") || url || sayIn(interaction.locale)("untitled"), LONGEST_CHOICE),
    value: id,
  }));
  const fitting = choices.filter(({ name }) => name.toLowerCase().includes(typed));
  await interaction.respond(fitting.slice(0, MOST_CHOICES));
}
