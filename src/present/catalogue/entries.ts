import type { en } from "./en/index.ts";

/** A text, or a text for each plural category of `{n}` that its language has. */
type Entry = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Key = keyof typeof en;
/** What another language says for each entry of a part of the English catalogue: no key may be missing or added. */
export type Translated<English> = Record<keyof English, Entry>;
/** A whole catalogue of another language, and one that only says what differs. */
export type Catalogue = Translated<typeof en>;
export type Partially = Partial<Catalogue>;

/** The names between braces in a text. */
type Names<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
export type NamesOf<T> = T extends string ? Names<T> : "n" | Names<T[keyof T]>;
export type Values<K extends Key> = Record<NamesOf<(typeof en)[K]>, string | number>;

/** Keys of what is said without filling anything in. */
export type PlainKey = { [K in Key]: [NamesOf<(typeof en)[K]>] extends [never] ? K : never }[Key];
