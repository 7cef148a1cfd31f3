import { expect, test } from "vitest";
import { boilerplateRule, isRelatedHeading } from "../../../src/clean/rules/boilerplatePhrases.ts";
import { asciiAlternation, variantFor } from "../../../src/clean/rules/patternVariants.ts";

test("asciiAlternation keeps the alternatives that can match ASCII lines", () => {
  expect(
    asciiAlternation([
      "menu|\\p{L}+ day",
      "(?:über|kontakt|(?:zur )?startseite)",
      "zaloguj(?: się)?|szukaj",
      "(?:меню)",
    ]),
  ).toBe("menu|[a-z]+ day|kontakt|(?:zur )?startseite|zaloguj|szukaj");
});

test("variantFor treats typographic quotes and dashes as ASCII", () => {
  expect(variantFor("“Don’t miss” – it’s free")).toBe("ascii");
  expect(variantFor("Über uns")).toBe("unicode");
});

test("boilerplateRule and isRelatedHeading match ASCII and non-ASCII lines", () => {
  expect(["Zaloguj", "Zaloguj się", "Read more…", "Menü | Menu", "© 2026 Orrin"].map(boilerplateRule)).toEqual([
    "service",
    "service",
    "service",
    null,
    "service",
  ]);
  expect(["Don’t miss", "Ähnliche Artikel", "Weitere Artikel"].map(isRelatedHeading)).toEqual([true, true, true]);
});

test("boilerplateRule matches paragraphs of consent dialogs of any length, but not prose about cookies", () => {
  const padding = " It stores no personal data, and is removed when the window is closed.".repeat(9);
  const dialogs = [
    "Necessary cookies are absolutely essential for the website.",
    "We and our 842 partners store and read data.",
  ];
  expect(dialogs.map((text) => boilerplateRule(text + padding))).toEqual(["service", "service"]);
  const prose = [
    "Necessary cookies were the subject of the ruling.",
    "We and our neighbours store apples.",
    "Cookies are small cakes.",
  ];
  expect(prose.map((text) => boilerplateRule(text + padding))).toEqual([null, null, null]);
});
