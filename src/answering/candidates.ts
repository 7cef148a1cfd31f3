import type { Document, TaskContext } from "../model/index.ts";
import { EvidenceIndex, segmentLogits } from "../retrieval/index.ts";
import { extractTerms } from "../text/index.ts";
import { AnswerFeatures } from "./features.ts";
import type { Reading } from "./followUp.ts";
import { hasTurns, wordsOfSpeaker } from "./speakers.ts";
import { TermMeanings } from "./terms/termMeanings.ts";
import { type Unit, unitsOf } from "./units.ts";

/** A unit that may answer the question, with its features. */
type Candidate = { index: number; unit: Unit; features: Float64Array };

/** Number of units with the best words that are judged. */
const MAX_CANDIDATES = 12;
/** Number of units after each of the best ones that are judged too: what follows a heading, a question or a pronoun. */
const FOLLOWERS = 3;

/** A document whose units can be searched for answers. */
export type AnswerIndex = { units: readonly Unit[]; candidates(reading: Reading): Candidate[] };

/**
 * Indexes a document for answers.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function createAnswerIndex(document: Document, context: TaskContext): Promise<AnswerIndex> {
  const units = await unitsOf(document, context);
  const { language } = document;
  const index = await EvidenceIndex.build(document.text, language, units, context);
  const meanings = new TermMeanings(document);
  return {
    units,
    candidates(reading) {
      const name = reading.asked.speakerName;
      const { query, asked } = name && hasTurns(units, name) ? withoutName(reading, name, language) : reading;
      const evidence = index.evidenceFor(query, (term) => meanings.related(term));
      if (!evidence.hasMatch) return [];
      const logits = segmentLogits(evidence);
      const features = new AnswerFeatures(asked, evidence, units, logits, document);
      const isTheirs = name ? wordsOfSpeaker(units, document, name) : () => true;
      return candidateIndices(units, logits)
        .filter(isTheirs)
        .map((i) => ({ index: i, unit: units[i]!, features: features.of(i) }));
    },
  };
}

/** A question without the name of whose words are asked for. */
function withoutName({ query, asked }: Reading, name: string, language: string): Reading {
  const terms = new Set(extractTerms(name, language));
  const names = asked.names.filter((words) => !words.every((word) => terms.has(word)));
  return { query: query.replace(name, ""), asked: { ...asked, names } };
}

/** The indices of the units that are judged, best words first. */
function candidateIndices(units: readonly Unit[], logits: Float64Array): number[] {
  const best = Array.from(logits.keys())
    .sort((a, b) => logits[b]! - logits[a]!)
    .slice(0, MAX_CANDIDATES);
  const found = new Set<number>();
  for (const [rank, i] of best.entries()) {
    const followers = rank < 4 || !units[i]!.answers ? FOLLOWERS : 0;
    for (let j = i; j <= i + followers; j++) if (units[j]?.answers) found.add(j);
  }
  return [...found];
}
