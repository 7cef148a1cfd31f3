import type { Document } from "../model/index.ts";
import { answerabilityLogit, COLUMN, type Evidence, ROW_WIDTH } from "../retrieval/index.ts";
import { extractTerms, isCjkLanguage, speakerOf } from "../text/index.ts";
import { candidateOffsets, mayGiveReason } from "./answerKind.ts";
import {
  CLAUSE,
  CONDITION,
  HAPPENED,
  HAPPENS,
  hasToken,
  INDIRECT,
  NAME_IN_TEXT,
  NOBODY,
  PLANNED,
  REFERS_BACK,
  REPORTED,
  SAID_THAT,
  YEAR_IN_TEXT,
} from "./cues.ts";
import { FEATURES, type Feature } from "./featureNames.ts";
import { hasCount, hasMeasure, hasUnit, measuresAskedFor } from "./measures.ts";
import { contrastsWith } from "./opposites.ts";
import { type AskedFor, isNegated, negatedWords } from "./question.ts";
import { MIN_MATCH, TermMatches } from "./terms/termMatches.ts";
import type { Unit } from "./units.ts";

/** Maximum distance, in UTF-16 units, at which a number counts what is asked for. */
const NEAR = 30;
/** Range of the features `answerability` and `rank`. */
const MAX_LOGIT = 6;
const MIN_RANK = -4;
/** Length below which a unit says little, in UTF-16 units. */
const SHORT = 12;
/** Minimum coverage (0..1) of a sentence that says what is asked about. */
const MIN_RESTATED = 0.5;
/** Number of units before a unit that it may refer to. */
const REACH = 4;

/** A unit with its surroundings: the indices of its neighbours, heading and lead-in. */
type Place = { i: number; unit: Unit; around: number[] };
type Values = Partial<Record<Feature, number>>;

/** Computes the features of units for one question. */
export class AnswerFeatures {
  readonly #language: string;
  readonly #title: ReadonlySet<string>;
  readonly #asked: AskedFor;
  readonly #evidence: Evidence;
  readonly #matches: TermMatches;
  readonly #units: readonly Unit[];
  readonly #logits: Float64Array;
  readonly #bestLogit: number;
  /** The features that all units share. */
  readonly #shared: Values;
  /** The rarest term of the question, and those that are no names, numbers or focus. */
  readonly #rarest: Evidence["terms"][number];
  readonly #relation: string[];
  readonly #measures: ReadonlySet<string> | null;
  readonly #isContrast: (sentence: string) => boolean;

  /** @param logits the logit of each unit in the model of `segmentLogits` */
  constructor(
    asked: AskedFor,
    evidence: Evidence,
    units: readonly Unit[],
    logits: Float64Array,
    { language, title }: Pick<Document, "language" | "title">,
  ) {
    this.#language = language;
    this.#title = new Set(extractTerms(title ?? "", language));
    this.#asked = asked;
    this.#evidence = evidence;
    this.#units = units;
    this.#logits = logits;
    this.#bestLogit = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
    this.#matches = new TermMatches(evidence, asked.topic);
    const { terms } = this.#matches;
    const named = new Set([...asked.names.flat(), ...asked.focus]);
    this.#relation = terms.map(({ term }) => term).filter((term) => !named.has(term) && !/^\p{N}/u.test(term));
    this.#rarest = terms.reduce((rarest, term) => (term.idf > rarest.idf ? term : rarest), terms[0]!);
    this.#isContrast = contrastsWith(asked.text);
    const isAbsent = (name: string[]): boolean =>
      !this.#isTopic(name) && !name.some((term) => this.#matches.stands(term));
    this.#shared = {
      bias: 1,
      answerability: Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, answerabilityLogit(evidence))),
      absentName: share(asked.names, isAbsent),
    };
    this.#measures = measuresAskedFor(asked, language);
  }

  /** The row of features of the unit at index `i`. */
  of(i: number): Float64Array {
    const place = { i, unit: this.#units[i]!, around: this.#contextOf(i) };
    const values: Values = {
      ...this.#shared,
      ...this.#words(place),
      ...this.#lacks(place),
      ...this.#names(place),
      ...this.#focus(place),
      ...this.#kind(place),
      ...this.#denials(place),
      ...(this.#asked.asksForWords && this.#speech(place)),
      ...this.#form(place),
    };
    return Float64Array.from(FEATURES, (name) => values[name] ?? 0);
  }

  /** The units around the unit at index `i`: its neighbours in the text, its heading and its lead-in. */
  #contextOf(i: number): number[] {
    const { block, heading, leadIn } = this.#units[i]!;
    const neighbours = [i - 1, i + 1].filter((j) => this.#units[j] && Math.abs(this.#units[j]!.block - block) <= 1);
    return [...new Set([...neighbours, heading, leadIn])].filter((j) => j >= 0);
  }

  /** What the question is about that neither it nor what it may refer to has. */
  #lacks({ i, unit, around }: Place): Values {
    const { names, definites } = this.#asked;
    const near = [i, ...around];
    for (let j = i - 1; j >= Math.max(0, i - REACH) && unit.block - this.#units[j]!.block <= 1; j--) near.push(j);
    const missing = this.#matches.terms.filter(
      ({ term }) => !this.#matches.hasAny([term], near) && !this.#title.has(term),
    );
    const elsewhere = missing.filter(({ term }) => this.#matches.stands(term));
    const isMissing = (word: string): boolean => missing.some(({ term }) => term === word);
    return {
      elsewhere: elsewhere.reduce((sum, { idf }) => sum + idf, 0) / this.#matches.totalIdf,
      nameElsewhere: share(names, (name) => elsewhere.some(({ term }) => name.includes(term))),
      missingThing: share(definites, (words) => words.every(isMissing)),
    };
  }

  /** How many of the question's words it has, and which of them stand around it. */
  #words({ i, unit, around }: Place): Values {
    const coverage = (j: number): number => this.#matches.coverage([j]);
    const inBlock = (j: number): number => (this.#units[j]?.block === unit.block ? coverage(j) : 0);
    const previous = i > 0 ? coverage(i - 1) : 0;
    const leadIn = this.#units[unit.leadIn];
    const isPlainLine = leadIn?.answers && !/[:：]$/.test(leadIn.text);
    return {
      rank: Math.max(MIN_RANK, this.#logits[i]! - this.#bestLogit),
      coverage: coverage(i),
      contextCoverage: this.#matches.coverage([i, ...around]),
      previousCoverage: inBlock(i - 1),
      nextCoverage: inBlock(i + 1),
      headingCoverage: unit.heading >= 0 ? coverage(unit.heading) : 0,
      refersBack: REFERS_BACK.test(unit.text) ? previous : 0,
      afterRestated: this.#asked.kind === "reason" ? previous : 0,
      afterCondition: HAPPENS.test(this.#asked.text) && this.#units[i - 1]?.block === unit.block ? previous : 0,
      firstTerm: this.#rarest.match[i]!,
      relativeBm25: this.#evidence.features[i * ROW_WIDTH + COLUMN.bm25]! / this.#matches.totalIdf,
      ...(leadIn && { [isPlainLine ? "ledByLine" : "led"]: coverage(unit.leadIn) }),
    };
  }

  /** Which names, numbers and years of the question it lacks, and what it has instead. */
  #names({ i, unit, around }: Place): Values {
    const { names, numbers, years, fresh } = this.#asked;
    const before = around.filter((j) => j < i && this.#units[j]!.block === unit.block);
    const context = [unit.text, ...around.map((j) => this.#units[j]!.text)].join("\n");
    const lacks = (name: string[], units: number[]): boolean => !this.#matches.hasAny(name, units);
    return {
      missingName: share(names, (name) => lacks(name, [i, ...around]) && !this.#isTopic(name)),
      otherName: Number(names.some((name) => lacks(name, [i])) && NAME_IN_TEXT.test(unit.text)),
      missingFresh: share(fresh, (term) => lacks([term], /^\p{N}/u.test(term) ? [i] : [i, ...before])),
      missingNumber: share(numbers, (number) => !hasToken(unit.text, number)),
      numberFarAway: share(numbers, (number) => !hasToken(context, number)),
      // The year of a figure in a table stands at the head of its column.
      yearFarAway: unit.isRow ? 0 : share(years, (year) => !context.includes(year)),
      yearMissing: unit.isRow
        ? 0
        : share(years, (year) => ![i, unit.heading].some((j) => this.#units[j]?.text.includes(year))),
      otherYear: Number(!unit.isRow && years.some((year) => !unit.text.includes(year)) && YEAR_IN_TEXT.test(unit.text)),
    };
  }

  /** Whether it is about what is counted or chosen from, and has the relation that is asked about. */
  #focus({ i, unit, around }: Place): Values {
    const { focus } = this.#asked;
    const missing = this.#isCounted && !unit.isRow ? "missingCounted" : "missingChosen";
    return {
      ...(focus.length && { [missing]: 1 - this.#matches.best(focus, [i]) }),
      ...(this.#relation.length && {
        missingRelation: Number(this.#matches.best(this.#relation, [i]) < MIN_MATCH),
        relationFarAway: Number(this.#matches.best(this.#relation, [i, ...around]) < MIN_MATCH),
      }),
    };
  }

  get #isCounted(): boolean {
    return this.#asked.kind === "count" || this.#asked.kind === "measure";
  }

  /** Whether it has an answer of the kind that is asked for. A cell of a table shows its kind at the head of its column. */
  #kind({ i, unit }: Place): Values {
    const { kind, text: question, focus } = this.#asked;
    const offsets = unit.isRow ? null : candidateOffsets(kind, unit.text, question);
    if (!offsets) return { openQuestion: 1 };
    const measured = {
      wrongCount: Number(kind === "count" && this.#measures === null && !hasCount(unit.text, this.#language)),
      wrongMeasure: Number(this.#measures !== null && !hasMeasure(unit.text, this.#measures, this.#language)),
      bareNumber: Number(kind === "measure" && !hasUnit(unit.text, this.#language)),
      supposed: Number(!CONDITION.test(question) && CONDITION.test(unit.text)),
    };
    const isPlanned = HAPPENED.test(question) && PLANNED.test(unit.text);
    const planned = Number((kind === "time" || kind === "year") && isPlanned);
    if (offsets.length) {
      const nearness = Number(this.#isNear(unit.text, offsets));
      const countedElsewhere = this.#isCounted && focus.length ? 1 - nearness : 0;
      return {
        ...measured,
        planned,
        nearness,
        countedElsewhere,
        outsideClause: this.#outsideClause(i, unit.text, offsets),
      };
    }
    if (kind === "person") return { nobody: Number(NOBODY.test(unit.text)), kindMissing_person: 1 };
    return {
      ...measured,
      ...(kind === "reason" && (mayGiveReason(unit.text) || this.#followsRestated(i))
        ? {}
        : { [`kindMissing_${kind}`]: 1 }),
    };
  }

  /** The idf share of the terms that a text has, but not in a clause with a candidate answer. */
  #outsideClause(i: number, text: string, offsets: number[]): number {
    let at = 0;
    const clauses = text.split(CLAUSE).map((clause) => {
      const start = text.indexOf(clause, at);
      at = start + clause.length;
      return { start, end: at, lower: clause.toLowerCase() };
    });
    const own = clauses.filter(({ start, end }) => offsets.some((offset) => start <= offset && offset < end));
    const found = this.#matches.terms.filter(({ term }) => this.#matches.hasAny([term], [i]));
    const outside = found.filter(({ term }) => {
      const stem = term.slice(0, Math.max(4, term.length - 2));
      return text.toLowerCase().includes(stem) && !own.some(({ lower }) => lower.includes(stem));
    });
    return outside.reduce((sum, { idf }) => sum + idf, 0) / this.#matches.totalIdf;
  }

  /** Whether a candidate answer stands near the focus, or near any term of the question if there is no focus. */
  #isNear(text: string, offsets: number[]): boolean {
    const lower = text.toLowerCase();
    const terms = this.#asked.focus.length ? this.#asked.focus : this.#matches.terms.map(({ term }) => term);
    return terms
      .map((term) => lower.indexOf(term.slice(0, Math.max(4, term.length - 2))))
      .some((place) => place >= 0 && offsets.some((offset) => Math.abs(place - offset) <= NEAR));
  }

  #denials({ unit }: Place): Values {
    const denies = !this.#asked.isNegated && isNegated(unit.text);
    const asksWhy = this.#asked.kind === "reason" && !isCjkLanguage(this.#language);
    return {
      denies: Number(denies),
      deniesAsked: Number(denies && asksWhy && this.#deniesTermIn(unit.text)),
      contrast: Number(this.#isContrast(unit.text)),
      indirect: Number(INDIRECT.test(unit.text) && !INDIRECT.test(this.#asked.text)),
    };
  }

  /** Whether a negation stands right before a term of the question: "We do not sell", "did not accept". */
  #deniesTermIn(text: string): boolean {
    return negatedWords(text).some((words) =>
      extractTerms(words, this.#language).some((term) => this.#matches.isAsked(term)),
    );
  }

  /** Whether it reports words, and whose they are. */
  #speech({ i, unit }: Place): Values {
    const { speaker: askedSpeaker, names, subject } = this.#asked;
    const speaker = unit.speaker ?? speakerOf(unit.text);
    const said = new Set(extractTerms(speaker ?? "", this.#language));
    const asked = askedSpeaker.length ? askedSpeaker : names.flat();
    const isAsked = asked.some((term) => said.has(term));
    return {
      words: Number(REPORTED.test(unit.text)),
      spokenByAsked: Number(isAsked),
      spokenByOther: Number(said.size > 0 && asked.length > 0 && !isAsked),
      speaksOfAsked: Number(askedSpeaker.length > 0 && !isAsked && this.#isSpokenOf(unit.text, askedSpeaker)),
      missingSubject: share(subject, (term) => !this.#matches.hasAny([term], [i])),
    };
  }

  /** Whether a text tells of somebody only after "said that". */
  #isSpokenOf(text: string, who: string[]): boolean {
    const [said, rest] = split(text, SAID_THAT);
    const has = (part: string): boolean => extractTerms(part, this.#language).some((term) => who.includes(term));
    return rest !== null && !has(said) && has(rest);
  }

  #form({ i, unit }: Place): Values {
    const known = this.#matches.terms.filter(({ match }) => match[i]! > 0).length;
    const novel = Math.max(0, new Set(extractTerms(unit.text, this.#language)).size - known);
    const isAlone = [i - 1, i + 1].every((j) => this.#units[j]?.block !== unit.block);
    return {
      frame: Number(unit.isFrame),
      novelty: Math.log(1 + novel),
      nothingNew: Number(novel < (this.#hasNumberAskedFor(unit) ? 1 : 2)),
      unfinished: Number(isAlone && !/[.!?…。！？:;][)\]"'”’»」]*$/u.test(unit.text)),
      short: Number(unit.text.length < SHORT),
    };
  }

  /** Whether it goes on from a sentence of its block that says what is asked about. */
  #followsRestated(i: number): boolean {
    const unit = this.#units[i]!;
    const isNext = this.#units[i - 1]?.block === unit.block && REFERS_BACK.test(unit.text);
    return isNext && this.#matches.coverage([i - 1]) >= MIN_RESTATED;
  }

  /** Whether a number is asked for, which is new by itself, and it has one. */
  #hasNumberAskedFor({ text }: Unit): boolean {
    const { kind, text: question } = this.#asked;
    const isNumber = !["other", "reason", "name", "person", "place", "choice"].includes(kind);
    return isNumber && (candidateOffsets(kind, text, question)?.length ?? 0) > 0;
  }

  /** Whether a name is what the document is about. */
  #isTopic(name: string[]): boolean {
    return name.some((term) => this.#title.has(term));
  }
}

/** A text before and after a pattern; null after it if it is not there. */
function split(text: string, pattern: RegExp): [string, string | null] {
  const at = text.search(pattern);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at)];
}

/** The share (0..1) of the elements of a list for which a condition holds; 0 for an empty list. */
const share = <T>(list: T[], condition: (element: T) => boolean): number =>
  list.length ? list.filter(condition).length / list.length : 0;
