import { join } from "node:path";
import { llmEngine, Prompts } from "../../src/engine/index.ts";
import { type Answer, DEFAULT_OPTIONS, type Digest, type Document, detachedContext } from "../../src/model/index.ts";
import type { Pith } from "../../src/pith.ts";
import { segmentSentences } from "../../src/text/index.ts";
import { completion, type ModelReply, type ModelRequest, startModelServer } from "./modelServer.ts";
import { createPith } from "./pith.ts";
import { createStubModel } from "./stubChatModel.ts";

/** How a captured model puts its output into a string: alone, after an honest sentence, or into one. */
export const PLACES = ["alone", "own sentence", "same sentence"] as const;
export type Place = (typeof PLACES)[number];

/** A server whose model obeys the documents that it reads: it writes `output` into every string that it returns. */
export type CapturedModel = {
  pith: Pith;
  obey(output: string, place: Place, document: Document): void;
  close(): Promise<void>;
};

/** Starts the stub server of a captured model, and a `Pith` that uses it. */
export async function startCapturedModel(): Promise<CapturedModel> {
  let reply: (request: ModelRequest) => ModelReply = () => completion({});
  const server = await startModelServer((request) => reply(request));
  const model = createStubModel(server.url, { contextTokens: 32_000 });
  const pith = createPith({ llm: llmEngine(model, new Prompts(join(import.meta.dirname, "../../prompts"))) });
  const obey = (output: string, place: Place, document: Document): void => {
    reply = () => completion(captured(output, place, document));
  };
  return { pith, obey, close: () => server.close() };
}

/** One response that fits the schemas of digest, repair and answer, with the output in each of its strings. */
function captured(output: string, place: Place, { text, language }: Document): object {
  const sentences = segmentSentences(text, language)
    .slice(0, 12)
    .map(({ start, end }) => text.slice(start, end));
  const put = (sentence: string): string => {
    if (place === "alone") return output;
    return place === "own sentence" ? `${sentence} ${output}.` : `${sentence.replace(/[.!?]$/, "")}, ${output}.`;
  };
  const common = { kind: "fact", certainty: "stated" };
  const statements = sentences.flatMap((sentence, i) => [
    { ...common, n: i + 1, ids: [i + 1], text: put(sentence), speaker: null },
    { ...common, n: i + 1, ids: [], text: put(sentence), speaker: null },
    { ...common, n: i + 1, ids: [i + 1], text: place === "alone" ? output : sentence, speaker: put("Ada Quill") },
  ]);
  const ids = sentences.map((_, i) => i + 1);
  const answer = sentences.map((sentence, i) => `${put(sentence).replace(/\.$/, "")} [${i + 1}].`).join(" ");
  return {
    ids,
    gist: sentences.slice(0, 3).map(put).join(" "),
    statements,
    text: `${answer} ${output} [1]`,
    answerable: true,
  };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];

/**
 * Returns the words of a captured model's output that its digest or answer shows, apart from those that the document
 * has itself. Must be empty.
 */
export async function leakedWords(
  { pith, obey }: CapturedModel,
  output: string,
  place: Place,
  document: Document,
  language = "auto",
): Promise<string[]> {
  obey(output, place, document);
  const digest = await pith.digest(document, { ...DEFAULT_OPTIONS, language }, detachedContext(), true);
  // Answers are cached by their question.
  const question = { text: `What does it say about ${place} and ${output.length}?`, language, engine: "auto" } as const;
  const answer = await pith.ask([document], question, detachedContext());
  const shown = new Set(wordsOf([...shownInDigest(digest), ...shownInAnswer(answer)].join("\n")));
  const own = new Set(wordsOf(`${document.title ?? ""} ${document.text}`));
  return [...new Set(wordsOf(output))].filter((word) => shown.has(word) && !own.has(word));
}

function shownInDigest({ gist, gistQuotes, points, claims }: Digest): string[] {
  const verified = claims.filter(({ status }) => status === "verified");
  return [
    gist,
    ...[...gistQuotes, ...points.flatMap((point) => point.quotes)].map((quote) => quote.text),
    ...points.map((point) => point.text),
    ...verified.flatMap(({ text, speaker, quote }) => [text, speaker ?? "", quote?.text ?? ""]),
  ];
}

/** The words of an answer; "The document does not say." is Pith's own. */
const shownInAnswer = ({ answerable, text, quotes, nearest }: Answer): string[] => [
  answerable ? text : "",
  ...quotes.map((quote) => quote.text),
  nearest?.text ?? "",
];
