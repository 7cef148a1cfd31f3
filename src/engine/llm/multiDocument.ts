import type { z } from "zod";
import {
  type Document,
  type Notice,
  PithError,
  type TaskContext,
  type Usage,
  yieldToEventLoop,
} from "../../model/index.ts";
import { estimateTokens } from "../../text/index.ts";
import type { ChatModel } from "./client/index.ts";
import { fenceDocument, linesAround, type NumberedLine, numberLines } from "./prompt/numberedLines.ts";
import type { Prompts } from "./prompt/prompts.ts";
import { documentTokenBudget, limitOutputTokens } from "./prompt/tokenBudget.ts";
import { sentenceByNumber } from "./quoteMapping.ts";

/** Maximum number of calls, of which each has found the context window smaller. */
const MAX_ATTEMPTS = 4;

/**
 * A call about one or more documents, whose lines are numbered through. `schemaFor` gets the number of the last line of
 * each. If the documents do not fit into the context window, `selectLines` is called once per
 * document and returns the indices of the lines to send. The selected lines of one document have at most `maxTokens`
 * tokens in total. The result of such a call has the notice `partialNotice`.
 */
type DocumentsCall<T> = {
  name: string;
  schemaFor(lastLines: number[]): z.ZodObject & z.ZodType<T>;
  /** @param linesOf gives the lines that hold a passage of a document, with their numbers */
  task(linesOf: (passage: string) => { n: number; text: string }[]): string;
  outputTokens: number;
  selectLines(lines: readonly NumberedLine[], document: Document, maxTokens: number): Promise<number[]>;
  partialNotice: Notice;
};
/** The result of a call. `sentenceAt` gives the sentence with a number, verbatim, or "" if there is none. */
type DocumentsCompletion<T> = { value: T; usage: Usage; notices: Notice[]; sentenceAt(n: number): string };

/**
 * Completes a task about documents in a single call. Each time that a call shows that the context window is
 * smaller than assumed, makes one more call with selected lines only. The prompt starts with the system prompt and the documents,
 * like the prompt of a digest, so that the server can reuse its prefix cache.
 * @throws PithError as `ChatModel.complete`, and `too_large` if the prompt leaves no room for the documents
 */
export async function completeWithDocuments<T>(
  model: ChatModel,
  prompts: Prompts,
  documents: readonly Document[],
  { name, schemaFor, task, outputTokens, selectLines, partialNotice }: DocumentsCall<T>,
  context: TaskContext,
): Promise<DocumentsCompletion<T>> {
  const lines: NumberedLine[][] = [];
  for (const document of documents) lines.push(await numberLines(document, context));
  const lastLines = lines.map((_, i) => lines.slice(0, i + 1).reduce((sum, { length }) => sum + length, 0));
  const linesOf = (passage: string): { n: number; text: string }[] =>
    documents.flatMap(({ text }, i) => {
      const start = text.indexOf(passage);
      const found = start < 0 ? [] : linesAround(lines[i]!, { start, end: start + passage.length }, 0);
      return found.map((at) => ({ n: (lastLines[i - 1] ?? 0) + at + 1, text: lines[i]![at]!.text }));
    });
  const rendered = task(linesOf);
  const maxOutputTokens = limitOutputTokens(model.contextTokens, outputTokens);
  const budget = (): number =>
    documentTokenBudget(model.contextTokens, maxOutputTokens, estimateTokens(`${prompts.system}\n${rendered}`));
  const totalTokens = lines.flat().reduce((sum, line) => sum + line.tokens, 0);
  const schema = schemaFor(lastLines);
  const sentenceAt = (n: number): string => {
    const i = lastLines.findIndex((last) => n <= last);
    return i < 0 ? "" : sentenceByNumber(documents[i]!, lines[i]!, n - (lastLines[i - 1] ?? 0));
  };

  const attempt = async (sendsAllLines: boolean): Promise<DocumentsCompletion<T>> => {
    const maxTokens = budget() / documents.length;
    const fences: string[] = [];
    for (const [i, document] of documents.entries()) {
      await yieldToEventLoop(context);
      const allLines = lines[i]!;
      const indices = sendsAllLines ? allLines.map((_, n) => n) : await selectLines(allLines, document, maxTokens);
      fences.push(
        fenceDocument(
          document.title,
          indices.map((n) => [(lastLines[i - 1] ?? 0) + n + 1, allLines[n]!] as const),
        ),
      );
    }
    const text = fences.join("\n\n");
    const call = {
      ...{ name, schema, system: prompts.system, user: `${text}\n\n${rendered}`, maxOutputTokens },
      ...(sendsAllLines && { document: { text, firstLine: 1, lastLine: lastLines.at(-1) ?? 1 } }),
    };
    const completion = await model.complete(call, documents.map(({ id }) => id).join(), context.signal);
    return { ...completion, notices: sendsAllLines ? [] : [partialNotice], sentenceAt };
  };

  for (let attempts = 1; ; attempts++) {
    const assumedContext = model.contextTokens;
    try {
      return await attempt(attempts === 1 && totalTokens <= budget());
    } catch (error) {
      const isContextSmaller = model.contextTokens < assumedContext;
      const mayGoOn = isContextSmaller && attempts < MAX_ATTEMPTS;
      if (!(error instanceof PithError && error.code === "too_large" && mayGoOn)) throw error;
    }
  }
}
