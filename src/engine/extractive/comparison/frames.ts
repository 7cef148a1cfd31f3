import type { Value } from "../../../facts/index.ts";
import { CLAUSE_BOUNDARY, type Passage } from "./passages/passages.ts";

/** The weight of each term by its key: how rare it is in both documents, from 0 to 1. */
export type Weights = Map<string, number>;
/**
 * What a value is of. `context` has the words around it, each with a weight that falls with the distance; `total` is the
 * sum of the weights. `nouns` are the words right beside it, which it probably counts, the next one first.
 */
export type Frame = { value: Value; passage: Passage; context: Map<string, number>; total: number; nouns: string[] };

/** Weight of the words of headings, relative to that of the words right beside a value. */
const LABEL_WEIGHT = 0.4;
/** Weight of the words of the sentence before, if the own sentence is short, and if it is very short. */
const PREVIOUS_WEIGHT = 0.2;
const LEANING_WEIGHT = 0.5;
/** How fast the weight falls with each word, and with each clause, between a word and the value. */
const DISTANCE_DECAY = 0.25;
const CLAUSE_DECAY = 0.6;
/** Sentences of fewer terms are short, and very short: they lean on the sentence before. */
const FEW_TERMS = 6;
const LEANING_TERMS = 4;
/** Maximum distance in UTF-16 units of what a value counts, after it. */
const MAX_NOUN_DISTANCE = 32;
const MAX_NOUNS = 3;
/** Maximum distance of what it counts before it: "of the 120 stalls, 52". */
const MAX_LEAD_DISTANCE = 4;

/** Weighs the terms of two documents by how few of their sentences contain them. */
export function weighTerms(passages: Passage[]): Weights {
  const frequencies = new Map<string, number>();
  for (const { terms } of passages)
    for (const key of new Set(terms.map((term) => term.key))) frequencies.set(key, (frequencies.get(key) ?? 0) + 1);
  const most = Math.log(1 + passages.length);
  return new Map(
    Array.from(frequencies, ([key, frequency]) => [key, Math.log(1 + passages.length / frequency) / most]),
  );
}

/** Creates the frames of the values of a passage. */
export function framesOf(passage: Passage, weights: Weights): Frame[] {
  return passage.values.map((value) => frameOf(value, passage, weights));
}

function frameOf(value: Value, passage: Passage, weights: Weights): Frame {
  const { terms, text, labels, previous } = passage;
  const context = new Map<string, number>();
  const add = (key: string, factor: number): void => {
    const weight = (weights.get(key) ?? 1) * factor;
    if (weight > (context.get(key) ?? 0)) context.set(key, weight);
  };
  const firstAfter = terms.findIndex((term) => term.start >= value.end);
  const after = firstAfter < 0 ? terms.length : firstAfter;
  let before = after;
  while (before > 0 && terms[before - 1]!.end > value.start) before--;
  for (const [i, term] of terms.entries()) {
    if (term.start < value.end && term.end > value.start) continue;
    const isAfter = term.start >= value.end;
    const distance = isAfter ? i - after : before - 1 - i;
    const between = isAfter ? text.slice(value.end, term.start) : text.slice(term.end, value.start);
    const boundaries = between.match(CLAUSE_BOUNDARY)?.length ?? 0;
    add(term.key, CLAUSE_DECAY ** boundaries / (1 + DISTANCE_DECAY * distance));
  }
  for (const key of labels) add(key, LABEL_WEIGHT);
  const leaning = terms.length < LEANING_TERMS ? LEANING_WEIGHT : PREVIOUS_WEIGHT;
  if (previous && terms.length < FEW_TERMS) for (const { key } of previous.terms) add(key, leaning);
  const nouns: string[] = [];
  for (const { key, start } of terms.slice(after, after + MAX_NOUNS)) {
    const between = text.slice(value.end, start);
    if (between.length > MAX_NOUN_DISTANCE || between.search(CLAUSE_BOUNDARY) >= 0) break;
    nouns.push(key);
  }
  const last = terms[before - 1];
  if (last && value.start - last.end <= MAX_LEAD_DISTANCE) nouns.push(last.key);
  let total = 0;
  for (const weight of context.values()) total += weight;
  return { value, passage, context, total, nouns };
}

/** How much of what two values are of is the same, from 0 to 1. */
export function contextSimilarity(one: Frame, other: Frame): number {
  let shared = 0;
  for (const [key, weight] of one.context) shared += Math.min(weight, other.context.get(key) ?? 0);
  return (2 * shared) / (one.total + other.total || 1);
}
