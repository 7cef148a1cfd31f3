import { describe, expect, test } from "vitest";
import { extractOpposedWords, extractPeopleGroups } from "../../src/facts/index.ts";

describe("extractOpposedWords", () => {
  const axesOf = (text: string, language: string): Map<number, number> =>
    new Map(extractOpposedWords(text, language).map(({ axis, side }) => [axis, side]));

  test.each<[string, string, string, string]>([
    ["won", "en", "lost", "en"],
    ["rose", "en", "fell", "en"],
    ["open", "en", "geschlossen", "de"],
    ["aprobada", "es", "rechazada", "es"],
    ["autorisé", "fr", "interdit", "fr"],
    ["on", "en", "off", "en"],
    ["hired", "en", "entließ", "de"],
  ])("has %j (%s) and %j (%s) on two sides of one axis", (one, language, other, otherLanguage) => {
    const [first, second] = [axesOf(one, language), axesOf(other, otherLanguage)];
    expect([...first].some(([axis, side]) => second.get(axis) === -side)).toBe(true);
  });

  test.each<[string, string]>([
    ["address", "en"],
    ["density", "en"],
    ["gente", "es"],
    ["открыт", "ru"],
  ])("finds none in %j (%s)", (text, language) => expect(extractOpposedWords(text, language)).toEqual([]));
});

test.each<[string, string, string[]]>([
  ["Of the parents, 81 per cent want it; pupils do not.", "en", ["parent", "child"]],
  ["Drei Radfahrer und ein Fußgänger", "de", ["cyclist", "pedestrian"]],
  ["Las mujeres ganan menos.", "es", ["woman"]],
  ["People live here.", "en", []],
])("extractPeopleGroups of %j", (text, language, groups) =>
  expect(extractPeopleGroups(text, language).map(({ group }) => group)).toEqual(groups),
);
