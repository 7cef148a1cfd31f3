import { marked } from "marked";
import { type Extractor, NO_META, type RawBlock } from "../../model/index.ts";
import { splitFrontMatter } from "../../text/index.ts";
import { parseHtml } from "../markup/index.ts";
import { markdownTitle } from "./markdownTitle.ts";

/**
 * GitHub Flavored Markdown, converted to HTML. The metadata comes from the front matter. Without a title there,
 * `markdownTitle` finds it.
 */
export const markdown: Extractor = {
  mediaTypes: ["text/markdown"],
  async extract({ mediaType, text }) {
    const { attributes, body } = splitFrontMatter(text ?? "");
    const html = await marked.parse(keepHeadLines(withoutAlertMarks(body)), { gfm: true });
    const page = parseHtml(html, { readsPicturesInHeadings: true });
    const blocks = page.blocks.flatMap(withoutPictureMarks);
    const attribute = (name: string): string | null => {
      const value = attributes[name];
      return typeof value === "string" || typeof value === "number" ? String(value) : null;
    };
    const published = attribute("date") ?? attribute("published");
    return {
      mediaType,
      blocks,
      meta: {
        ...NO_META,
        title: attribute("title") ?? markdownTitle(page),
        byline: attribute("author"),
        published: published && /^\d{4}-\d{2}-\d{2}/.test(published) ? published : null,
        language: attribute("lang") ?? attribute("language"),
      },
      coverage: null,
      flat: false,
      removed: [],
    };
  },
};

/** Number of lines at the start of a document whose breaks are kept. */
const HEAD_LINES = 30;
/** Length below which a line does not end because it is full, in UTF-16 units. */
const SHORT_LINE = 60;

/**
 * Keeps the line breaks of the head: the fields of minutes or a date under a subtitle stand on lines of their own,
 * which Markdown would join. A line that is filled, or goes on in lower case, is still joined.
 */
function keepHeadLines(body: string): string {
  const lines = body.split("\n");
  for (let i = 0; i < Math.min(HEAD_LINES, lines.length - 1); i++) {
    if (/^\s*(?:```|~~~)/.test(lines[i]!)) break;
    const isPlain = /^ {0,3}[^\s#>|<`-]/.test(lines[i]!) && /^ {0,3}[^\s#>|<`=\p{Ll}-]/u.test(lines[i + 1]!);
    if (isPlain && lines[i]!.trimEnd().length < SHORT_LINE) lines[i] = `${lines[i]!.trimEnd()}  `;
  }
  return lines.join("\n");
}

/** The mark of an alert on GitHub, on a line of its own or, against the rules, before the text. */
const ALERT_MARK = /^((?: {0,3}>[ \t]?){1,4})[ \t]*\[!(?:note|tip|important|warning|caution)\][ \t]*/gimu;

/** Removes the marks of alerts, which are shown as icons. What is an alert stays a block quote. */
const withoutAlertMarks = (body: string): string => body.replace(ALERT_MARK, "$1");

/** Pictures written in Markdown, with the link around them. Inside of HTML without blank lines, they are not read as such. */
const PICTURE =
  /\[?!\[[^\]\n]{0,200}\](?:\([^()\s]{0,400}\)|\[[^\]\n]{0,80}\])(?:\](?:\([^()\s]{0,400}\)|\[[^\]\n]{0,80}\]))?/g;

function withoutPictureMarks(block: RawBlock): RawBlock[] {
  if (block.kind === "code" || !block.text.includes("![")) return [block];
  const text = block.text.replace(PICTURE, "").trim();
  return /[\p{L}\p{N}]/u.test(text) ? [{ ...block, text }] : [];
}
