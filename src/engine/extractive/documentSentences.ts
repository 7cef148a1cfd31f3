import { type Document, type Span, type TaskContext, yieldToEventLoop } from "../../model/index.ts";
import { extractTerms, segmentSentences } from "../../text/index.ts";

/**
 * A sentence of a document, with UTF-16 offsets into `Document.text`. `index` counts from 0 in document order. `words`
 * are its ROUGE tokens, including repeats. `terms` are its distinct content terms. A quotation of several sentences is
 * kept together as one `Sentence`, and `sentenceCount` is the number of sentences in it.
 */
export type Sentence = Span & {
  index: number;
  text: string;
  words: string[];
  terms: string[];
  sentenceCount: number;
};

/** The kinds of blocks that contain running text. */
const PROSE_KINDS = new Set(["paragraph", "list", "quote", "note"]);
/**
 * The kinds of blocks that are used if a document has no running text, such as a spreadsheet or a slide deck. Only code
 * is excluded.
 */
const FALLBACK_KINDS = new Set([...PROSE_KINDS, "table", "heading", "caption", "title"]);

/**
 * The sentences of a document's running text, or of its tables, headings, captions and titles if it has none.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function documentSentences(
  { text, language, blocks }: Document,
  context: TaskContext,
): Promise<Sentence[]> {
  const prose = blocks.filter((block) => PROSE_KINDS.has(block.kind));
  const used = prose.length ? prose : blocks.filter((block) => FALLBACK_KINDS.has(block.kind));
  const sentences: Sentence[] = [];
  for (const block of used) {
    await yieldToEventLoop(context);
    for (const span of segmentSentences(text.slice(block.start, block.end), language)) {
      const [start, end] = [block.start + span.start, block.start + span.end];
      const sentence = text.slice(start, end);
      sentences.push({
        start,
        end,
        index: sentences.length,
        text: sentence,
        words: rougeTokens(sentence),
        terms: [...new Set(extractTerms(sentence, language))],
        sentenceCount: countSentences(sentence),
      });
    }
  }
  return sentences;
}

const ROUGE_TOKEN =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[[\p{L}\p{N}\p{M}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]]{1,500}/gv;

/** Lower-case tokens as in ROUGE (Lin 2004): runs of letters and digits. Each Han or kana character is one token. */
export const rougeTokens = (text: string): string[] => text.toLowerCase().match(ROUGE_TOKEN) ?? [];

/**
 * Matches the end of a sentence that is followed by another one in the same `Sentence`. Quotation marks may be
 * surrounded by spaces, as in scraped text: `the air. ' The clip`.
 */
const INNER_SENTENCE_END =
  /[!?](?:\s?["'”’»)\]])*\s+(?=\S\s*\S)|[.…](?:\s?["'”’»)\]])*\s+(?=(?:["'“‘«(¿¡]\s?)*[\p{Lu}\p{N}])|[。！？](?=.)/gu;

const countSentences = (text: string): number => 1 + (text.match(INNER_SENTENCE_END)?.length ?? 0);
