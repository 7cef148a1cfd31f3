import type { Document, TaskContext } from "../model/index.ts";
import { EvidenceIndex, segmentLogits } from "../retrieval/index.ts";
import { extractTerms } from "../text/index.ts";
import { AnswerFeatures } from "./features.ts";
import { findDenial } from "./premise.ts";
import { asksWhoSuggested, hasTurns, nameOfRole, speakerBonus, wordsOfSpeaker } from "./speakers.ts";
import type { Reading } from "./talk/followUp.ts";
import { distancesToLastAnswer, nearnessBonus } from "./talk/lastAnswer.ts";
import { isSameStem } from "./terms/stems.ts";
import { TermMeanings } from "./terms/termMeanings.ts";
import { type Unit, unitsOf } from "./units.ts";

/** A unit that may answer the question, with its features. `bonus` is what its place in the talk adds to its logit. */
export type Candidate = { index: number; unit: Unit; features: Float64Array; bonus: number };

/** Number of units with the best words that are judged. */
const MAX_CANDIDATES = 12;
/** Number of units after each of the best ones that are judged too: what follows a heading, a question or a pronoun. */
const FOLLOWERS = 3;

/** A document whose units can be searched for answers. */
export type AnswerIndex = {
  units: readonly Unit[];
  /** BCP-47 */
  language: string;
  candidates(reading: Reading): Candidate[];
  /** As `findDenial`. */
  denial(reading: Reading): ReturnType<typeof findDenial>;
};

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
    language,
    denial(reading) {
      const distances = distancesToLastAnswer(units, reading);
      return findDenial(units, reading, language, (i) => distances.has(i));
    },
    candidates(reading) {
      const { speakerName, speakerRole } = reading.asked;
      const roleName = speakerRole ? nameOfRole(units, speakerRole) : null;
      const name = speakerName ?? roleName;
      const known = roleName ? { ...reading, query: `${reading.query} ${roleName}` } : reading;
      const { query, asked } =
        speakerName && hasTurns(units, speakerName) ? withoutName(known, speakerName, language) : known;
      const evidence = index.evidenceFor(query, (term) => meanings.related(term));
      if (!evidence.hasMatch) return [];
      const logits = segmentLogits(evidence);
      const features = new AnswerFeatures(asked, evidence, units, logits, document);
      const isTheirs = name ? wordsOfSpeaker(units, document, name) : () => true;
      const isOf = (i: number): boolean =>
        isTheirs(i) || (speakerRole !== null && units[i]!.text.includes(speakerRole));
      const distances = distancesToLastAnswer(units, reading);
      const isNew = (i: number): boolean => !reading.asksForMore || distances.get(i) !== 0;
      const own = extractTerms(asked.text, language);
      const isOnTopic = (text: string): boolean =>
        extractTerms(text, language).some((term) => own.some((other) => isSameStem(term, other)));
      const bonusOf = (i: number): number =>
        nearnessBonus(distances.get(i), units[i]!, reading, language) +
        speakerBonus(units, i, asked, name, isOnTopic(units[i]!.text));
      const canAnswer = ({ answers, speaker }: Unit): boolean =>
        answers || (speaker !== null && asksWhoSuggested(asked));
      const near = [...distances.keys()].filter((i) => units[i]!.answers);
      return [...new Set([...candidateIndices(units, logits, canAnswer), ...near])]
        .filter((i) => isOf(i) && isNew(i))
        .map((i) => ({ index: i, unit: units[i]!, features: features.of(i), bonus: bonusOf(i) }));
    },
  };
}

/** A question without the name of whose words are asked for. */
function withoutName({ query, asked, ...reading }: Reading, name: string, language: string): Reading {
  const terms = new Set(extractTerms(name, language));
  const names = asked.names.filter((words) => !words.every((word) => terms.has(word)));
  return { ...reading, query: query.replace(name, ""), asked: { ...asked, names } };
}

/** The indices of the units that are judged, best words first. */
function candidateIndices(units: readonly Unit[], logits: Float64Array, canAnswer: (unit: Unit) => boolean): number[] {
  const best = Array.from(logits.keys())
    .sort((a, b) => logits[b]! - logits[a]!)
    .slice(0, MAX_CANDIDATES);
  const found = new Set<number>();
  for (const [rank, i] of best.entries()) {
    const followers = rank < 4 || !units[i]!.answers ? FOLLOWERS : 0;
    for (const [k, unit] of units.slice(i, i + followers + 1).entries()) if (canAnswer(unit)) found.add(i + k);
  }
  return [...found];
}
