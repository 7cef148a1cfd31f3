import { Readability } from "@mozilla/readability";
import { Defuddle } from "defuddle/node";
import { parseHTML } from "linkedom";
import { readHtml } from "../../../src/extract/html/blocks.ts";

/** What plain Readability and defuddle find, each over linkedom, written as text by the same renderer as ours. */
export async function baselines(html: string): Promise<{ readability: string; defuddle: string }> {
  const document = (): never =>
    parseHTML(/<body[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`).document as never;
  const textOf = (found: string | null | undefined): string =>
    readHtml(found ?? "").blocks.map(({ text }) => text).join("\n\n"); // biome-ignore format: one line
  return {
    readability: textOf(attempt(() => new Readability(document()).parse()?.content)),
    defuddle: textOf(await Defuddle(document(), "https://page.example/", {}).then(({ content }) => content, () => null)), // biome-ignore format: one line
  };
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null; // a reader that throws has found nothing
  }
}
