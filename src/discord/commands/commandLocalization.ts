import { ApplicationIntegrationType, InteractionContextType, type LocalizationMap } from "discord.js";
import { LOCALES, type PlainKey, sayIn, USUAL } from "../../present/index.ts";

type Named = { setName(name: string): unknown; setNameLocalizations(names: LocalizationMap): unknown };
type Described = Named & {
  setDescription(words: string): unknown;
  setDescriptionLocalizations(words: LocalizationMap): unknown;
};
type Placed = {
  setContexts(...contexts: InteractionContextType[]): unknown;
  setIntegrationTypes(...types: ApplicationIntegrationType[]): unknown;
};

/** Something of the catalogue in all other languages, for Discord's client to choose from. */
function elsewhere(key: PlainKey): LocalizationMap {
  return Object.fromEntries(LOCALES.filter((locale) => locale !== USUAL).map((locale) => [locale, sayIn(locale)(key)]));
}

/** Gives a command its name in each language. */
export function named<T extends Named>(builder: T, key: PlainKey): T {
  builder.setName(sayIn(USUAL)(key));
  builder.setNameLocalizations(elsewhere(key));
  return builder;
}

/** Gives an option or subcommand its name, which is the same everywhere, and a description in each language. */
export function described<T extends Described>(builder: T, name: string, key: PlainKey): T {
  builder.setName(name);
  builder.setDescription(sayIn(USUAL)(key));
  builder.setDescriptionLocalizations(elsewhere(key));
  return builder;
}

/** Gives a slash command its name and description in each language. */
export function introduced<T extends Described>(builder: T, name: PlainKey, words: PlainKey): T {
  described(builder, sayIn(USUAL)(name), words);
  builder.setNameLocalizations(elsewhere(name));
  return builder;
}

/** A command for servers, direct messages and wherever somebody takes the app along as his own. */
export function everywhere<T extends Placed>(builder: T): T {
  builder.setContexts(
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  );
  builder.setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall);
  return builder;
}
