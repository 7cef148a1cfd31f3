import { expect, test } from "vitest";
import { asciiOf, partFor } from "../../src/clean/pattern.ts";
import { furnitureRule, opensTail } from "../../src/clean/phrases.ts";

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
