import type { Answer, Quote } from "../../model/index.ts";
import { fitBlocks, subtext } from "../cardLayout.ts";
import type { Translate } from "../catalogue/index.ts";
import { escapeForDiscord, escapeUntrusted, truncate, visibleText } from "../escape.ts";
import { type Card, createAction } from "./card.ts";
import { engineLabel, quoteBlock } from "./digestCard.ts";

/** Length limits of the parts, in UTF-16 units. */
const MAX_TITLE_LENGTH = 100;
const MAX_QUESTION_LENGTH = 300;
const MAX_ANSWER_LENGTH = 1800;

/** Ids of a stored answer: the turn that it belongs to, and the posting that it is about. */
type AnswerIds = { turn: string; posting: string };

/**
 * Builds the card of an answer: its text and quotes, or the nearest passage if the document has no answer. A stored
 * answer also has feedback buttons. `ids` is null for an answer that is not stored.
 */
export function answerCard(answer: Answer, question: string, ids: AnswerIds | null, translate: Translate): Card {
  const titleOf = ({ document }: Quote): string => {
    const title = answer.documents.length > 1 && answer.documents.find(({ id }) => id === document)?.title;
    return title ? escapeUntrusted(title, MAX_TITLE_LENGTH) : "";
  };
  const nearest = answer.nearest
    ? [`${translate("nearest")}\n${quoteBlock(answer.nearest, null, translate, titleOf(answer.nearest))}`]
    : [];
  const text = answer.answerable
    ? escapeForDiscord(truncate(visibleText(answer.text), MAX_ANSWER_LENGTH)).replace(/\\\[(\d+)\\\]/g, "[$1]")
    : translate("doesNotSay");
  const { blocks } = fitBlocks([
    `-# ${escapeUntrusted(question, MAX_QUESTION_LENGTH)}`,
    text,
    ...answer.quotes.map((quote, i) => quoteBlock(quote, i + 1, translate, titleOf(quote))),
    ...nearest,
    subtext([
      engineLabel(answer, answer.cached, translate),
      ...answer.notices.map((notice) => translate(`notice.${notice}`)),
    ]),
  ]);
  const id = ids && `${ids.posting}.${ids.turn}`;
  const actions = id === null ? [] : (["good", "bad"] as const).map((name) => createAction(name, id, translate));
  return { state: "done", blocks, actions, files: [] };
}
