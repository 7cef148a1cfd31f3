import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { en } from "../../src/present/catalogue/en.ts";
import { CATALOGUES, type Key, sayIn } from "../../src/present/index.ts";

const ROOT = join(import.meta.dirname, "../..");
const KEYS = Object.keys(en) as Key[];
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
const isUsed = (key: Key): boolean => {
  const [family] = key.split(".");
  return program.includes(`"${key}"`) || (key.includes(".") && program.includes(`\`${family}.\${`));
};

const textsOf = (entry: unknown): string[] => (typeof entry === "string" ? [entry] : Object.values(entry as object));
const namesIn = (entry: unknown): string[] =>
  [...new Set(textsOf(entry).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)))].sort();

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

test("what American English says otherwise are entries with the same placeholders", () => {
  for (const [key, entry] of Object.entries(CATALOGUES["en-US"]!))
    expect(namesIn(entry)).toEqual(namesIn(en[key as Key]));
});

test("numbers and plurals are those of the language, and unknown languages get British English", () => {
  expect(sayIn("en-GB")("words", { n: 1 })).toBe("1 word");
  expect(sayIn("en-GB")("words", { n: 12_345 })).toBe("12,345 words");
  expect(sayIn("xx")).toBe(sayIn("en-GB"));
  expect(sayIn("constructor")).toBe(sayIn("en-GB"));
  expect(sayIn("es-419")).toBe(sayIn("es-ES"));
});
