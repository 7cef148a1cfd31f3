import type { z } from "zod";
import { breathe, type Document, type Notice, PithError, type Run, type Usage } from "../../model/index.ts";
import { estimateTokens } from "../../text/index.ts";
import type { ChatModel } from "./client/chatModel.ts";
import { fence, type Line, linesOf } from "./numberedLines.ts";
import type { Prompts } from "./prompts.ts";
import { outputWithin, roomBeside } from "./tokenBudget.ts";

/**
 * What a model is asked of some documents together. `choose` gives the lines, by their place, that represent one of them
 * within so many tokens where not all fit; `partly` is what is then said.
 */
type Call<T> = {
  name: string;
  schema: z.ZodType<T>;
  task: string;
  outputTokens: number;
  choose(lines: readonly Line[], document: Document, room: number): Promise<number[]>;
  partly: Notice;
};
type Replied<T> = { value: T; usage: Usage; notices: Notice[]; lines: Line[][] };

/**
 * One call about several documents. Those that fit into the context are sent whole, and begin as they do for their digest.
 * @throws PithError what `ChatModel.ask` throws
 */
export async function askOfDocuments<T>(
  model: ChatModel,
  prompts: Prompts,
  documents: readonly Document[],
  { name, schema, task, outputTokens, choose, partly }: Call<T>,
  run: Run,
): Promise<Replied<T>> {
  const maxOutputTokens = outputWithin(model.contextTokens, outputTokens);
  const room = (): number =>
    roomBeside(model.contextTokens, maxOutputTokens, estimateTokens(`${prompts.system}\n${task}`));
  const lines: Line[][] = [];
  for (const document of documents) lines.push(await linesOf(document, run));
  const tokens = lines.flat().reduce((sum, line) => sum + line.tokens, 0);

  const ask = async (isWhole: boolean): Promise<Replied<T>> => {
    const share = room() / documents.length;
    const fences: string[] = [];
    for (const [i, document] of documents.entries()) {
      await breathe(run);
      const own = lines[i]!;
      const shown = isWhole ? own.map((_, n) => n) : await choose(own, document, share);
      fences.push(
        fence(
          document.title,
          shown.map((n) => [n + 1, own[n]!.text] as const),
        ),
      );
    }
    const user = `${fences.join("\n\n")}\n\n${task}`;
    const call = { name, schema, system: prompts.system, user, maxOutputTokens };
    const reply = await model.ask(call, documents.map(({ id }) => id).join(), run.signal);
    return { ...reply, notices: isWhole ? [] : [partly], lines };
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
