import type { Document, Notice, Question, Run, Usage } from "../../model/index.ts";
import { wanted } from "../../retrieval/queryWithContext.ts";
import { search } from "../../text/index.ts";
import type { ChatModel } from "./client/chatModel.ts";
import { languageName } from "./languageName.ts";
import { askOfDocuments } from "./multiDocument.ts";
import { defuse, type Line, linesAt } from "./numberedLines.ts";
import type { Prompts } from "./prompts.ts";
import { ModelAnswer } from "./responseSchemas.ts";

const ANSWER_TOKENS = 2000;
/** Passages that are looked at for one question, of each document that does not fit. */
const PASSAGES = 60;
/** Sentences that are shown on each side of a passage. */
const NEIGHBOURS = 1;

type Asked = { documents: Document[]; question: Question };
type Answered = { value: ModelAnswer; usage: Usage; notices: Notice[] };

/**
 * One call that answers a question; of documents that do not fit into the context, from the passages nearest to it.
 * @throws PithError what `ChatModel.ask` throws
 */
export async function answerByModel(
  model: ChatModel,
  prompts: Prompts,
  { documents, question }: Asked,
  run: Run,
): Promise<Answered> {
  const task = prompts.task("answer", {
    question: defuse(question.text),
    language: languageName(question.language),
    talk: question.talk?.map((turn) => ({ question: defuse(turn.question), answer: defuse(turn.answer) })) ?? [],
  });
  const choose = (lines: readonly Line[], document: Document, room: number): Promise<number[]> =>
    nearest(lines, document, question, room, run);
  const call = { name: "answer", schema: ModelAnswer, task, outputTokens: ANSWER_TOKENS, choose };
  return askOfDocuments(model, prompts, documents, { ...call, partly: "passages_only" }, run);
}

/** The lines, by their place, that hold the passages nearest to a question, in document order, up to so many tokens. */
async function nearest(
  lines: readonly Line[],
  { text, language }: Document,
  question: Question,
  room: number,
  run: Run,
): Promise<number[]> {
  const [hits = []] = await search(text, [wanted(question)], PASSAGES, language, run);
  const shown = new Set<number>();
  let left = room;
  for (const hit of hits) {
    for (const i of linesAt(lines, hit, NEIGHBOURS)) {
      if (shown.has(i) || lines[i]!.tokens > left) continue;
      shown.add(i);
      left -= lines[i]!.tokens;
    }
  }
  return [...shown].sort((a, b) => a - b);
}
