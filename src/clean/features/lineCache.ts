import { describe, type Line } from "../line.ts";
import { type FurnitureRule, furnitureRule, opensTail } from "../rules/boilerplatePhrases.ts";
import { countCookies, hintsOf } from "../rules/keywordHints.ts";

/** What a line tells on its own, whatever stands around it. */
export type Look = {
  line: Line;
  rule: FurnitureRule | null;
  tail: boolean;
  hints: number[];
  cookies: number;
  terms: Set<number>;
};

/** Looks at a line, unless it has been looked at. */
export function lookAt(text: string, looks: Map<string, Look>): Look {
  const known = looks.get(text);
  if (known) return known;
  const line = describe(text);
  const look = {
    line,
    rule: furnitureRule(text),
    tail: opensTail(text),
    hints: hintsOf(text),
    cookies: countCookies(text),
    terms: new Set(line.terms),
  };
  looks.set(text, look);
  return look;
}
