import { parse } from "yaml";

/** The YAML mapping between two `---` lines at the start of a Markdown file, and the text after it. */
export type FrontMatter = { attributes: Record<string, unknown>; body: string };

const FENCED = /^\uFEFF?---[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n---[ \t]*(?:\r?\n|$)/;

/**
 * Splits the YAML front matter from Markdown text. If there is none, if it exceeds 20,000 UTF-16 units, or if it does
 * not parse as a mapping, `attributes` is empty and `body` is the whole text.
 */
export function splitFrontMatter(text: string): FrontMatter {
  const fence = FENCED.exec(text);
  if (!fence) return { attributes: {}, body: text };
  try {
    // The default schema (core) creates no dates and runs no code. The alias limit stops small inputs from expanding to
    // huge ones ("billion laughs").
    const attributes: unknown = parse(fence[1]!, { maxAliasCount: 10 });
    if (typeof attributes !== "object" || attributes === null || Array.isArray(attributes)) throw new SyntaxError();
    return { attributes: attributes as Record<string, unknown>, body: text.slice(fence[0].length) };
  } catch {
    return { attributes: {}, body: text }; // not a mapping: the first `---` is a horizontal rule
  }
}
