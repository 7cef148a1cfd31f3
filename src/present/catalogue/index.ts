import { de } from "./de/index.ts";
import { en } from "./en/index.ts";
import type { Catalogue, Key, NamesOf, Partially, Values } from "./entries.ts";
import { enUs } from "./enUs.ts";
import { es } from "./es/index.ts";
import { ja } from "./ja/index.ts";

export type { Key, PlainKey } from "./entries.ts";

/** Says something in one language; the values of its placeholders are checked by the compiler. */
export type Say = {
  <K extends Key>(key: K, ...values: [NamesOf<(typeof en)[K]>] extends [never] ? [] : [Values<K>]): string;
  /** BCP-47. */
  readonly locale: string;
};

/** The languages that Pith speaks, by the locales that Discord calls them. */
export const CATALOGUES: Record<string, Partially> = { "en-GB": en, "en-US": enUs, de, "es-ES": es, ja };

/** Discord's locales that share the catalogue of another. */
const SHARED: Record<string, string> = { "es-419": "es-ES" };

/** All of Discord's locales that are spoken. */
export const LOCALES = [...Object.keys(CATALOGUES), ...Object.keys(SHARED)];

/** What is said to people whose language Pith does not speak. */
export const USUAL = "en-GB";

const said = new Map<string, Say>();

/** The voice for a locale; British English for what has no catalogue. Numbers are written as the locale writes them. */
export function sayIn(locale: string): Say {
  const named = SHARED[locale] ?? locale;
  const spoken = Object.hasOwn(CATALOGUES, named) ? named : USUAL;
  const known = said.get(spoken);
  if (known) return known;
  const say = voice(spoken);
  said.set(spoken, say);
  return say;
}

function voice(locale: string): Say {
  const catalogue: Catalogue = { ...en, ...CATALOGUES[locale] };
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const say = (key: Key, values: Record<string, string | number> = {}): string => {
    const entry = catalogue[key];
    const text = typeof entry === "string" ? entry : (entry[plural.select(Number(values.n))] ?? entry.other!);
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name]!;
      return typeof value === "number" ? number.format(value) : value;
    });
  };
  return Object.assign(say as Say, { locale });
}
