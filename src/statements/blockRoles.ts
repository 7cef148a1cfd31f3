import { type Block, type Document, forEachYielding, type TaskContext } from "../model/index.ts";
import { countWords } from "../text/index.ts";
import { turnReader } from "./turns.ts";

/**
 * What a block is to a reader. `prose` and `item` (of a list) consist of sentences, `turn` is what somebody said in a
 * conversation. The others say nothing by themselves: `frame` is what belongs to the paper rather than to the text
 * (running heads, page numbers, contents, references, captions, time stamps, code).
 */
type BlockRole = "prose" | "item" | "turn" | "heading" | "frame";

/**
 * The role of one block. `offset` is the number of UTF-16 units before its text proper: the mark of a list item, its
 * number, the name of who speaks. `speaker` is who says it in a conversation.
 */
export type BlockReading = { role: BlockRole; offset: number; speaker: string | null };

/** The mark or the number before an item, a section or a note: "- ", "1) ", "(a) ", "23/041 ", "3.4 ", "[2] ", "§ 4 ". "2.8.1 fixes" begins with a version. */
const ITEM_MARK =
  /^\s*(?:(?:>\s?){1,4}|[-*+•‣▪◦·–—→✓✔☐☑]\s+(?:\[[ xX]\]\s+)?|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s+|\d{1,4}(?:[./]\d{1,4}){2,3}\.?\s+(?!\p{Ll})|\d{1,4}[./]\d{1,4}\.?\s+|[［[(（]\d{1,3}[)）\]］]\s*|§\s*\d+[a-z]?\s+|[①-⑳]\s*|[一二三四五六七八九十\d０-９]{1,3}[、．]\s*)/u;
/** The number of a section, which stands before its heading. */
const SECTION_NUMBER =
  /^\s*(?:\d{1,3}(?:[./]\d{1,4}){0,3}\.?|[IVXL]{1,5}\.|[A-Z]\.|§\s*\d+|第[\d一二三四五六七八九十]+[章条節])\s+/u;
const SENTENCE_END = /[.!?…。！？](?:\s?\[\d{1,3}(?:,\s?\d{1,3})*\])?[\s"'”’»)\]」』]*$/u;
/** "Table 1.", "Abb. 3:": the caption of something that is not text. "Table 1 gives" begins a sentence. */
const CAPTION =
  /^\s*(?:table|fig(?:ure)?|chart|plate|box|photo|exhibit|listing|tabelle|abb(?:ildung)?|foto|bild|tableau|graphique|cuadro|tabla|gr[áa]fico|figura|tabela|quadro|quadro|imagem|tabella|рис(?:унок)?|таблица)\.?\s*(?:\d{1,3}|[A-Z]|[IVX]{1,4})?\s*(?:[.:—–-]|\s[|])\s*\S/iu;
const CJK_CAPTION = /^\s*(?:図|表|写真|图|圖)\s*[\d０-９一二三四五六七八九十]{1,3}(?:[\s:：.．、-]|$)/u;
/** Where the figures of a table or a picture come from. */
const SOURCE_NOTE =
  /^\s*(?:sources?|photo(?:graph)?s?|quellen?|foto|bild(?:unterschrift|nachweis)?|zdj[ęe]cie[^:]{0,20}|fuentes?|fonte|photographie|crédits?|источник|фото|примечание|出典|資料|写真|来源|注|※)(?:\s?\d{1,2})?\s?[:：.]/iu;
const CAPTION_NUMBER = /^\s*\p{L}+\.?\s*(?:\d|[A-Z]\b|[IVX]+\b)/u;
/** An entry of a list of references: authors with initials, and a year. */
const INITIALS = /\p{Lu}[\p{L}’'-]+,?\s(?:\p{Lu}\.[\s,-]*){1,3}|(?:\p{Lu}\.\s?){1,3}\p{Lu}\p{Ll}+/gu;
const YEAR = /(?:^|\D)(?:1[89]|20)\d\d(?!\d)/u;
const PAGES = /\d{1,4}\s?[-–]\s?\d{1,4}|\bpp?\.|\bS\.\s?\d|\bvol\b|\bdoi\b|\bed(?:s|n)?\.|Hrsg|https?:/iu;
/** Dots, spaces or dashes up to a page number, as in a table of contents. */
const LEADERS = /(?:\.\s?){4,}|…{2,}|(?:_\s?){4,}/;
const PAGE_NUMBER =
  /^(?:page|seite|p[áa]gina|página|pagina|стр\.?|page\s)?\s*\d{1,4}(?:\s*(?:\/|of|von|de|sur|di|из)\s*\d{1,4})?$/iu;
const CODE_FENCE = /^\s*(?:```|~~~)/;
/** Symbols that stand in code and hardly in sentences. */
const CODE_SYMBOLS = /[{}<>=;$\\`#&|~^]|::|->|\(\)|--\w/g;

/** Lines that begin or end as hardly a sentence does: "def main():", "const a = 1;", "}", "#include <a.h>". */
const CODE_LINE =
  /^\s*(?:(?:async\s+)?(?:def|function|class)\s+\w+\s*[({:<]|(?:import|from)\s+[\w.{*"'][^.]*(?:from\s+["']|import\s|;\s*$)|import\s+\w+(?:\.\w+)*(?:\s+as\s+\w+)?\s*$|(?:export\s+)?(?:const|let|var)\s+[\w{[][^=]{0,60}=|return\b.*;\s*$|#include\s*[<"]|(?:public|private|protected)\s+(?:static\s+)?\w+[\w<>[\]]*\s+\w+|(?:if|for|while|switch)\s?\([^)]{0,80}\)|@\w+(?:\(.*\))?\s*$)/u;
const CODE_END = /(?:[{};]|\)\s?:|\);?)\s*$/;
/** A call, an assignment, or a bracket: what a line of code that ends as one has besides its end. */
const CODE_PART = /\w\(|[\w\])]\s?[-+*/|&:]?=\s?\S|^\s*[{}()[\]]+[;,]?\s*$|\{\s*$|\w\.\w+;\s*$/;

/** Sections that hold no statements of the document, by their headings in lower case without a number. */
const FRAME_SECTIONS =
  /^(?:(?:list of |selected )?references|bibliography|works cited|literature(?: cited)?|further reading|acknowledge?ments?|keywords|(?:table of )?contents|contributors|checksums|licen[cs]e|(?:foot|end)notes|literatur(?:verzeichnis)?|quellen|danksagung|inhalt(?:sverzeichnis)?|schlagw[öo]rter|lizenz|fu(?:ß|ss)noten|bibliographie|r[ée]f[ée]rences|remerciements|table des mati[èe]res|sommaire|mots[- ]cl[ée]s|licence|referencias|bibliograf[íi]a|agradecimientos|[íi]ndice|palabras clave|licencia|refer[êe]ncias|agradecimentos|palavras-chave|riferimenti|ringraziamenti|bibliografia|indice|литература|список литературы|благодарности|содержание|参考文献|謝辞|目次|引用文献|致谢|目录)\s*:?$/iu;

/** Maximum length of a heading in plain text, in words. */
const MAX_HEADING_WORDS = 14;
/** Minimum number of times that a line stands in a document to be a running head. */
const MIN_RUNNING_HEADS = 3;
const PROSE_KINDS = new Set(["paragraph", "list", "quote", "note"]);

/**
 * Tells for each block of a document what it is to a reader, by its kind where the format delivers one, and otherwise by
 * its form and its neighbours. Knows no language, except for the headings of sections without statements.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function readBlocks(
  { text, blocks }: Pick<Document, "text" | "blocks">,
  context: TaskContext,
): Promise<BlockReading[]> {
  const texts = blocks.map(({ start, end }) => text.slice(start, end));
  const readTurn = turnReader(texts);
  const running = await runningHeads(texts, context);
  const hasHeadings = blocks.some(({ kind }) => kind === "heading");
  const state = { isCode: false, isFrameSection: false, isConversation: false, speaker: null as string | null };
  const readings: BlockReading[] = [];
  await forEachYielding(blocks, context, (block, i) => {
    const line = texts[i]!;
    const turn = readTurn?.(line, i);
    if (turn) {
      state.isConversation = true;
      state.speaker = turn.speaker ?? state.speaker;
      const said = line.slice(turn.length);
      readings.push({ role: saysSomething(said) ? "turn" : "frame", offset: turn.length, speaker: state.speaker });
      return;
    }
    const role = roleOf(block, texts, i, { running, hasHeadings, state });
    const offset = role === "item" || role === "prose" ? (ITEM_MARK.exec(line)?.[0].length ?? 0) : 0;
    readings.push({ role, offset, speaker: role === "turn" ? state.speaker : null });
  });
  return readings;
}

type Surroundings = {
  running: Set<string>;
  hasHeadings: boolean;
  state: { isCode: boolean; isFrameSection: boolean; isConversation: boolean };
};

function roleOf(block: Block, texts: string[], i: number, { running, hasHeadings, state }: Surroundings): BlockRole {
  const line = texts[i]!;
  if (CODE_FENCE.test(line)) {
    // A fence that opens and closes within one block changes nothing.
    if (line.match(/```|~~~/g)!.length % 2) state.isCode = !state.isCode;
    return "frame";
  }
  if (state.isCode) return "frame";
  if (block.kind === "heading" || block.kind === "title") {
    state.isFrameSection = FRAME_SECTIONS.test(withoutNumber(line));
    return "heading";
  }
  // A row with a single cell is a note or a title line of a spreadsheet.
  const isCellAlone = block.kind === "table" && !line.includes(" | ");
  if (!PROSE_KINDS.has(block.kind) && !isCellAlone) return "frame";
  if (state.isConversation) return saysSomething(line) && !isBracketed(line) ? "turn" : "frame";
  if (running.has(masked(line)) || PAGE_NUMBER.test(line.trim()) || LEADERS.test(line) || isCaption(line))
    return "frame";
  const isMarked = block.kind === "list" || ITEM_MARK.test(line);
  if (block.kind === "paragraph" && isHeadingLine(line, texts[i + 1], hasHeadings)) {
    state.isFrameSection = FRAME_SECTIONS.test(withoutNumber(line));
    return "heading";
  }
  if (state.isFrameSection || isReference(line) || isCode(line)) return "frame";
  return isMarked ? "item" : "prose";
}

const saysSomething = (said: string): boolean => /\p{L}{2}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(said);

/** "[MUSIC]", "(laughs)": what a transcriber says about the recording. */
const isBracketed = (line: string): boolean => /^\s*[[(（［][^\])）］]*[\])）］]\s*$/u.test(line);

const withoutNumber = (line: string): string => line.replace(SECTION_NUMBER, "").replace(/[*_#\s]+$|^[*_#\s]+/g, "");

/** A line with its digits masked, so that running heads with page numbers are the same. */
const masked = (line: string): string =>
  line
    .trim()
    .toLowerCase()
    .replace(/\p{N}+/gu, "0");

/** Lines that stand on several pages. A long line, or a sentence without a number in it, may be repeated for a reason. */
async function runningHeads(texts: string[], context: TaskContext): Promise<Set<string>> {
  const counts = new Map<string, number>();
  await forEachYielding(texts, context, (line) => {
    if (line.length > 150 || countWords(line) < 2 || (SENTENCE_END.test(line) && !/\p{N}/u.test(line))) return;
    const key = masked(line);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return new Set([...counts].filter(([, count]) => count >= MIN_RUNNING_HEADS).map(([key]) => key));
}

const isCaption = (line: string): boolean =>
  (SOURCE_NOTE.test(line) && countWords(line) <= MAX_HEADING_WORDS) ||
  CJK_CAPTION.test(line) ||
  (CAPTION.test(line) && CAPTION_NUMBER.test(line) && !/^\s*\p{L}+\.?\s*-\s?\p{L}/u.test(line));

/**
 * Whether a paragraph is a heading: short, without the end of a sentence, and above something longer. Lines in capitals
 * and numbered ones need nothing below. In a document with marked headings, only those are trusted.
 */
function isHeadingLine(line: string, next: string | undefined, hasHeadings: boolean): boolean {
  if (hasHeadings || line.includes("\n")) return false;
  const words = countWords(line);
  if (words > MAX_HEADING_WORDS || SENTENCE_END.test(line) || /[,;]$/.test(line.trim()))
    return isNumberedQuestion(line);
  const letters = line.match(/\p{L}/gu) ?? [];
  const capitals = line.match(/\p{Lu}/gu) ?? [];
  if (capitals.length > 0.7 * letters.length && letters.length > 2) return true;
  if (SECTION_NUMBER.test(line) && !/^\s*(?:\d{1,2}[.)]|[a-z]\))\s/.test(line)) return true;
  return next !== undefined && next.length > line.length && (SENTENCE_END.test(next) || SECTION_NUMBER.test(line));
}

/** "2. WAS THE PROJECT WELL PLANNED?" */
const isNumberedQuestion = (line: string): boolean =>
  SECTION_NUMBER.test(line) && /[?？]\s*$/.test(line) && countWords(line) <= MAX_HEADING_WORDS;

function isReference(line: string): boolean {
  if (/^\s*\[\^[^\]]{1,20}\]:/.test(line)) return true;
  if (!YEAR.test(line) || !PAGES.test(line)) return false;
  const names = line.match(INITIALS)?.length ?? 0;
  return names >= 2 || (names === 1 && (/^\s*[[(]?\d{1,3}[\])]?\s/.test(line) || countWords(line) < 40));
}

/** Whether a line is code or the output of a program: hardly any sentence has so many of these symbols. */
function isCode(line: string): boolean {
  if (CODE_LINE.test(line) || (CODE_END.test(line) && CODE_PART.test(line) && !SENTENCE_END.test(line))) return true;
  const symbols = line.match(CODE_SYMBOLS)?.length ?? 0;
  return /^\s*[$>%]\s\S/.test(line) || (symbols >= 3 && symbols > 0.04 * line.length && !SENTENCE_END.test(line));
}
