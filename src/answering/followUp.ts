import type { Question } from "../model/index.ts";
import { isFollowUp, isOpenedAsFollowUp } from "../retrieval/index.ts";
import { extractTerms, wholeWords } from "../text/index.ts";
import { type AskedFor, analyseQuestion } from "./question.ts";

/** A way to understand a question: what to search for, and what an answer must provide. */
export type Reading = { query: string; asked: AskedFor };

/** Words that stand for what the talk was about. */
const REFERENCE = new RegExp(
  `${wholeWords(
    "he|she|it|they|him|her|them|his|hers|their|its|this|these|those|there|ones?|er|sie|es|ihn|ihm|ihnen|sein\\p{L}*|dies\\p{L}*|dort|davon|dafür|dagegen|él|ella|ellos|ellas|eso|esto|esa|ese|il|elle|ils|elles|cela|ça|ele|ela|eles|elas|isso|он|она|оно|они|его|её|их|этот|это",
  )}|その|それ|彼|この人|他|她|它|这|那`,
  "iu",
);
const YEAR = /(?<!\p{N})(?:1[5-9]|20)\p{Nd}\p{Nd}(?!\p{N})/gu;
/** Number of own terms from which a question says itself what it is about, so that the topic only adds to it. */
const MIN_OWN_TERMS = 2;

/**
 * The ways to understand a question, in the order in which they are to be tried. A follow-up question is read together
 * with what the talk was about: the last question that stands alone, and what came after it.
 * @param language language of the document (BCP-47)
 */
export function readingsOf(question: Question, language: string): Reading[] {
  const { text } = question;
  const alone = { query: text, asked: analyseQuestion(text, language) };
  const topic = topicOf(question);
  if (!topic.length) return [alone];
  if (!isFollowUp(text, language) && !REFERENCE.test(text)) return [alone];
  const together = withTopic(text, topic, language);
  return isOpenedAsFollowUp(text) ? [together] : [together, alone];
}

/** What the talk is about: the last question that stands alone, and those after it. Empty if there was none. */
function topicOf({ talk = [], language }: Question): string[] {
  const questions = talk.map(({ question }) => question);
  const last = questions.findLastIndex((text) => !isFollowUp(text, language) && !REFERENCE.test(text));
  return questions.slice(Math.max(0, last));
}

function withTopic(text: string, topic: string[], language: string): Reading {
  const own = analyseQuestion(text, language);
  const latest = analyseQuestion(topic.at(-1)!, language);
  const whole = topic.join(" ");
  const old = analyseQuestion(whole, language);
  const kept = own.years.length ? whole.replace(YEAR, "") : whole;
  const ownTerms = extractTerms(text, language);
  const topicTerms = new Set(extractTerms(kept, language));
  const fresh = ownTerms.filter((term) => !topicTerms.has(term));
  const isElliptical = own.kind === "other" && !own.asksForWords && !saysWhat(text);
  const addsWords = fresh.some((term) => !/^\p{N}/u.test(term));
  const replaces = !isElliptical || addsWords;
  return {
    query: `${text} ${kept}`,
    asked: {
      ...own,
      text: `${text} ${kept}`,
      kind: isElliptical ? latest.kind : own.kind,
      // What was counted is now only referred to: "In 2023 it received 1,640 tonnes."
      focus: isElliptical ? [] : own.focus,
      names: replaces && (isElliptical || ownTerms.length >= MIN_OWN_TERMS) ? own.names : old.names,
      numbers: replaces || own.numbers.length ? own.numbers : old.numbers,
      years: replaces || own.years.length ? own.years : old.years,
      asksForWords: own.asksForWords || (isElliptical && latest.asksForWords),
      topic: new Set(
        addsWords || ownTerms.length >= MIN_OWN_TERMS ? [...topicTerms].filter((term) => !ownTerms.includes(term)) : [],
      ),
      fresh,
    },
  };
}

/** Whether a question asks what something is or does, so that it does not take its kind from the topic. */
const saysWhat = (text: string): boolean =>
  /(?<![\p{L}])(?:what|was|welche\p{L}*|qué|que|quoi|cosa|что|can|could|is|are|do|does|did|kann|darf|puedo|peux)(?![\p{L}])|何|什么/iu.test(
    text,
  );
