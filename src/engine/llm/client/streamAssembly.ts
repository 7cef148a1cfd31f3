import { BrokenAnswer } from "./modelErrors.ts";

/** The part of an answer, whole or streamed, that Pith reads. Servers leave out any of it. */
export type Piece = {
  choices?: ({ index?: number; finish_reason?: string | null; message?: Said; delta?: Said } | null)[] | null;
  usage?: Counted | null;
  error?: unknown;
};
type Said = { content?: unknown; refusal?: unknown } | null;
type Counted = {
  prompt_tokens?: unknown;
  completion_tokens?: unknown;
  prompt_tokens_details?: { cached_tokens?: unknown } | null;
};

/** What a model said, and how it came to its end. `usage` is what the server counted. */
export type Words = { content: string; refusal: string; finish: string | null; usage: Counted | null };

/**
 * Puts the pieces of one answer together: the first choice's words, nothing else of it (tools were not offered).
 * @param isStream a stream that ends without a finish reason was cut, whatever it has brought
 * @throws BrokenAnswer when it was cut, or the server says in its midst that it failed
 */
export async function assemble(
  pieces: AsyncIterable<Piece | null> | Iterable<Piece | null>,
  isStream: boolean,
): Promise<Words> {
  const words: Words = { content: "", refusal: "", finish: null, usage: null };
  for await (const piece of pieces) {
    if (piece?.error) throw new BrokenAnswer(piece.error);
    words.usage = piece?.usage ?? words.usage;
    const choice = piece?.choices?.find((one) => (one?.index ?? 0) === 0);
    const said = choice?.delta ?? choice?.message;
    if (typeof said?.content === "string") words.content += said.content;
    if (typeof said?.refusal === "string") words.refusal += said.refusal;
    words.finish = choice?.finish_reason ?? words.finish;
  }
  if (isStream && words.finish === null) throw new BrokenAnswer();
  return words;
}
