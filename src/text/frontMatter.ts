import { parse } from "yaml";

/** What stands in front of a Markdown file between two `---` lines (YAML), and the text below it. */
export type FrontMatter = { attributes: Record<string, unknown>; body: string };

const FENCED = /^\uFEFF?---[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n---[ \t]*(?:\r?\n|$)/;

/** Splits front matter from a text. What does not parse as a YAML mapping is part of the text. */
export function splitFrontMatter(text: string): FrontMatter {
  const fence = FENCED.exec(text);
  if (!fence) return { attributes: {}, body: text };
  try {
    // The core schema knows no dates and runs nothing; aliases are capped, so nothing small grows large.
    const attributes: unknown = parse(fence[1]!, { maxAliasCount: 10 });
    if (typeof attributes !== "object" || attributes === null || Array.isArray(attributes)) throw new SyntaxError();
    return { attributes: attributes as Record<string, unknown>, body: text.slice(fence[0].length) };
  } catch {
    return { attributes: {}, body: text }; // a horizontal rule, not front matter: nothing of it may be lost
  }
}
