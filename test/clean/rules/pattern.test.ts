import { expect, test } from "vitest";
import { furnitureRule, opensTail } from "../../../src/clean/rules/boilerplatePhrases.ts";
import { asciiOf, partFor } from "../../../src/clean/rules/pattern.ts";

test("of the alternatives those stay that can match a line of ASCII letters", () => {
  expect(
    asciiOf(["menu|\\p{L}+ day", "(?:über|kontakt|(?:zur )?startseite)", "zaloguj(?: się)?|szukaj", "(?:меню)"]),
  ).toBe("menu|[a-z]+ day|kontakt|(?:zur )?startseite|zaloguj|szukaj");
});

test("typographic quotes and dashes are no letters of another alphabet", () => {
  expect(partFor("“Don’t miss” – it’s free")).toBe("ascii");
  expect(partFor("Über uns")).toBe("whole");
});

test("a rule holds for a line of ASCII letters and for one with others", () => {
  expect(["Zaloguj", "Zaloguj się", "Read more…", "Menü | Menu", "© 2026 Orrin"].map(furnitureRule)).toEqual([
    "service", "service", "service", null, "service",
  ]); // biome-ignore format: one row
  expect(["Don’t miss", "Ähnliche Artikel", "Weitere Artikel"].map(opensTail)).toEqual([true, true, true]);
});

test("the paragraphs of consent dialogs are furniture however long they are, what is written about cookies is not", () => {
  const long = " It stores no personal data, and is removed when the window is closed.".repeat(9);
  const dialogs = [
    "Necessary cookies are absolutely essential for the website.",
    "We and our 842 partners store and read data.",
  ];
  expect(dialogs.map((text) => furnitureRule(text + long))).toEqual(["service", "service"]);
  const prose = [
    "Necessary cookies were the subject of the ruling.",
    "We and our neighbours store apples.",
    "Cookies are small cakes.",
  ];
  expect(prose.map((text) => furnitureRule(text + long))).toEqual([null, null, null]);
});
