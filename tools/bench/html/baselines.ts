import { Readability } from "@mozilla/readability";
import { Defuddle } from "defuddle/node";
import { parseHTML } from "linkedom";
import { parseHtml } from "../../../src/extract/markup/index.ts";

/**
 * Extracts the main content of a page with Readability and with Defuddle, both on linkedom. Pith's own parser converts
 * their HTML output to text. The text is empty if an extractor fails or finds nothing.
 */
export async function extractWithBaselines(html: string): Promise<{ readability: string; defuddle: string }> {
  const document = (): never =>
    parseHTML(/<body[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`).document as never;
  const toText = (content: string | null | undefined): string =>
    parseHtml(content ?? "")
      .blocks.map(({ text }) => text)
      .join("\n\n");
  return {
    readability: toText(orNull(() => new Readability(document()).parse()?.content)),
    defuddle: toText(
      await Defuddle(document(), "https://page.example/", {}).then(
        ({ content }) => content,
        () => null,
      ),
    ),
  };
}

function orNull<T>(extract: () => T): T | null {
  try {
    return extract();
  } catch {
    return null;
  }
}
