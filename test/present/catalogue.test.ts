import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { en } from "../../src/present/catalogue/en/index.ts";
import { CATALOGUES, LOCALES, type MessageKey, type PlainMessageKey, translatorFor } from "../../src/present/index.ts";

const ROOT = join(import.meta.dirname, "../..");
const KEYS = Object.keys(en) as MessageKey[];
const TRANSLATIONS = Object.entries(CATALOGUES).filter(([locale]) => locale !== "en-US");

/** Yields the contents of the TypeScript files in a folder, except those of the catalogues. */
function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "catalogue") yield* sourceFiles(path);
    } else if (entry.name.endsWith(".ts")) yield readFileSync(path, "utf8");
  }
}
const sourceCode = [...sourceFiles(join(ROOT, "src")), ...sourceFiles(join(ROOT, "commands"))].join("\n");

/**
 * Whether the source code contains the key, or a template literal that begins with its prefix, such as `error.${code}`.
 */
const isUsed = (key: MessageKey): boolean => {
  const prefix = key.slice(0, key.lastIndexOf(".") + 1);
  return sourceCode.includes(`"${key}"`) || (prefix !== "" && sourceCode.includes(`\`${prefix}\${`));
};

const textsOf = (entry: unknown): string[] => (typeof entry === "string" ? [entry] : Object.values(entry as object));
const placeholdersIn = (entry: unknown): string[] =>
  [...new Set(textsOf(entry).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)))].sort();

/**
 * Maximum lengths of messages in UTF-16 units, by a pattern that matches message keys. The lowest matching limit
 * applies (https://discord.com/developers/docs/interactions/application-commands and /components/reference).
 * (https://discord.com/developers/docs/interactions/application-commands and /components/reference).
 */
const LIMITS: [keys: RegExp, maxLength: number][] = [
  [/^(name|menu)\./, 32],
  [/^(command|option)\./, 100],
  [/^(limits\..+|(ask|give)Title|(ask|text|files|focus)Label)$/, 45], // Titles and labels of modals.
  [/^languageHint$/, 100], // Placeholders of modals.
  [/^modeHint\./, 100], // Descriptions of options of select menus.
  [/^(mode|length|threads|shape)\./, 40], // Options of select menus. Discord allows 100, but phones do not show that many.
  [/^(unset\..+|shape(Title|Language))$/, 150], // Placeholders of select menus.
  [/^(button\..+|data\..+|limits\.change|threads\.(on|off))$/, 30], // Discord allows 80, but phones do not show that many.
];
const maxLengthOf = (key: MessageKey): number =>
  Math.min(...LIMITS.map(([keys, maxLength]) => (keys.test(key) ? maxLength : Infinity)));
/** Matches valid names of slash commands. */
const COMMAND_NAME = /^[-_\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Matches the keys of entries that may equal the English ones: names, symbols, patterns, and "token" in Spanish. */
const SAME_AS_ENGLISH =
  /^(name\.pith|button\.(more|before|after|good|bad)|threadTitle|explained|detailed|markParagraph|listSeparator|about\.read)$|^es-ES:tokens$|^ja:markPage$/;

/**
 * Patterns that match references to commands, Apps menu items and the Ask button. Each is listed with the message key
 * of the name and the prefix that precedes the name.
 */
const REFERENCES: [pattern: RegExp, name: PlainMessageKey, prefix: string][] = [
  ...(["summarise", "ask", "compare", "forget", "settings", "pith"] as const).map(
    (name): [RegExp, PlainMessageKey, string] => [new RegExp(`(?<!\\w)/${name}\\b`), `name.${name}`, "/"],
  ),
  [/▸ Summarise/, "menu.summarise", "▸ "],
  [/\bAsk button/, "button.ask", ""],
];

test.each(KEYS)("the source code uses %s", (key) => expect(isUsed(key)).toBe(true));

describe.each(TRANSLATIONS)("%s", (locale, catalogue) => {
  test("has the same keys as British English", () => expect(Object.keys(catalogue).sort()).toEqual([...KEYS].sort()));
  test.each(KEYS)("has the placeholders of the entry %s", (key) =>
    expect(placeholdersIn(catalogue[key])).toEqual(placeholdersIn(en[key])),
  );
  test("has the plural forms of its language", () => {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    for (const entry of Object.values(catalogue)) {
      if (typeof entry === "string") continue;
      expect(Object.keys(entry)).toContain("other");
      // Rare categories may fall back to "other". One is the Spanish "many", which is used for whole millions.
      for (const category of pluralCategories.filter((one) => one === "one"))
        expect(Object.keys(entry)).toContain(category);
      for (const category of Object.keys(entry)) expect(pluralCategories).toContain(category);
    }
  });
});

describe.each(LOCALES)("%s", (locale) => {
  const translate = translatorFor(locale);
  const catalogue = { ...en, ...CATALOGUES[translate.locale] };

  test("stays within Discord's length limits", () => {
    for (const key of KEYS)
      for (const text of textsOf(catalogue[key])) {
        expect(text.length, key).toBeGreaterThan(0);
        expect(text.length, key).toBeLessThanOrEqual(maxLengthOf(key));
      }
  });

  test("has valid and unique command names", () => {
    const named = (prefix: string): string[] =>
      KEYS.filter((key) => key.startsWith(prefix)).map((key) => catalogue[key] as string);
    for (const name of named("name.")) {
      expect(name).toMatch(COMMAND_NAME);
      expect(name).toBe(name.toLowerCase());
    }
    for (const names of [named("name."), named("menu.")]) expect(new Set(names).size).toBe(names.length);
  });

  test("refers to commands and buttons by their translated names", () => {
    for (const [pattern, name, prefix] of REFERENCES)
      for (const key of KEYS.filter((one) => textsOf(en[one]).some((text) => pattern.test(text))))
        for (const text of textsOf(catalogue[key])) expect(text, key).toContain(`${prefix}${translate(name)}`);
  });
});

test.each(TRANSLATIONS.filter(([locale]) => locale !== "en-GB"))("%s translates every entry", (locale, catalogue) => {
  for (const key of KEYS) {
    if (SAME_AS_ENGLISH.test(key) || SAME_AS_ENGLISH.test(`${locale}:${key}`)) continue;
    const english = textsOf(en[key]);
    // Line breaks, headings, code, names of settings, URLs and file extensions are not translated.
    const kept = english[0]!.match(/\n|^### |`[^`]+`|\bPITH_\w+|https?:\/\/|\.\w+(?=[,)])/g) ?? [];
    for (const text of textsOf(catalogue[key])) {
      expect(english, key).not.toContain(text);
      for (const part of kept) expect(text, key).toContain(part);
    }
  }
});

test("American English spells summarize with a z", () => {
  for (const text of Object.values({ ...en, ...CATALOGUES["en-US"] }).flatMap(textsOf))
    expect(text).not.toMatch(/summaris/i);
});

test("American English overrides entries of British English, with the same placeholders", () => {
  for (const [key, entry] of Object.entries(CATALOGUES["en-US"]!))
    expect(placeholdersIn(entry)).toEqual(placeholdersIn(en[key as MessageKey]));
});

test("translatorFor formats numbers and plurals by locale, and falls back to British English", () => {
  expect(translatorFor("en-GB")("words", { n: 1 })).toBe("1 word");
  expect(translatorFor("en-GB")("words", { n: 12_345 })).toBe("12,345 words");
  expect(translatorFor("de")("words", { n: 12_345 })).toBe("12.345 Wörter");
  expect(translatorFor("de")("words", { n: 1 })).toBe("1 Wort");
  expect(translatorFor("es-ES")("words", { n: 1_000_000 })).toBe("1.000.000 palabras"); // "many" falls back to "other".
  expect(translatorFor("ja")("words", { n: 1 })).toBe("1語");
  expect(translatorFor("xx")).toBe(translatorFor("en-GB"));
  expect(translatorFor("constructor")).toBe(translatorFor("en-GB"));
  expect(translatorFor("es-419")).toBe(translatorFor("es-ES"));
});
