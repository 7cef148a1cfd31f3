import type { Document } from "../model/index.ts";
import { countWords, speakerOf, wholeWords } from "../text/index.ts";
import type { AskedFor } from "./question.ts";
import type { Unit } from "./units.ts";

/** What stands before a name and is no part of it. */
const TITLES = new Set(
  "mr mrs ms miss dr prof professor sir lady lord mayor councillor cllr captain herr frau señor señora sr sra don doña monsieur madame m mme signor signora dott senhor senhora г господин госпожа".split(
    " ",
  ),
);
/** The initials that stand for a name in a transcript. */
const INITIALS = /^\p{Lu}{1,3}$/u;
const UNSPACED = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+$/u;

const wordsOf = (name: string): string[] =>
  (name.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []).filter((word) => word.length > 1 && !TITLES.has(word));

/** Whether two words of names are one. Scripts without spaces write first and last name as one word. */
const isSameWord = (one: string, other: string): boolean =>
  one === other || (UNSPACED.test(one) && (one.includes(other) || other.includes(one)));

/** Whether two names may be those of one person: "Berg", "Dr Berg" and "Anna Berg", but not "Carl Berg" and "Anna Berg". */
function isSameSpeaker(one: string, other: string): boolean {
  const [shorter, longer] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.length - b.length) as [string[], string[]];
  return shorter.length > 0 && shorter.every((word) => longer.some((other) => isSameWord(word, other)));
}

/** Whether initials may stand for a name: "WA" for "Winifred Applegarth", but also for "Winifred". */
const mayAbbreviate = (label: string, name: string): boolean =>
  INITIALS.test(label) && wordsOf(name).some((word) => label.toLowerCase().includes(word[0]!));

/** Whether somebody speaks in a conversation. Then his name stands before what he says, and need not stand in it. */
export const hasTurns = (units: readonly Unit[], name: string): boolean =>
  units.some(({ speaker }) => speaker !== null && isSameSpeaker(speaker, name));

/**
 * Tells which units may be somebody's words: his turns in a conversation, and in running text what is attributed to him
 * and what stands in one block with his name. All units may, if the document is by him or about him, or says of him more
 * than what he says, so that a label such as "Interviewee" may be his.
 * @param name as written in the question
 */
export function wordsOfSpeaker(
  units: readonly Unit[],
  { title, byline }: Pick<Document, "title" | "byline">,
  name: string,
): (i: number) => boolean {
  const words = wordsOf(name);
  const names = (text: string): boolean => {
    const found = new Set(wordsOf(text));
    return words.some((word) => found.has(word) || (UNSPACED.test(word) && text.includes(word)));
  };
  if (!words.length || names(title ?? "") || names(byline ?? "")) return () => true;
  const labels = new Set(units.flatMap(({ speaker }) => speaker ?? []));
  const hasLabel = [...labels].some((label) => isSameSpeaker(label, name) || mayAbbreviate(label, name));
  if (labels.size && !hasLabel && units.some(({ speaker, text }) => speaker === null && names(text))) return () => true;
  const isNamedInBlock = new Set(units.filter(({ text }) => names(text)).map(({ block }) => block));
  return (i) => {
    const { speaker, text, block, heading } = units[i]!;
    const cited = speakerOf(text);
    if (cited && isSameSpeaker(cited, name)) return true;
    if (speaker !== null) return isSameSpeaker(speaker, name) || mayAbbreviate(speaker, name);
    if (cited) return false;
    return isNamedInBlock.has(block) || (heading >= 0 && names(units[heading]!.text));
  };
}

/** Words for the speaker alone. */
const FIRST_PERSON = new RegExp(
  `${wholeWords("I|I['’](?:m|ll|d|ve)|my|mine|me|myself|ich|mir|mich|mein\\p{L}*|yo|mí|je|moi|mon|ma|mes|io|mio|mia|eu|meu|minha|я|мне|меня|мой|моя")}|j['’]|私|僕|俺|我`,
  "iu",
);
/** What it adds to the logit of a unit that it says of its speaker what is asked of somebody. */
const SPEAKER_NAMED = 1.5;
/** What it adds that "she" who says or thinks something is the one whose words are asked for. */
const SAID_BY_PRONOUN = 2;
/** What it adds that a sentence begins with his name. */
const BEGINS_WITH_NAME = 1.2;
const PRONOUN = new RegExp(
  `^["“„«]?(?:${wholeWords("he|she|er|sie|él|ella|il|elle|lui|lei|ele|ela|он|она")}|彼女?は)`,
  "iu",
);
/** A name of a person in running text, at which a sentence begins to speak of somebody else. */
const PERSON =
  /(?<![\p{L}])(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Lady|Herr|Frau|Señora?|Madame|Monsieur)\.? \p{Lu}|\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+/u;

/** Asks who brought something up in a conversation. */
const WHO_SUGGESTED = new RegExp(
  `${wholeWords(
    "(?:who|whose) (?:\\p{L}+ ){0,2}(?:suggest|propose|ask|recommend|idea|mention|bring|brought|want)(?:s|d|ed)?|wer (?:\\p{L}+ ){0,6}(?:vorgeschlagen|schlug|gefragt|fragte|fragt|empfohlen|empfahl)|wessen (?:idee|vorschlag)|quién (?:propuso|sugirió|preguntó|recomendó|propone|sugiere)|de quién (?:es|fue|era) la idea|qui (?:a )?(?:proposé|suggéré|demandé|propose|suggère)",
  )}|誰が(?:.{0,20})(?:提案|言い出|聞)`,
  "iu",
);
/** Suggests or asks something. */
const SUGGESTION = new RegExp(
  `[?？]|${wholeWords(
    "let['’]?s|we (?:should|could|can)|you should|what about|how about|why (?:don['’]t|not)|i(?:['’]d)? (?:suggest|propose|recommend|vote for|say we|go for|prefer)|shall we|wie wäre|sollten wir|wir (?:sollten|könnten|können)|lass(?:t)? uns|ich (?:schlage|würde|finde|bin für)|vorschlag|qué tal|podríamos|propongo|sugiero|deberíamos|on pourrait|si on|je propose|et si",
  )}|ませんか|ましょう|どう(?:かな|です)|提案`,
  "iu",
);
/** What it adds that somebody suggests what is asked of who suggested it. */
const SUGGESTED = 3;

/** Whether what somebody asks in a conversation can be the answer, because it is asked who brought something up. */
export const asksWhoSuggested = ({ text }: AskedFor): boolean => WHO_SUGGESTED.test(text);

/**
 * What it adds to the logit of a unit that its speaker, whom it need not name, may be the one who is asked for or whose
 * words are.
 * @param name of whose words are asked for, if it is known
 * @param isOnTopic whether the unit has a word of the question
 */
export function speakerBonus(
  units: readonly Unit[],
  i: number,
  asked: AskedFor,
  name: string | null,
  isOnTopic: boolean,
): number {
  const { speaker, text } = units[i]!;
  const { kind, asksForWords } = asked;
  if (speaker !== null && asksWhoSuggested(asked)) return SUGGESTION.test(text) ? SUGGESTED : 0;
  if (speaker !== null) return kind === "person" && FIRST_PERSON.test(text) && isOnTopic ? SPEAKER_NAMED : 0;
  if (!asksForWords || !name) return 0;
  if (refersTo(units, i, name)) return SAID_BY_PRONOUN;
  const words = wordsOf(name);
  return wordsOf(text)
    .slice(0, words.length)
    .some((word) => words.includes(word))
    ? BEGINS_WITH_NAME
    : 0;
}

/** Whether a unit begins with a pronoun, and the last person named before it in its block is this one. */
function refersTo(units: readonly Unit[], i: number, name: string): boolean {
  if (!PRONOUN.test(units[i]!.text)) return false;
  const words = new Set(wordsOf(name));
  for (let j = i - 1; j >= 0 && units[j]!.block === units[i]!.block; j--) {
    if (wordsOf(units[j]!.text).some((word) => words.has(word))) return true;
    if (PERSON.test(units[j]!.text)) return false;
  }
  return false;
}

/** The name of the person who is introduced by what he is: "Dr Simone Achard (director)", "Emil Stark, the conservator". */
export function nameOfRole(units: readonly Unit[], role: string): string | null {
  const name = "(?<name>\\p{Lu}[\\p{L}\\p{M}’'-]+(?: \\p{Lu}[\\p{L}\\p{M}’'-]+){1,2})";
  const introduced = new RegExp(`${name}(?: \\(|, )(?:(?:\\p{Ll}+ ){0,3})${role}(?![\\p{L}])`, "u");
  for (const { text } of units) {
    const found = introduced.exec(text)?.groups?.name;
    if (found) return found.split(" ").at(-1)!;
  }
  return null;
}

/** Maximum number of words of what somebody says that is shown when it is not asked what about. */
const MAX_SAID_WORDS = 45;
/** Number of words that a turn has at least that is shown then, if there are such turns. */
const MIN_TELLING_WORDS = 4;

/**
 * What somebody says in a conversation, for a question that does not ask what about: "What did Bob say?" Its first turns
 * that tell something, in order. Empty for any other question.
 */
export function allWordsOf(units: readonly Unit[], { asksForWords, speakerName, subject }: AskedFor): Unit[] {
  if (!asksForWords || !speakerName || subject.length || !hasTurns(units, speakerName)) return [];
  const own = units.filter(
    ({ speaker, text }) => speaker && /\p{L}/u.test(text) && isSameSpeaker(speaker, speakerName),
  );
  const telling = own.filter(({ text, answers }) => answers && countWords(text) >= MIN_TELLING_WORDS);
  const said: Unit[] = [];
  let words = 0;
  for (const unit of telling.length ? telling : own) {
    words += countWords(unit.text);
    if (said.length && words > MAX_SAID_WORDS) break;
    said.push(unit);
  }
  return said;
}
