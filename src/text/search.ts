import MiniSearch from "minisearch";
import type { Span } from "../model/index.ts";
import { passages } from "./passages.ts";
import { terms } from "./words.ts";

/** A passage and how well it fits a question: above 0, comparable within one question only. */
export type Hit = Span & { score: number };

/**
 * For each question the `k` passages of `text` that fit it best, best first, by BM25+ over our own terms (minisearch
 * would otherwise split at spaces, and Chinese has none).
 */
export function search(text: string, questions: string[], k: number, language: string): Hit[][] {
  const spans = passages(text, language);
  const index = new MiniSearch<{ id: number; text: string }>({
    fields: ["text"],
    tokenize: (value) => terms(value, language),
    processTerm: (term) => term,
  });
  index.addAll(spans.map(({ start, end }, id) => ({ id, text: text.slice(start, end) })));
  return questions.map((question) =>
    index
      .search(question)
      .slice(0, k)
      .map(({ id, score }) => ({ ...spans[id as number]!, score })),
  );
}
