import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createSourceLoader } from "../../src/intake/index.ts";
import { tooLarge } from "../../src/intake/tooLarge.ts";
import { detachedContext, type PithError, type Source } from "../../src/model/index.ts";
import { docxFile } from "../fakes/officeFiles.ts";
import { pdfColumn, pdfFile } from "../fakes/pdfFiles.ts";

const folder = mkdtempSync(join(tmpdir(), "pith-intake-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const page = {
  bytes: Buffer.from("<p>Fetched.</p>"),
  url: "https://news.example/a/story.html?x=1",
  contentType: "text/html; charset=utf-8",
  etag: null,
  lastModified: null,
};
const loadSource = createSourceLoader(async () => page, 5000);
const bytes = (content: Uint8Array | string, properties: { mediaType?: string; name?: string } = {}): Source => ({
  from: "bytes",
  bytes: Buffer.from(content),
  ...properties,
});
const load = (source: Source) => loadSource(source, detachedContext());
const codeOf = (source: Source): Promise<string> =>
  load(source).then(
    () => "loaded",
    (error: PithError) => error.code,
  );

describe("media type", () => {
  const PDF = pdfFile([pdfColumn(["Words."])]);
  test.each<[string, Source, string]>([
    ["a PDF with another extension", bytes(PDF, { name: "a.txt", mediaType: "text/plain" }), "application/pdf"],
    [
      "a Word document without a name",
      bytes(docxFile(["Words."])),
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ],
    ["Markdown by its extension", bytes("# Words", { name: "a.md" }), "text/markdown"],
    [
      "Markdown served as plain text",
      bytes("# Words", { name: "a.md", mediaType: "text/plain; charset=utf-8" }),
      "text/markdown",
    ],
    ["HTML by its declared type", bytes("Words", { mediaType: "text/html; charset=utf-8" }), "text/html"],
    [
      "XHTML",
      bytes('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>x</p></html>', {
        mediaType: "application/xhtml+xml",
      }),
      "text/html",
    ],
    ["HTML by its doctype", bytes("\n<!-- a --><!DOCTYPE html><p>Words"), "text/html"],
    ["plain text", bytes("Words and words."), "text/plain"],
    [
      "Markdown by its syntax",
      bytes("# Quay\n\nSee [the plan](https://example.org/plan).\n\n## Cost\n\nMuch.\n"),
      "text/markdown",
    ],
    ["a Markdown table", bytes("# Quay\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"), "text/markdown"],
    ["a shell script with comments", bytes("# one\n\n# two\nls -l\n# three\n"), "text/plain"],
    ["prose with a single link", bytes("Words.\n\nSee [this](https://example.org/) and more."), "text/plain"],
    ["Markdown syntax in a .txt file", bytes("# A\n\n## B\n\n**c** [d](e)", { name: "a.txt" }), "text/plain"],
    [
      "HTML served as plain text in a .txt file",
      bytes("<html>is how pages begin", { name: "a.txt", mediaType: "text/plain" }),
      "text/plain",
    ],
    [
      "random bytes in a .md file",
      bytes(
        new Uint8Array(900).map((_, i) => (i * 7919 + (i >> 2)) % 256),
        { name: "a.md" },
      ),
      "application/octet-stream",
    ],
  ])("detects the type of %s", async (_, source, expected) => {
    expect((await load(source)).mediaType).toBe(expected);
  });
});

describe("charset", () => {
  const encoded = (hex: string): Buffer => Buffer.from(hex, "hex");
  test.each<[string, Buffer, string | undefined, string]>([
    ["UTF-8 without a declaration", Buffer.from("Köln – 数字"), undefined, "Köln – 数字"],
    [
      "UTF-8 with an invalid byte",
      Buffer.concat([Buffer.from("It is “a monument"), encoded("ff"), Buffer.from("” – they said")]),
      undefined,
      "It is “a monument\ufffd” – they said",
    ],
    ["undeclared bytes that are not UTF-8", encoded("4bf66c6e2064e9e020fc626572"), undefined, "Köln déà über"],
    [
      "UTF-8 with a BOM despite another charset in the header",
      Buffer.from("\ufeffKöln"),
      "text/plain; charset=latin1",
      "Köln",
    ],
    ["UTF-16 with a BOM", Buffer.from("\ufeffKöln", "utf16le"), undefined, "Köln"],
    ["the charset of the header", encoded("4bf66c6e"), "text/plain; charset=iso-8859-1", "Köln"],
    ["UTF-8 with an unknown charset in the header", Buffer.from("Köln"), "text/plain; charset=nonsense", "Köln"],
    [
      "the charset of a meta element",
      encoded(`${Buffer.from('<html><meta charset="shift_jis"><p>').toString("hex")}907d8f918ac8`),
      "text/html",
      '<html><meta charset="shift_jis"><p>図書簡',
    ],
    [
      "undeclared windows-1252",
      encoded(
        `4bf66c6e20969320${Buffer.from("und noch mehr Text, damit man es sieht: f").toString("hex")}fc72204de46e6e6572`,
      ),
      undefined,
      "Köln –“ und noch mehr Text, damit man es sieht: für Männer",
    ],
  ])("decodes %s", async (_, content, mediaType, expected) => {
    expect((await load(bytes(content, mediaType ? { mediaType } : {}))).text).toBe(expected);
  });

  test("detects undeclared Cyrillic and Chinese charsets", async () => {
    const russian = "Городской совет решил открыть библиотеку по воскресеньям. Это стоит денег.";
    const cp1251 = Buffer.from(
      [...russian].map((c) => (c >= "А" && c <= "я" ? c.charCodeAt(0) - 0x410 + 0xc0 : c.charCodeAt(0))),
    );
    expect((await load(bytes(cp1251))).text).toBe(russian);
    const gbk = encoded("cdbcd0e9b9ddcdbcd0e9b9ddd0c2cec5d6d0b9fab1b1beA9".toLowerCase().repeat(4));
    expect((await load(bytes(gbk))).text).toMatch(/\p{Script=Han}{6,}/u);
  });

  test("drops control characters and normalises line endings", async () => {
    expect((await load(bytes("One\u0000 line\r\nand\u0007 another\rand more, so that it is text."))).text).toBe(
      "One line\nand another\nand more, so that it is text.",
    );
  });
});

describe("createSourceLoader", () => {
  test("loads a path, a URL and a text", async () => {
    const path = join(folder, "story.md");
    writeFileSync(path, "# Story");
    expect(await load({ from: "path", path })).toMatchObject({ name: "story.md", text: "# Story", url: null });
    expect(await load({ from: "url", url: "https://news.example/" })).toMatchObject({
      name: "story.html",
      url: page.url,
      mediaType: "text/html",
      text: "<p>Fetched.</p>",
    });
    expect(await load({ from: "text", text: "Words", name: "a.txt", url: "https://x.example/" })).toMatchObject({
      mediaType: "text/plain",
      url: "https://x.example/",
    });
  });

  test("rejects with an error code for each cause", async () => {
    const big = join(folder, "big.txt");
    writeFileSync(big, "a".repeat(6000));
    expect(await codeOf({ from: "path", path: join(folder, "missing") })).toBe("not_found");
    expect(await codeOf({ from: "path", path: folder })).toBe("unsupported");
    expect(await codeOf({ from: "path", path: big })).toBe("too_large");
    expect(await codeOf({ from: "text", text: "a".repeat(6000) })).toBe("too_large");
    expect(await codeOf(bytes("a".repeat(6000)))).toBe("too_large");
    expect(await codeOf(bytes(""))).toBe("empty");
    expect(await codeOf(bytes(" \n\t"))).toBe("empty");
    expect(await codeOf({ from: "text", text: "\u0000" })).toBe("empty");
  });
});

test.each([
  [5000, "the limit is 5 kB"],
  [25_000_000, "the limit is 25 MB"],
  [1_500_000_000, "the limit is 1.5 GB"],
])("a source over %i bytes is refused with the limit in words", (maxBytes, detail) =>
  expect(tooLarge(maxBytes)).toMatchObject({ code: "too_large", detail }),
);
