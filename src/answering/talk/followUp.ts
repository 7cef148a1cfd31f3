import type { Question } from "../../model/index.ts";
import { isFollowUp, isOpenedAsFollowUp } from "../../retrieval/index.ts";
import { extractTerms, wholeWords } from "../../text/index.ts";
import { type AnswerKind, kindAskedFor } from "../answerKind.ts";
import { type AskedFor, analyseQuestion } from "../question.ts";
import { completeQuestion } from "./completeQuestion.ts";
import { withRelativeYear } from "./relativeYear.ts";

/**
 * A way to understand a question: what to search for, and what an answer must provide. `last` has the sentences of the
 * answer that it leans on, none if it leans on nothing. `asksForMore` is set if it asks for what that answer lacks: "who
 * else?"
 */
export type Reading = { query: string; asked: AskedFor; last: readonly string[]; asksForMore: boolean };

/** Words that stand for what the talk was about. */
const REFERENCE = new RegExp(
  `${wholeWords(
    "he|she|it|they|him|her|them|his|hers|their|its|this|these|those|there|ones?|er|sie|es|ihn|ihm|ihnen|sein\\p{L}*|dies\\p{L}*|dort|davon|dafür|dagegen|él|ella|ellos|ellas|eso|esto|esa|ese|il|elle|ils|elles|cela|ça|ele|ela|eles|elas|isso|он|она|оно|они|его|её|их|этот|это",
  )}|その|それ|彼|この人|他|她|它|这|那`,
  "iu",
);
/** "That", where it joins nothing and says of nothing which: "before that?", "can I extend that?" */
const POINTING = /(?<![\p{L}])that(?=\s*[?.!]*$|(?: one)?,)|(?<![\p{L}])(?:was|is|does|did|has) that(?![\p{L}])/iu;
/** Words that ask for more of what was given. */
const MORE = new RegExp(
  `${wholeWords(
    "else|any(?:thing|one|body) (?:more|other)|the others?|wer noch|was noch|noch (?:jemand|etwas|wer|was)|sonst|quién más|qué más|algo más|alguien más|qui d['’]autre|quoi d['’]autre|d['’]autres|chi altro|altro|quem mais|o que mais|кто ещё|что ещё",
  )}|他に|ほかに|还有(?:谁|什么|哪)`,
  "iu",
);
const YEAR = /(?<!\p{N})(?:1[5-9]|20)\p{Nd}\p{Nd}(?!\p{N})/gu;
/** The kinds of answers that have a thing that is counted or measured. */
const COUNTED: ReadonlySet<AnswerKind> = new Set(["count", "measure", "money", "percentage"]);
/** Number of own terms from which a question says itself what it is about, so that the topic only adds to it. */
const MIN_OWN_TERMS = 2;

/** The ways to understand a question, of which the one with the best answer counts, and one for when none has any. */
export type Readings = { readings: Reading[]; fallback: Reading | null };

/**
 * The ways to understand a question. A follow-up question is completed from the one before it or read together with what
 * the talk was about: the last question that stands alone, and what came after it.
 * @param language language of the document (BCP-47)
 */
export function readingsOf(question: Question, language: string): Readings {
  const earlier = (question.talk ?? []).map((turn) => turn.question);
  const text = withRelativeYear(question.text, earlier);
  const alone = { query: text, asked: analyseQuestion(text, language), last: [], asksForMore: false };
  const topic = topicOf(question);
  if (!topic.length || !leansOnTalk(text, language)) return { readings: [alone], fallback: null };
  const last = lastAnswer(question);
  const asksForMore = MORE.test(text);
  const whole = completeQuestion(text, topic.at(-1)!);
  const completed = whole ? [{ ...alone, ...asCompleted(whole, topic.at(-1)!, language), last }] : [];
  const together = (isStrict: boolean): Reading => ({
    ...withTopic(text, topic, language, isStrict),
    last,
    asksForMore,
  });
  if (isOpenedAsFollowUp(text) || asksForMore) {
    const asksItself = !whole && !asksForMore && saysWhatItAsks(text, language);
    // Somebody else's words on a matter are not any sentence that names him.
    const isSpeech = completed.some(({ asked }) => asked.asksForWords);
    // "And who is Anna Berg?" leans on nothing.
    if (asksItself && !refersBack(text)) return { readings: [together(false), alone], fallback: null };
    return { readings: isSpeech ? completed : [...completed, together(false)], fallback: asksItself ? alone : null };
  }
  return { readings: [...completed, together(true), alone], fallback: together(false) };
}

/** The reading of a follow-up question that was completed from the latest one. */
function asCompleted(whole: string, latest: string, language: string): Pick<Reading, "query" | "asked"> {
  const asked = analyseQuestion(whole, language);
  const old = new Set(extractTerms(latest, language));
  // The unit of what was asked for need not be repeated: "The council gives 40,000."
  const kind = asked.kind === "money" ? "measure" : asked.kind;
  return {
    query: whole,
    asked: { ...asked, kind, fresh: extractTerms(whole, language).filter((term) => !old.has(term)) },
  };
}

/** Whether a question has a question word and words enough to be understood alone, although it begins with "and". */
const saysWhatItAsks = (text: string, language: string): boolean =>
  (kindAskedFor(text) !== "other" || saysWhat(text)) && extractTerms(text, language).length >= MIN_OWN_TERMS;

/** Whether a question can only be understood with what was said before. */
const leansOnTalk = (text: string, language: string): boolean =>
  isFollowUp(text, language) || refersBack(text) || MORE.test(text);

/** Whether a question has a word that stands for what the talk was about. */
const refersBack = (text: string): boolean => REFERENCE.test(text) || POINTING.test(text);

/** The earlier questions without which a question cannot be understood, oldest first. Empty if it stands alone. */
export const leanedOn = (question: Question, language: string): string[] =>
  isFollowUp(question.text, language) ? topicOf(question) : [];

/** What the talk is about: the last question that stands alone, and those after it. Empty if there was none. */
function topicOf({ talk = [], language }: Question): string[] {
  const questions = talk.map(({ question }) => question);
  const last = questions.findLastIndex((text) => !leansOnTalk(text, language));
  return questions.slice(Math.max(0, last));
}

/** The marks of the quotes in an answer, at which it is split into sentences. */
const MARKS = /(?:\s?\[\d+\])+\s*/g;

/** The sentences of the last answer that quotes the document. */
function lastAnswer({ talk = [] }: Question): string[] {
  const answer = talk.findLast((turn) => turn.answer.search(MARKS) >= 0)?.answer ?? "";
  return answer.split(MARKS).filter((piece) => piece.trim() !== "");
}

/**
 * The reading of a follow-up question together with the topic of the talk.
 * @param isStrict whether all that it adds itself is held to be asked for, also the words of a question of its own
 */
function withTopic(
  text: string,
  topic: string[],
  language: string,
  isStrict: boolean,
): Pick<Reading, "query" | "asked"> {
  const own = analyseQuestion(text, language);
  const latest = analyseQuestion(topic.at(-1)!, language);
  const kinds = topic.map((question) => kindAskedFor(question));
  const whole = topic.join(" ");
  const old = analyseQuestion(whole, language);
  const kept = own.years.length ? whole.replace(YEAR, "") : whole;
  const ownTerms = extractTerms(text, language);
  const topicTerms = new Set(extractTerms(kept, language));
  const fresh = ownTerms.filter((term) => !topicTerms.has(term));
  const named = new Set([...own.names.flat(), ...(COUNTED.has(own.kind) ? own.focus : [])]);
  const isElliptical = own.kind === "other" && !own.asksForWords && !saysWhat(text);
  const addsWords = fresh.some((term) => !/^\p{N}/u.test(term));
  const replaces = !isElliptical || addsWords;
  return {
    query: `${text} ${kept}`,
    asked: {
      ...own,
      text: isElliptical ? `${text} ${kept}` : text,
      kind: isElliptical ? (kinds.findLast((kind) => kind !== "other") ?? "other") : own.kind,
      // What was counted is now only referred to: "In 2023 it received 1,640 tonnes."
      focus: isElliptical ? [] : own.focus,
      names: replaces && (isElliptical || ownTerms.length >= MIN_OWN_TERMS) ? own.names : old.names,
      numbers: replaces || own.numbers.length ? own.numbers : old.numbers,
      years: replaces || own.years.length ? own.years : old.years,
      asksForWords: own.asksForWords || (isElliptical && latest.asksForWords),
      topic: new Set(
        addsWords || ownTerms.length >= MIN_OWN_TERMS ? [...topicTerms].filter((term) => !ownTerms.includes(term)) : [],
      ),
      // A question with a verb of its own can be answered in other words; what is put in the place of something cannot.
      fresh: MORE.test(text)
        ? []
        : fresh.filter((term) => isElliptical || isStrict || /^\p{N}/u.test(term) || named.has(term)),
    },
  };
}

/** Whether a question asks what something is or does, so that it does not take its kind from the topic. */
const saysWhat = (text: string): boolean =>
  /(?<![\p{L}])(?:what|was|welche\p{L}*|qué|que|quoi|cosa|что|how(?! (?:many|much|long|often|far|old))|wie(?! (?:viele?|lange?|oft|hoch|weit|alt))|cómo|comment|come|как|can|could|is|are|do|does|did|kann|darf|puedo|peux)(?![\p{L}])|何|什么/iu.test(
    text,
  );
