import { breathe, type Document, type Notice, PithError, type Question, type Run, type Usage } from "../model/index.ts";
import { estimateTokens, search } from "../text/index.ts";
import type { ChatModel } from "./chatModel.ts";
import { languageName } from "./languageName.ts";
import { defuse, fence, type Line, linesAt, linesOf } from "./numbered.ts";
import type { Prompts } from "./prompt.ts";
import { outputWithin, roomBeside } from "./room.ts";
import { ModelAnswer } from "./schemas.ts";
import { wanted } from "./talk.ts";

const ANSWER_TOKENS = 2000;
/** Passages that are looked at for one question, of each document that does not fit. */
const PASSAGES = 60;
/** Sentences that are shown on each side of a passage. */
const NEIGHBOURS = 1;

type Asked = { documents: Document[]; question: Question };
type Answered = { value: ModelAnswer; usage: Usage; notices: Notice[] };

/**
 * One call that answers a question. Documents that fit into the context are sent whole, and begin as they do for their
 * digest; of those that do not, the passages nearest to the question, which is then said.
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
  const maxOutputTokens = outputWithin(model.contextTokens, ANSWER_TOKENS);
  const room = (): number =>
    roomBeside(model.contextTokens, maxOutputTokens, estimateTokens(`${prompts.system}\n${task}`));
  const lines: Line[][] = [];
  for (const document of documents) lines.push(await linesOf(document, run));
  const tokens = lines.flat().reduce((sum, line) => sum + line.tokens, 0);

  const ask = async (isWhole: boolean): Promise<Answered> => {
    const left = room();
    const fences: string[] = [];
    for (const [i, document] of documents.entries()) {
      await breathe(run);
      const own = lines[i]!;
      const share = left / documents.length;
      const shown = isWhole ? own.map((_, n) => n) : await nearest(own, document, question, share, run);
      fences.push(
        fence(
          document.title,
          shown.map((n) => [n + 1, own[n]!.text] as const),
        ),
      );
    }
    const user = `${fences.join("\n\n")}\n\n${task}`;
    const call = { name: "answer", schema: ModelAnswer, system: prompts.system, user, maxOutputTokens };
    const reply = await model.ask(call, documents.map(({ id }) => id).join(), run.signal);
    return { ...reply, notices: isWhole ? [] : ["passages_only"] };
  };

  const believed = model.contextTokens;
  try {
    return await ask(tokens <= room());
  } catch (thrown) {
    // The server has shown that it holds less than was believed: once more, with what is nearest.
    const isFull = thrown instanceof PithError && thrown.code === "too_large" && model.contextTokens < believed;
    if (!isFull) throw thrown;
    return await ask(false);
  }
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
