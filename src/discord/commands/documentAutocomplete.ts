import type { AutocompleteInteraction, SlashCommandStringOption } from "discord.js";
import type { Posting } from "../../model/index.ts";
import { type PlainMessageKey, translatorFor, truncate, visibleText } from "../../present/index.ts";
import type { RequestHandler } from "../handlers/index.ts";
import { requesterOf } from "../interactions/index.ts";
import { localizeOption } from "./commandLocalization.ts";
import { findPosterNames } from "./posterNames.ts";

/**
 * Discord's limits: 25 autocomplete choices, with names of at most 100 characters
 * (https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure).
 */
const MAX_CHOICES = 25;
const MAX_CHOICE_LENGTH = 100;
/** Maximum length of a poster's name in a choice, in UTF-16 units. Discord's own limit for nicknames. */
const MAX_NAME_LENGTH = 32;

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
 * Responds with up to 25 documents, newest first, each with its title, poster and date. Searches the documents that the
 * requester can read here for choices containing the typed text, ignoring case. A document without a title is shown
 * with its URL. Of a document that was posted several times, only the newest posting is listed, and no variant.
 */
export async function autocompleteDocuments(
  interaction: AutocompleteInteraction,
  requests: RequestHandler,
): Promise<void> {
  const typed = interaction.options.getFocused().trim().toLowerCase();
  const readable = await requests.access.listReadable(requesterOf(interaction), MAX_CHOICES * 4);
  const postings = withoutDoubles(readable).slice(0, MAX_CHOICES * 2);
  const names = await findPosterNames(
    interaction,
    postings.map(({ asker }) => asker),
  );
  const choices = postings.map((posting) => {
    const name = nameOf(posting) || translatorFor(interaction.locale)("untitled");
    return {
      title: name,
      name: labelOf(posting, name, names.get(posting.asker), interaction.locale),
      value: posting.id,
    };
  });
  const matching = choices.filter(({ title, name }) =>
    [title, name].some((each) => each.toLowerCase().includes(typed)),
  );
  await interaction.respond(matching.slice(0, MAX_CHOICES).map(({ name, value }) => ({ name, value })));
}

const nameOf = ({ title, url }: Posting): string => visibleText(title ?? "") || (url ?? "");

/**
 * Keeps the first of the postings with the same document and title. Postings are listed newest first. Private ones are
 * kept apart, since choosing one makes the answer private.
 */
function withoutDoubles(postings: Posting[]): Posting[] {
  const seen = new Set<string>();
  return postings.filter((posting) => {
    const key = JSON.stringify([posting.document, nameOf(posting), posting.private]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Returns the label of a choice: "Harbour closes early · @Ada · 4 Mar". The title is shortened to fit. */
function labelOf(posting: Posting, title: string, poster: string | undefined, locale: string): string {
  const name = truncate(visibleText(poster ?? "").replaceAll("\n", " "), MAX_NAME_LENGTH);
  const ending = [name && `@${name}`, formatDate(posting.createdAt, locale)].filter(Boolean).join(" · ");
  const start = posting.private ? "🔒 " : "";
  const limit = MAX_CHOICE_LENGTH - start.length - ending.length - " · ".length;
  return `${start}${truncate(title.replaceAll("\n", " "), limit)} · ${ending}`;
}

/** Formats a date in UTC, with the year unless it is the current one: "4 Mar", "4 Mar 2025". */
function formatDate(time: number, locale: string): string {
  const isThisYear = new Date(time).getUTCFullYear() === new Date().getUTCFullYear();
  return new Date(time).toLocaleDateString(locale, {
    day: "numeric",
    month: "short",
    ...(!isThisYear && { year: "numeric" }),
    timeZone: "UTC",
  });
}
