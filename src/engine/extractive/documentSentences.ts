import { type Document, forEachYielding, type TaskContext } from "../../model/index.ts";
import { documentStatements, type Statement } from "../../statements/index.ts";
import { CJK, extractTerms } from "../../text/index.ts";

/**
 * A statement with its words. `words` are its ROUGE tokens, including repeats. `terms` are its distinct content terms. `size`
 * is its length in words, where `CHARACTERS_PER_WORD` characters of Chinese and Japanese count as one. A quotation of several
 * sentences is kept together as one `Sentence`, and `sentenceCount` is the number of sentences in it.
 */
export type Sentence = Statement & { words: string[]; terms: string[]; size: number; sentenceCount: number };

/** Number of Chinese or Japanese characters that take as long to read as one English word. */
const CHARACTERS_PER_WORD = 2.4;

/**
 * The sentences of a document's running text.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function documentSentences(document: Document, context: TaskContext): Promise<Sentence[]> {
  const statements = await documentStatements(document, context);
  const sentences: Sentence[] = [];
  await forEachYielding(statements, context, (statement) => {
    const { text } = statement;
    const words = rougeTokens(text);
    sentences.push({
      ...statement,
      words,
      terms: [...new Set(extractTerms(text, document.language))],
      size: CJK.test(text) ? text.replace(/\s/g, "").length / CHARACTERS_PER_WORD : words.length,
      sentenceCount: countSentences(text),
    });
  });
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
