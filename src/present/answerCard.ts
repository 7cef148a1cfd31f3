import type { Answer, Quote } from "../model/index.ts";
import type { Card } from "./card.ts";
import type { Say } from "./catalogue/index.ts";
import { engineWords, quoteBlock } from "./digestCard.ts";
import { arrange, outside, smallPrint } from "./fit.ts";
import { inert, shorten, visible } from "./inert.ts";

const LONGEST_TITLE = 100;
const LONGEST_QUESTION = 300;
const LONGEST_ANSWER = 1800;

/** An answer as a card: the text with its quotes, or that there is none and the nearest passage. */
export function answerCard(answer: Answer, question: string, say: Say): Card {
  const from = ({ document }: Quote): string => {
    const title = answer.documents.length > 1 && answer.documents.find(({ id }) => id === document)?.title;
    return title ? outside(title, LONGEST_TITLE) : "";
  };
  const nearest = answer.nearest
    ? [`${say("nearest")}\n${quoteBlock(answer.nearest, null, say, from(answer.nearest))}`]
    : [];
  const text = answer.answerable
    ? inert(shorten(visible(answer.text), LONGEST_ANSWER)).replace(/\\\[(\d+)\\\]/g, "[$1]")
    : say("doesNotSay");
  const { blocks } = arrange([
    `-# ${outside(question, LONGEST_QUESTION)}`,
    text,
    ...answer.quotes.map((quote, i) => quoteBlock(quote, i + 1, say, from(quote))),
    ...nearest,
    smallPrint([engineWords(answer, answer.cached, say), ...answer.notices.map((notice) => say(`notice.${notice}`))]),
  ]);
  return { state: "done", blocks, actions: [], files: [] };
}
