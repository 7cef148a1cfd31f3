import type { Quote } from "../../src/model/index.ts";
import { type CitedSource, createCiter } from "../../src/present/citations/index.ts";
import type { Translate } from "../../src/present/index.ts";
import { marksOf } from "../../src/present/mark.ts";

/** Creates a function that renders the mark of a quote as a card shows it. */
export function createMarker(sources: CitedSource[], translate: Translate): (quote: Quote) => string {
  const cite = createCiter(sources, translate);
  return (quote) => marksOf([quote], cite).trim();
}
