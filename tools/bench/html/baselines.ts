import { Readability } from "@mozilla/readability";
import { Defuddle } from "defuddle/node";
import { parseHTML } from "linkedom";
import { parseHtml } from "../../../src/extract/markup/index.ts";

/** What plain Readability and defuddle find, each over linkedom, written as text by the same renderer as ours. */
export async function extractWithBaselines(html: string): Promise<{ readability: string; defuddle: string }> {
  const document = (): never =>
    parseHTML(/<body[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`).document as never;
  const textOf = (found: string | null | undefined): string =>
    parseHtml(found ?? "")
      .blocks.map(({ text }) => text)
      .join("\n\n");
  return {
    readability: textOf(attempt(() => new Readability(document()).parse()?.content)),
    defuddle: textOf(
      await Defuddle(document(), "https://page.example/", {}).then(
        ({ content }) => content,
        () => null,
      ),
    ),
  };
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null; // a reader that throws has found nothing
  }
}
