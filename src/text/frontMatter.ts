import { parse } from "yaml";

/** The YAML mapping between two `---` lines at the start of a Markdown file, and the text after it. */
export type FrontMatter = { attributes: Record<string, unknown>; body: string };

const FENCED = /^\uFEFF?---[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n---[ \t]*(?:\r?\n|$)/;

/** Splits YAML front matter from a text. A block that does not parse as a mapping stays in `body`. */
export function splitFrontMatter(text: string): FrontMatter {
  const fence = FENCED.exec(text);
  if (!fence) return { attributes: {}, body: text };
  try {
    // The core schema has no dates and no code; the alias limit stops small input from expanding ("billion laughs").
    const attributes: unknown = parse(fence[1]!, { maxAliasCount: 10 });
    if (typeof attributes !== "object" || attributes === null || Array.isArray(attributes)) throw new SyntaxError();
    return { attributes: attributes as Record<string, unknown>, body: text.slice(fence[0].length) };
  } catch {
    return { attributes: {}, body: text }; // the first `---` was a horizontal rule
  }
}
