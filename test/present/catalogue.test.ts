import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { en } from "../../src/present/catalogue/en/index.ts";
import { CATALOGUES, LOCALES, type MessageKey, type PlainMessageKey, translatorFor } from "../../src/present/index.ts";

const ROOT = join(import.meta.dirname, "../..");
const KEYS = Object.keys(en) as MessageKey[];
const WHOLE = Object.entries(CATALOGUES).filter(([locale]) => locale !== "en-US");

/** Source files of the program, but for the catalogues themselves. */
function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "catalogue") yield* sources(path);
    } else if (entry.name.endsWith(".ts")) yield readFileSync(path, "utf8");
  }
}
const program = [...sources(join(ROOT, "src")), ...sources(join(ROOT, "commands"))].join("\n");

/** What a code calls by `error.${code}` is used as a family. */
const isUsed = (key: MessageKey): boolean => {
  const family = key.slice(0, key.lastIndexOf(".") + 1);
  return program.includes(`"${key}"`) || (family !== "" && program.includes(`\`${family}\${`));
};

const textsOf = (entry: unknown): string[] => (typeof entry === "string" ? [entry] : Object.values(entry as object));
const namesIn = (entry: unknown): string[] =>
  [...new Set(textsOf(entry).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)))].sort();

/**
 * The most characters that Discord takes of a text by where it stands
 * (https://discord.com/developers/docs/interactions/application-commands and /components/reference).
 */
const LIMITS: [where: RegExp, most: number][] = [
  [/^(name|menu)\./, 32],
  [/^(command|option)\./, 100],
  [/^(limits\..+|(ask|give)Title|(ask|text|files|focus)Label)$/, 45], // titles and labels of modals
  [/^(mode|length|shape)\./, 100], // options of selects
  [/^(set\..+|shape(Title|Language))$/, 150], // placeholders of selects
  [/^(button\..+|threads(On|Off))$/, 30], // Discord takes 80, which no phone shows
];
const mostOf = (key: MessageKey): number =>
  Math.min(...LIMITS.map(([where, most]) => (where.test(key) ? most : Infinity)));
/** Discord's rule for the names of slash commands. */
const NAME = /^[-_\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** What may be the same in another language: names, signs, how errors are put together, and "token" in Spanish. */
const SAME = /^(name\.pith|button\.(more|before|after|good|bad)|threadTitle|explained|detailed)$|^es-ES:tokens$/;

/** What people see of Pith by its name: commands, entries of the Apps menu, and the Ask button. */
const SHOWN: [mentioned: RegExp, name: PlainMessageKey, before: string][] = [
  ...(["summarise", "ask", "compare", "forget", "pith"] as const).map((name): [RegExp, PlainMessageKey, string] => [
    new RegExp(`(?<!\\w)/${name}\\b`),
    `name.${name}`,
    "/",
  ]),
  [/▸ Summarise/, "menu.summarise", "▸ "],
  [/\bAsk button/, "button.ask", ""],
];

test.each(KEYS)("%s is said somewhere", (key) => expect(isUsed(key)).toBe(true));

describe.each(WHOLE)("%s", (locale, catalogue) => {
  test("has every entry and no other", () => expect(Object.keys(catalogue).sort()).toEqual([...KEYS].sort()));
  test.each(KEYS)("has the placeholders of %s", (key) => expect(namesIn(catalogue[key])).toEqual(namesIn(en[key])));
  test("has a form for every plural of its language", () => {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    for (const entry of Object.values(catalogue)) {
      if (typeof entry === "string") continue;
      expect(Object.keys(entry)).toContain("other");
      // A rare category ("many" in Spanish is for whole millions) may do with the usual form.
      for (const category of pluralCategories.filter((one) => one === "one"))
        expect(Object.keys(entry)).toContain(category);
      for (const category of Object.keys(entry)) expect(pluralCategories).toContain(category);
    }
  });
});

describe.each(LOCALES)("%s", (locale) => {
  const translate = translatorFor(locale);
  const catalogue = { ...en, ...CATALOGUES[translate.locale] };

  test("is short enough for Discord", () => {
    for (const key of KEYS)
      for (const text of textsOf(catalogue[key])) {
        expect(text.length, key).toBeGreaterThan(0);
        expect(text.length, key).toBeLessThanOrEqual(mostOf(key));
      }
  });

  test("gives each command a name that Discord takes, and no two the same", () => {
    const named = (kind: string): string[] =>
      KEYS.filter((key) => key.startsWith(kind)).map((key) => catalogue[key] as string);
    for (const name of named("name.")) {
      expect(name).toMatch(NAME);
      expect(name).toBe(name.toLowerCase());
    }
    for (const names of [named("name."), named("menu.")]) expect(new Set(names).size).toBe(names.length);
  });

  test("mentions commands and buttons as its readers see them", () => {
    for (const [mentioned, name, before] of SHOWN)
      for (const key of KEYS.filter((one) => textsOf(en[one]).some((text) => mentioned.test(text))))
        for (const text of textsOf(catalogue[key])) expect(text, key).toContain(`${before}${translate(name)}`);
  });
});

test.each(WHOLE.filter(([locale]) => locale !== "en-GB"))("all of %s is translated", (locale, catalogue) => {
  for (const key of KEYS) {
    if (SAME.test(key) || SAME.test(`${locale}:${key}`)) continue;
    const english = textsOf(en[key]);
    // Line breaks, headings, code and settings by name stay as they are.
    const kept = english[0]!.match(/\n|^### |`[^`]+`|\bPITH_\w+|https?:\/\/|\.\w+(?=[,)])/g) ?? [];
    for (const text of textsOf(catalogue[key])) {
      expect(english, key).not.toContain(text);
      for (const part of kept) expect(text, key).toContain(part);
    }
  }
});

test("American English summarizes wherever British English summarises", () => {
  for (const text of Object.values({ ...en, ...CATALOGUES["en-US"] }).flatMap(textsOf))
    expect(text).not.toMatch(/summaris/i);
});

test("what American English says otherwise are entries with the same placeholders", () => {
  for (const [key, entry] of Object.entries(CATALOGUES["en-US"]!))
    expect(namesIn(entry)).toEqual(namesIn(en[key as MessageKey]));
});

test("numbers and plurals are those of the language, and unknown languages get British English", () => {
  expect(translatorFor("en-GB")("words", { n: 1 })).toBe("1 word");
  expect(translatorFor("en-GB")("words", { n: 12_345 })).toBe("12,345 words");
  expect(translatorFor("de")("words", { n: 12_345 })).toBe("12.345 Wörter");
  expect(translatorFor("de")("words", { n: 1 })).toBe("1 Wort");
  expect(translatorFor("es-ES")("words", { n: 1_000_000 })).toBe("1.000.000 palabras"); // a plural of its own, which is the usual
  expect(translatorFor("ja")("words", { n: 1 })).toBe("1語");
  expect(translatorFor("xx")).toBe(translatorFor("en-GB"));
  expect(translatorFor("constructor")).toBe(translatorFor("en-GB"));
  expect(translatorFor("es-419")).toBe(translatorFor("es-ES"));
});
