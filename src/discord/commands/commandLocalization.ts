import {
  ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
  PermissionFlagsBits,
} from "discord.js";
import { DEFAULT_LOCALE, LOCALES, type PlainMessageKey, translatorFor } from "../../present/index.ts";

/** The methods shared by the discord.js builders for commands, subcommands and options. */
type NameBuilder = { setName(name: string): unknown; setNameLocalizations(names: LocalizationMap): unknown };
type DescriptionBuilder = NameBuilder & {
  setDescription(description: string): unknown;
  setDescriptionLocalizations(descriptions: LocalizationMap): unknown;
};
type ContextBuilder = {
  setContexts(...contexts: InteractionContextType[]): unknown;
  setIntegrationTypes(...types: ApplicationIntegrationType[]): unknown;
};

/** Returns the translations of a catalogue entry into every locale except the default one. */
function localizations(key: PlainMessageKey): LocalizationMap {
  return Object.fromEntries(
    LOCALES.filter((locale) => locale !== DEFAULT_LOCALE).map((locale) => [locale, translatorFor(locale)(key)]),
  );
}

/** Sets the name of a command in all locales. */
export function localizeName<T extends NameBuilder>(builder: T, key: PlainMessageKey): T {
  builder.setName(translatorFor(DEFAULT_LOCALE)(key));
  builder.setNameLocalizations(localizations(key));
  return builder;
}

/** Sets the name and the description of an option or subcommand. Only the description is localised. */
export function localizeOption<T extends DescriptionBuilder>(
  builder: T,
  name: string,
  descriptionKey: PlainMessageKey,
): T {
  builder.setName(name);
  builder.setDescription(translatorFor(DEFAULT_LOCALE)(descriptionKey));
  builder.setDescriptionLocalizations(localizations(descriptionKey));
  return builder;
}

/** Sets the name and the description of a slash command in all locales. */
export function localizeCommand<T extends DescriptionBuilder>(
  builder: T,
  nameKey: PlainMessageKey,
  descriptionKey: PlainMessageKey,
): T {
  localizeOption(builder, translatorFor(DEFAULT_LOCALE)(nameKey), descriptionKey);
  builder.setNameLocalizations(localizations(nameKey));
  return builder;
}

/** Makes a command available in servers, direct messages and group messages, for server and user installations. */
export function inAllContexts<T extends ContextBuilder>(builder: T): T {
  builder.setContexts(
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  );
  builder.setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall);
  return builder;
}

/**
 * Makes a command available only in servers with the bot, and only to members with the Manage Server permission.
 * Discord hides it from everyone else. It knows no such thing for subcommands. Administrators of a server can change
 * who sees a command, so the handler checks the permission as well.
 */
export function forManagers<T extends ContextBuilder & { setDefaultMemberPermissions(permissions: bigint): unknown }>(
  builder: T,
): T {
  builder.setContexts(InteractionContextType.Guild);
  builder.setIntegrationTypes(ApplicationIntegrationType.GuildInstall);
  builder.setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild);
  return builder;
}
