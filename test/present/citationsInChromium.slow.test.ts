import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Document, detachedContext, type Quote, type Span } from "../../src/model/index.ts";
import { DEFAULT_LOCALE, translatorFor } from "../../src/present/index.ts";
import { segmentSentences } from "../../src/text/index.ts";
import { launchBrowser, skipReason } from "../fakes/browser.ts";
import { createPith } from "../fakes/pith.ts";
import { createMarker } from "./createMarker.ts";
import { highlightedText } from "./highlights.ts";

const FOLDERS = ["citationPages", "furtherCitationPages"];
/** The pages by name. */
const PAGES = new Map(
  FOLDERS.flatMap((folder) => {
    const path = join(import.meta.dirname, folder);
    return readdirSync(path).map((name): [string, string] => [name, readFileSync(join(path, name), "utf8")]);
  }),
);
const MEDIA_TYPES: Record<string, string> = { html: "text/html", txt: "text/plain" };
const mediaTypeOf = (name: string): string => MEDIA_TYPES[name.split(".").at(-1)!]!;
const translate = translatorFor(DEFAULT_LOCALE);

/** Characters that are compared: neither white space nor what cleaning removes as invisible, nor cell separators. */
const comparable = (text: string): string => text.replace(/[\s\u00ad\u200b]|(?<=\s)\|(?=\s)/gu, "");

const quoteOf = (document: Document, { start, end }: Span): Quote => ({
  ...{ document: document.id, text: document.text.slice(start, end), start, end, paragraph: 1, page: null },
});

/** How the quotes with a drop cap begin. A browser takes the letter for a block of its own and skips its word. */
const DROP_CAP = /^(?:Am (?=Montagmorgen)|O (?=mercado))/m;

/** Returns five spans of a document: four sentences, and two sentences in a row that stand in different blocks. */
function sampleSpans(document: Document): Span[] {
  const sentences = segmentSentences(document.text, document.language);
  const step = sentences.length / 4;
  const single = [0, 1, 2, 3].map((i) => sentences[Math.floor(i * step + step / 2)]!);
  const across = sentences.findIndex(
    ({ end }, i) => i > 0 && document.text.slice(end, sentences[i + 1]?.start).includes("\n"),
  );
  return [...single, { start: sentences[across]!.start, end: sentences[across + 1]!.end }];
}

if (skipReason) console.warn(`skipped: ${skipReason}`);

describe.skipIf(skipReason)(
  skipReason ? `citations in Chromium (skipped: ${skipReason})` : "citations in Chromium",
  () => {
    let browser: Browser;
    let server: Server;
    let origin: string;
    beforeAll(async () => {
      browser = await launchBrowser();
      server = createServer(({ url = "/" }, response) => {
        const name = decodeURIComponent(url.slice(1));
        const text = PAGES.get(name) ?? "";
        response.writeHead(200, { "content-type": `${mediaTypeOf(name) ?? "text/html"}; charset=utf-8` });
        response.end(text);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(async () => {
      await browser?.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    test.each([...PAGES])(
      "%s opens at the quoted words",
      async (name, text) => {
        const document = await createPith().extract(
          { from: "text", text, mediaType: mediaTypeOf(name), name },
          detachedContext(),
        );
        const cite = createMarker([{ document, address: `${origin}/${name}`, upload: null }], translate);
        const spans = sampleSpans(document);
        expect(spans).toHaveLength(5);
        for (const span of spans) {
          const quote = quoteOf(document, span);
          const [, address] = /^\[¶ 1\]\(<(.*)>\)$/.exec(cite(quote)) ?? [];
          expect(address, quote.text).toBeDefined();
          const { text: shown, isInView } = await highlightedText(browser, address!);
          expect
            .soft(shown, `${decodeURIComponent(address!)}\n${quote.text}`)
            .toBe(comparable(quote.text.replace(DROP_CAP, "")));
          expect.soft(isInView).toBe(true);
        }
      },
      120_000,
    );
  },
);
