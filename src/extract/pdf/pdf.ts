import { getDocumentProxy } from "unpdf";
import {
  type Coverage,
  type Extracted,
  type Extractor,
  NO_META,
  PithError,
  type RawBlock,
  type Tell,
} from "../../model/index.ts";
import { tidy } from "../text/plainText.ts";
import { joinPair, type Vocabulary, vocabularyOf } from "./hyphens.ts";
import { refuseBroken } from "./integrity.ts";
import { lineStep, type PdfLine, type Piece, pageLines } from "./lines.ts";
import { withoutRunningLines } from "./margins.ts";

/** A PDF's text layer: reading order from positions, running heads and page numbers out, lines joined to paragraphs. */
export const pdf: Extractor = {
  mediaTypes: ["application/pdf"],
  async extract({ mediaType, bytes }, tell): Promise<Extracted> {
    const { pages, title, author } = await readPages(bytes ?? new Uint8Array(), tell);
    const read = pages.filter((lines) => lines.length > 0).length;
    if (read === 0) throw new PithError("no_text_layer");
    const { kept, removed } = withoutRunningLines(pages);
    const body = medianSize(kept.flat());
    const words = vocabularyOf(kept.flat().map((line) => tidy(line.text)));
    const blocks = mergeOverPages(
      kept.flatMap((lines, i) => paragraphs(lines, i + 1, body, words)),
      words,
    );
    if (!blocks.length) throw new PithError("empty");
    return {
      mediaType,
      blocks,
      meta: { ...NO_META, title: title ?? headline(kept[0] ?? [], body), byline: author },
      coverage: coverageOf(read, pages.length),
      flat: false,
      removed,
    };
  },
};

function coverageOf(read: number, total: number): Coverage {
  const without = total - read;
  const note = without ? `${without} of ${total} pages ${without === 1 ? "has" : "have"} no text layer` : null;
  return { unit: "page", read, total, note };
}

/** @throws PithError `encrypted`, `damaged` */
async function readPages(
  bytes: Uint8Array,
  tell: Tell | undefined,
): Promise<{ pages: PdfLine[][]; title: string | null; author: string | null }> {
  refuseBroken(bytes);
  try {
    const document = await getDocumentProxy(new Uint8Array(bytes), {
      disableFontFace: true,
      useSystemFonts: false,
      verbosity: 0,
    });
    const pages: PdfLine[][] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(pageLines(items.flatMap((item) => ("str" in item ? [pieceOf(item)] : []))));
      page.cleanup();
      tell?.(number, document.numPages);
    }
    const { info } = await document.getMetadata().catch(() => ({ info: {} }));
    const said = (name: string): string | null => {
      const value: unknown = (info as Record<string, unknown>)[name];
      return typeof value === "string" && tidy(value) ? tidy(value) : null;
    };
    // Programs put file names where a title belongs; a title has several words and no extension.
    const title = said("Title");
    return {
      pages,
      title: title && /\S\s+\S/.test(title) && !/\.\w{2,4}$/.test(title) && !/^Microsoft/.test(title) ? title : null,
      author: said("Author"),
    };
  } catch (cause) {
    if (cause instanceof Error && cause.name === "PasswordException") throw new PithError("encrypted", null, { cause });
    throw new PithError("damaged", null, { cause });
  }
}

function pieceOf(item: { str: string; transform: number[]; width: number; height: number }): Piece {
  const [a = 0, b = 0, , d = 0, x = 0, y = 0] = item.transform;
  return { text: item.str, x, y, width: item.width, size: Math.abs(d) || item.height || Math.hypot(a, b) || 10 };
}

function medianSize(lines: PdfLine[]): number {
  const sizes = lines
    .flatMap((line) => new Array<number>(Math.ceil(line.text.length / 20)).fill(line.size))
    .sort((a, b) => a - b);
  return sizes[Math.floor(sizes.length / 2)] ?? 10;
}

/** Lines of one page as paragraphs: a new one begins after a gap, at an indent, at another size, or after a short last line. */
function paragraphs(lines: PdfLine[], page: number, body: number, words: Vocabulary): RawBlock[] {
  const groups: PdfLine[][] = [];
  const step = lineStep(lines, body);
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1];
    const group = groups.at(-1);
    if (before && group && continues(before, line, group, step)) group.push(line);
    else groups.push([line]);
  }
  return groups.flatMap((group): RawBlock[] => {
    const text = group
      .map((line) => tidy(line.text))
      .filter(Boolean)
      .reduce((joined, line) => joinPair(joined, line, words), "")
      .trim();
    const large = group.every((line) => line.size > body * 1.15) && text.length < 200;
    return [{ kind: large ? "heading" : "paragraph", text, page, links: 0 }];
  });
}

function continues(before: PdfLine, line: PdfLine, group: PdfLine[], step: number): boolean {
  if (Math.abs(before.size - line.size) > 0.12 * before.size) return false;
  const drop = before.y - line.y;
  const nextColumn = drop < 0;
  if (!nextColumn && drop > step * 1.35) return false;
  const left = Math.min(...group.map((other) => other.x));
  const width = Math.max(...group.map((other) => other.right)) - left;
  const ended = /[.!?:…]["'”’)]*$/u.test(before.text.trim());
  if (nextColumn) return !ended || /^\p{Ll}/u.test(line.text.trim());
  const indented = line.x - left > line.size * 0.8 && (group.length > 1 || ended);
  const short = group.length > 1 && before.right < left + width * 0.8;
  return !(indented && ended) && !(short && ended);
}

/** A paragraph that goes on over the page's end is one paragraph; it counts to the page it begins on. */
function mergeOverPages(blocks: RawBlock[], words: Vocabulary): RawBlock[] {
  const merged: RawBlock[] = [];
  for (const block of blocks) {
    const last = merged.at(-1);
    const open =
      last &&
      last.page !== block.page &&
      last.kind === "paragraph" &&
      block.kind === "paragraph" &&
      !/[.!?:…]["'”’)]*$/u.test(last.text);
    if (last && open && /^[\p{Ll}\p{N}]/u.test(block.text)) last.text = joinPair(last.text, block.text, words);
    else merged.push({ ...block });
  }
  return merged;
}

/** The largest lines of the first page, when they stand out. */
function headline(lines: PdfLine[], body: number): string | null {
  const largest = Math.max(0, ...lines.map((line) => line.size));
  if (largest < body * 1.2) return null;
  const words = tidy(
    lines
      .filter((line) => line.size > largest * 0.97)
      .map((line) => line.text)
      .join(" "),
  );
  return words.length >= 8 && words.length <= 250 ? words : null;
}
