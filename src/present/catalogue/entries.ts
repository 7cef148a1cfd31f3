import type { en } from "./en/index.ts";

/** A string, or one string for each plural category of the language, selected by the value of `{n}`. */
type Entry = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type MessageKey = keyof typeof en;
/** The translation of a part of the English catalogue, with exactly the same keys. */
export type Translated<English> = Record<keyof English, Entry>;
export type Catalogue = Translated<typeof en>;
/** A catalogue that may omit entries. Missing entries are taken from British English. */
export type PartialCatalogue = Partial<Catalogue>;

type NamesInTemplate<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesInTemplate<Rest> : never;
/** The placeholder names of an entry, without braces. */
export type PlaceholderNames<T> = T extends string ? NamesInTemplate<T> : "n" | NamesInTemplate<T[keyof T]>;
export type Placeholders<K extends MessageKey> = Record<PlaceholderNames<(typeof en)[K]>, string | number>;

/** The key of a message without placeholders. */
export type PlainMessageKey = {
  [K in MessageKey]: [PlaceholderNames<(typeof en)[K]>] extends [never] ? K : never;
}[MessageKey];
