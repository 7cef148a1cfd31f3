import { primarySubtag } from "../../text/index.ts";
import { de } from "./de/index.ts";
import { en } from "./en/index.ts";
import type { Catalogue, MessageKey, PartialCatalogue, PlaceholderNames, Placeholders } from "./entries.ts";
import { enUs } from "./enUs.ts";
import { es } from "./es/index.ts";
import { ja } from "./ja/index.ts";

export type { MessageKey, PlainMessageKey } from "./entries.ts";

/**
 * Returns a message in one language. The compiler requires a value for each placeholder of the message and allows no
 * others.
 */
export type Translate = {
  <K extends MessageKey>(
    key: K,
    ...values: [PlaceholderNames<(typeof en)[K]>] extends [never] ? [] : [Placeholders<K>]
  ): string;
  /** The locale of the catalogue, BCP-47. */
  readonly locale: string;
};

/** The catalogues by Discord locale. https://discord.com/developers/docs/reference#locales */
export const CATALOGUES: Record<string, PartialCatalogue> = { "en-GB": en, "en-US": enUs, de, "es-ES": es, ja };

/** Discord locales that use the catalogue of another locale. */
const ALIASES: Record<string, string> = { "es-419": "es-ES" };

/** All Discord locales that have a translation. */
export const LOCALES = [...Object.keys(CATALOGUES), ...Object.keys(ALIASES)];

/** The locale for users whose own locale has no translation. */
export const DEFAULT_LOCALE = "en-GB";

/** Returns the locale for a language, given as a BCP-47 tag, or `DEFAULT_LOCALE` if it has no catalogue. */
export const localeOfLanguage = (language: string): string =>
  LOCALES.find((locale) => primarySubtag(locale) === primarySubtag(language)) ?? DEFAULT_LOCALE;

const translators = new Map<string, Translate>();

/** Returns the translator for a Discord locale, or for `DEFAULT_LOCALE` if it has no catalogue. */
export function translatorFor(locale: string): Translate {
  const canonical = ALIASES[locale] ?? locale;
  const supported = Object.hasOwn(CATALOGUES, canonical) ? canonical : DEFAULT_LOCALE;
  const known = translators.get(supported);
  if (known) return known;
  const translate = createTranslator(supported);
  translators.set(supported, translate);
  return translate;
}

/**
 * Creates the translator for a locale. Messages missing from its catalogue are taken from the British English one.
 * Numbers are formatted for the locale.
 */
function createTranslator(locale: string): Translate {
  const catalogue: Catalogue = { ...en, ...CATALOGUES[locale] };
  const pluralRules = new Intl.PluralRules(locale);
  const numberFormat = new Intl.NumberFormat(locale);
  const translate = (key: MessageKey, values: Record<string, string | number> = {}): string => {
    const entry = catalogue[key];
    const template = typeof entry === "string" ? entry : (entry[pluralRules.select(Number(values.n))] ?? entry.other!);
    return template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name]!;
      return typeof value === "number" ? numberFormat.format(value) : value;
    });
  };
  return Object.assign(translate as Translate, { locale });
}
