import type { Answer, Quote } from "../../model/index.ts";
import type { Say } from "../catalogue/index.ts";
import { arrange, outside, smallPrint } from "../fit.ts";
import { inert, shorten, visible } from "../inert.ts";
import { action, type Card } from "./card.ts";
import { engineWords, quoteBlock } from "./digestCard.ts";

const LONGEST_TITLE = 100;
const LONGEST_QUESTION = 300;
const LONGEST_ANSWER = 1800;

/** What an answer is known by: the turn, and the posting it is about. */
type Asked = { turn: string; posting: string };

/**
 * An answer as a card: the text with its quotes, or that there is none and the nearest passage. People may say what they
 * think of one that is kept.
 */
export function answerCard(answer: Answer, question: string, turn: Asked | null, say: Say): Card {
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
  const id = turn && `${turn.posting}.${turn.turn}`;
  const actions = id === null ? [] : (["good", "bad"] as const).map((name) => action(name, id, say));
  return { state: "done", blocks, actions, files: [] };
}
