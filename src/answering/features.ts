import type { Document } from "../model/index.ts";
import { answerabilityLogit, COLUMN, type Evidence, ROW_WIDTH } from "../retrieval/index.ts";
import { extractTerms, isCjkLanguage, speakerOf, wholeWords } from "../text/index.ts";
import { candidateOffsets, mayGiveReason } from "./answerKind.ts";
import { hasCount, hasMeasure, hasUnit, measuresAskedFor } from "./measures.ts";
import { contrastsWith } from "./opposites.ts";
import { type AskedFor, isNegated, negatedWords } from "./question.ts";
import { MIN_MATCH, TermMatches } from "./terms/termMatches.ts";
import type { Unit } from "./units.ts";

/** The features of a unit as an answer to a question, in the order of the columns of `featuresOf`. */
export const FEATURES = [
  "bias", // always 1
  "answerability", // logit that the document answers the question, judged by its words alone; from -6 to 6
  "rank", // logarithm of the unit's probability, relative to the best unit of the document
  "coverage", // idf share of the question's terms that it contains
  "contextCoverage", // the same, with its neighbours, heading and lead-in
  "previousCoverage", // the same, of the unit before it in its block
  "nextCoverage", // of the unit after it in its block
  "headingCoverage", // of its heading
  "refersBack", // coverage by the unit before it, if it begins with a pronoun or demonstrative
  "firstTerm", // match strength of the rarest term of the question
  "relativeBm25", // BM25 score, divided by the total idf of the question
  "absentName", // share of the question's names that stand nowhere in the document or its title
  "missingName", // share of the question's names that neither it nor its context has
  "otherName", // 1 if it lacks a name of the question and has another one
  "missingFresh", // share of what a follow-up question adds that neither it nor its context has
  "missingNumber", // share of the question's numbers that it lacks
  "numberFarAway", // the same, where its context does not have them either
  "yearFarAway", // as numberFarAway, for years
  "otherYear", // 1 if it has years, but not that of the question
  "missingCounted", // 1 if it lacks what is counted or measured
  "missingChosen", // 1 if it lacks what is chosen from or named
  "missingRelation", // 1 if it has none of the question's words other than names, numbers and focus
  "relationFarAway", // the same, where its context has none either
  "kindMissing_money", // 1 if this kind is asked for, and it has no candidate answer of it
  "kindMissing_percentage",
  "kindMissing_count",
  "kindMissing_duration",
  "kindMissing_time",
  "kindMissing_measure",
  "kindMissing_year",
  "kindMissing_name",
  "nobody", // 1 if somebody is asked for, and it tells of nobody or of somebody without a name
  "kindMissing_place",
  "kindMissing_reason",
  "afterRestated", // coverage by the unit before it, if a reason or an event is asked for
  "nearness", // 1 if a candidate answer stands at the focus or, if there is none, at another term of the question
  "countedElsewhere", // 1 if things are counted, and no number stands near them
  "contrast", // 1 if it has the opposite of a word of the question, and not the word
  "denies", // 1 if it is negated and the question is not
  "deniesAsked", // 1 if it denies just that whose reason is asked for
  "words", // 1 if words are asked for, and it reports or quotes words
  "spokenByAsked", // 1 if words are asked for, and the one whose words they are says it
  "spokenByOther", // 1 if words are asked for, and somebody else says it
  "frame", // 1 if it belongs to the paper rather than to the text
  "led", // coverage by the question, heading or colon that introduces it
  "ledByLine", // coverage by any other line that introduces it
  "novelty", // logarithm of one more than the number of its terms that the question does not have
  "nothingNew", // 1 if it has fewer than two such terms
  "unfinished", // 1 if it is alone in its block and ends without a full stop
  "planned", // 1 if it tells of something planned and the question of something that happened
  "short", // 1 if it has fewer than twelve characters
  "openQuestion", // 1 if the question asks for no particular kind
  "elsewhere", // idf share of the words that neither it nor its context has, but another part of the document
  "nameElsewhere", // share of the names that neither it nor its context has, but another part of the document
  "outsideClause", // idf share of the words that it has, but not in a clause with a candidate answer
  "wrongMeasure", // 1 if a certain measure is asked for, such as a length, and it has none
  "bareNumber", // 1 if a measure is asked for, and it has numbers only without units
  "supposed", // 1 if it tells of a condition, and the question of none
  "kindMissing_person", // 1 if somebody is asked for, and it has no new name
  "missingSubject", // share of what the words that are asked for are about that it lacks
  "yearMissing", // share of the question's years that neither it nor its heading has
  "missingThing", // share of the things taken for known that neither it nor what stands before it has
  "wrongCount", // 1 if it is asked how many, and it counts nothing
  "indirect", // 1 if it asks the question itself
  "speaksOfAsked", // 1 if it reports what another says of the one whose words are asked for
  "afterCondition", // coverage by the unit before it, if it is asked what happens or what to do
] as const;
export type Feature = (typeof FEATURES)[number];

const REPORTED =
  /["“”„«»「」『』]|(?<![\p{L}])(?:said|says?|argue[sd]?|claim(?:s|ed)?|wr[io]tes?|believe[sd]?|thinks?|thought|told|case is|according|denie[sd]|insist(?:s|ed)?|warn(?:s|ed)?|sagte?|meint\p{L}?|erklärte?|dice|dijo|afirm\p{L}+|dit|estime|affirme|disse|diz|говорит|сказал\p{L}?|заявил\p{L}?|считает)(?![\p{L}])|述べ|話す|語る|言う|という|说|表示|认为/iu;
const YEAR_IN_TEXT = /(?<!\p{N})(?:1[5-9]|20)\d\d(?!\p{N})/u;
const NAME_IN_TEXT = /(?<=[^\n][\s(«"“„'])\p{Lu}[\p{L}\p{M}-]+/u;
const REFERS_BACK =
  /^["“„«(]?(?:[\p{L}]+, )?(?:it|its|he|his|she|her|they|their|them|this|that|these|those|such|the (?:latter|former|same)|one|both|er|sie|es|seine?\p{L}{0,2}|ihre?\p{L}{0,2}|dies\p{L}{0,3}|das|él|ella|ellos|ellas|este|esta|estos|estas|ese|esa|eso|su|sus|il|elle|ils|elles|ce|cette|ces|cela|ele|ela|eles|elas|isso|questo|questa|essi|он|она|они|оно|это|этот|эта|эти|его|их|bu|bunlar|onlar|o)(?![\p{L}\p{M}])|^(?:他|她|它|这|該|该|其|彼|それ|これ|この|その)|^(?:هو|هي|هذا|هذه|وهو|وهي)\s/iu;
const NOBODY =
  /(?<![\p{L}])(?:nobody|no one|no-one|none|somebody|someone|vacant|anyone|anybody|niemand|jemand|keiner|nadie|alguien|personne|quelqu['’]un|ninguém|alguém|nessuno|qualcuno|никто|кто-то)(?![\p{L}])|誰も|没有人|有人/iu;
const HAPPENED = /(?<![\p{L}])did(?![\p{L}])|(?<![\p{L}])(?:wurden?|hat|haben)(?![\p{L}])/iu;
const PLANNED =
  /(?<![\p{L}])(?:(?:was|were|is|are) (?:to|supposed|expected|scheduled|planned|due|meant)|would|will|shall|plan(?:s|ned)? to|soll(?:te|ten|en)?|geplant|debía\p{L}?|devait|prévue?s?)(?![\p{L}])/iu;
/** Maximum distance, in UTF-16 units, at which a number counts what is asked for. */
const NEAR = 30;
/** Range of the features `answerability` and `rank`. */
const MAX_LOGIT = 6;
const MIN_RANK = -4;
/** Length below which a unit says little, in UTF-16 units. */
const SHORT = 12;
/** Number of units before a unit that it may refer to. */
const REACH = 4;
const SAID_THAT = /(?<![\p{L}])(?:that|dass|daß|que|qu['’]|che|что|że)(?![\p{L}])|(?:述べ|言っ|话|指摘)/iu;
const INDIRECT =
  /(?<![\p{L}])(?:ask(?:s|ed)?|wonder(?:s|ed)?|(?:unclear|unknown|not known|no one knows|nobody knows)|fragt(?:e)?|unklar|weiß niemand|pregunt\p{L}+|no se sabe|demand(?:e|é|ait)|chied\p{L}+|chiese|pergunt\p{L}+|спр(?:осил|ашива)\p{L}*|неизвестно|pyta\p{L}*|zapytał\p{L}*)(?: \p{L}+){0,3}[, ]+(?:who|whom|what|when|where|why|how|whether|which|wer|was|wann|wo|warum|wie|ob|welche\p{L}*|quién|qué|cuándo|dónde|por qué|cómo|cuánt\p{L}+|qui|ce qu\p{L}|quand|où|pourquoi|comment|combien|chi|cosa|quando|dove|perché|quanto|quem|onde|кто|что|когда|где|почему|сколько|kto|kiedy|gdzie)(?![\p{L}])/iu;
const CONDITION = new RegExp(
  wholeWords(
    "if|unless|whether|would|could|should|falls|sofern|würden?|könnten?|sollten?|wenn|si|podría|debería|pourrait|devrait|se|caso|dovrebbe|potrebbe|deveria|если|бы|jeśli|jeżeli",
  ),
  "iu",
);
const CLAUSE =
  /[;:()–—]|,\s(?=(?:and|but|while|whereas|or|so|which|who|und|aber|während|oder|y|pero|mientras|et|mais|tandis|e|ma|mas|а|но|и)\s)/u;
const HAPPENS =
  /(?<![\p{L}])(?:what (?:happens|should|must|can|do|does|will happen)|how (?:do|can|should)|was (?:passiert|geschieht|mache|muss|soll|kann|tue)|qué (?:pasa|ocurre|hago|debo)|que (?:se passe|faire|dois)|cosa (?:succede|devo)|o que (?:acontece|devo)|что (?:будет|делать))(?![\p{L}])|どうなり|どうすれば|怎么办|会怎/iu;

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
    return { ...measured, ...(kind === "reason" && mayGiveReason(unit.text) ? {} : { [`kindMissing_${kind}`]: 1 }) };
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
      nothingNew: Number(novel < 2),
      unfinished: Number(isAlone && !/[.!?…。！？:;][)\]"'”’»」]*$/u.test(unit.text)),
      short: Number(unit.text.length < SHORT),
    };
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

/** Whether a text has a number or code that is not part of another. */
const hasToken = (text: string, token: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}])${token.replace(/[.]/g, "\\.")}(?![\\p{L}\\p{N}])`, "u").test(text);

/** The share (0..1) of the elements of a list for which a condition holds; 0 for an empty list. */
const share = <T>(list: T[], condition: (element: T) => boolean): number =>
  list.length ? list.filter(condition).length / list.length : 0;
