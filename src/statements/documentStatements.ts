import { type Document, forEachYielding, type Span, type TaskContext } from "../model/index.ts";
import { CJK, countWords, isCjkLanguage, segmentSentences } from "../text/index.ts";
import { readBlocks } from "./blockRoles.ts";
import { QUESTION } from "./selfContained.ts";

/**
 * A sentence of a document, as a span of its text, without the mark of its list item or the name of who says it.
 * `index` counts from 0 in document order, `block` is the index of its block.
 */
export type Statement = Span & {
  index: number;
  text: string;
  block: number;
  /** `item` of a list, `turn` of a conversation, otherwise `prose`. */
  form: "prose" | "item" | "turn";
  /** Who says it in a conversation, as written there. */
  speaker: string | null;
  /** Whether somebody could read it alone: a whole sentence that says something, and no heading, row, stamp or greeting. */
  isReadable: boolean;
  /** The number of headings above it. */
  section: number;
};

/** Range of the length of a statement, in words; in characters for languages without spaces. */
const LENGTH = { spaced: { min: 4, max: 45 }, cjk: { min: 9, max: 110 } };
/** Minimum length, in words, of a list item that needs no full stop. */
const MIN_UNSTOPPED_WORDS = 8;
const SENTENCE_END = /[.!?…。！？](?:\s?\[\d{1,3}(?:[,–-]\s?\d{1,3})*\])?["'”’»)\]」』*_]*$/u;
/** An e-mail address, an address on the web, a telephone number: somebody is to be reached, nothing is told. */
const CONTACT = /[\w.+-]+@[\w-]+\.\w|https?:\/\/|\bwww\.|(?:\+\d{1,3}|\b0\d{2,4})[\s/-]\(?\d[\d\s/-]{5,}/u;
const RIGHTS =
  /©|\(c\)\s?\d{4}|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|無断転載/iu;
/** A time or a row of cells at the start: what was said stands elsewhere. */
const STAMP = /^[^\p{L}\p{N}]*\d{1,2}[:：]\d{2}/u;
const CELLS = /\S\s\|\s\S|\t/;
/** Four parts or more with a comma, a semicolon or a bar between them and no space: a row of a table. */
const ROW = /[^\s,;|](?:[,;|][^\s,;|]+){3,}/;
/** Greetings, thanks and good-byes: what people say to each other, not about anything. */
const COURTESY =
  /^["“'¡¿\s]*(?:hello|hi|hey|welcome|good (?:morning|afternoon|evening)|thanks?(?: you)?|cheers|bye|see you|congratulations|hallo|guten (?:morgen|tag|abend)|moin|willkommen|danke|tschüss|vielen dank|bonjour|bonsoir|salut|merci|au revoir|bienvenue|hola|buen[oa]s (?:días|tardes|noches)|gracias|bienvenid[oa]s?|adiós|olá|bom dia|boa (?:tarde|noite)|obrigad[oa]|ciao|buongiorno|buonasera|grazie|привет|здравствуйте|добр(?:ое|ый|ого)|спасибо|доброе утро)(?![\p{L}\p{M}])|^(?:こんにちは|こんばんは|おはよう|ありがとう|皆さん、|你好|大家好|谢谢)/iu;
/** What holds a show, a page or a shop together: sponsors, subscriptions, cookies, sharing. */
const PROMOTION =
  /\b(?:sponsor(?:ed|s)?|brought to you by|promo(?:tion)? code|use (?:the )?code|% off|subscribe|newsletter|follow us|sign up|five stars|leave (?:us )?a review|share this|cookies?|was this (?:page|article) helpful|buy me a coffee|star us|read more|click here|listen to this article|support (?:independent|our)|patreon|photo(?:graph)?:|werbung|anzeige|rabattcode|abonnier\p{L}*|teilen sie|patrocinad\p{L}*|suscr[ií]b\p{L}*|código promocional|parrainé|abonnez-vous|code promo|sponsorizzat\p{L}*|iscriviti|inscreva-se|подпис(?:ывайтесь|аться))\b|スポンサー|チャンネル登録/iu;

/**
 * The sentences of a document that are neither headings, tables, code nor frame, in document order. `isReadable` tells
 * which of them somebody could read alone; the others still tell what the document is about.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function documentStatements(
  { text, language, blocks }: Pick<Document, "text" | "language" | "blocks">,
  context: TaskContext,
): Promise<Statement[]> {
  const readings = readBlocks({ text, blocks });
  const statements: Statement[] = [];
  let section = 0;
  await forEachYielding(blocks, context, ({ start, end }, i) => {
    const reading = readings[i]!;
    if (reading.role === "heading") section++;
    if (reading.role === "heading" || reading.role === "frame") return;
    const form = reading.role;
    const from = start + reading.offset;
    for (const span of segmentSentences(text.slice(from, end), language)) {
      const at = { start: from + span.start, end: from + endOfWords(text.slice(from, end), span) };
      const sentence = text.slice(at.start, at.end);
      const isLast = from + span.end >= start + text.slice(start, end).trimEnd().length;
      statements.push({
        ...at,
        index: statements.length,
        text: sentence,
        block: i,
        form,
        speaker: reading.speaker,
        isReadable: isReadable(sentence, { form, isLast, language }),
        section,
      });
    }
  });
  return statements;
}

/** "[laughs]" after a sentence is what the transcriber heard. */
const NOISE = /(?<=[.!?…。！？]["'”’»]?)\s*[[(][^\])]{1,30}[\])]$/u;

const endOfWords = (block: string, { start, end }: Span): number =>
  end - (NOISE.exec(block.slice(start, end))?.[0].length ?? 0);

type Position = { form: Statement["form"]; isLast: boolean; language: string };

/** Whether a sentence could be read alone. `isLast` tells that it ends its block. */
function isReadable(sentence: string, { form, isLast, language }: Position): boolean {
  const isCjk = isCjkLanguage(language) || CJK.test(sentence);
  const { min, max } = isCjk ? LENGTH.cjk : LENGTH.spaced;
  const letters = sentence.match(/\p{L}/gu)?.length ?? 0;
  const size = isCjk ? sentence.replace(/\s/g, "").length : countWords(sentence);
  if (size < min || size > max || letters < 0.5 * sentence.replace(/\s/g, "").length) return false;
  if (QUESTION.test(sentence) || STAMP.test(sentence) || CELLS.test(sentence)) return false;
  if (CONTACT.test(sentence) || RIGHTS.test(sentence) || COURTESY.test(sentence) || PROMOTION.test(sentence))
    return false;
  if (!isCjk && ROW.test(sentence.replace(/(?<=\d)[.,](?=\d)/g, ""))) return false;
  if (SENTENCE_END.test(sentence)) return true;
  // A message or an item of a list may end without a full stop, but not be cut off in the middle.
  return (
    isLast && form !== "prose" && (form === "turn" || size >= MIN_UNSTOPPED_WORDS) && !/[:：,，]$/.test(sentence.trim())
  );
}
