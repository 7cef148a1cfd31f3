import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createIntake } from "../../src/intake/index.ts";
import { type PithError, quietRun, type Source } from "../../src/model/index.ts";
import { docxFile, pdfColumn, pdfFile } from "../fakes/files.ts";

const folder = mkdtempSync(join(tmpdir(), "pith-intake-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const page = {
  bytes: Buffer.from("<p>Fetched.</p>"),
  url: "https://news.example/a/story.html?x=1",
  contentType: "text/html; charset=utf-8",
  etag: null,
  lastModified: null,
};
const takeIn = createIntake(async () => page, 5000);
const bytes = (content: Uint8Array | string, over: { mediaType?: string; name?: string } = {}): Source => ({
  from: "bytes",
  bytes: Buffer.from(content),
  ...over,
});
const take = (source: Source) => takeIn(source, quietRun());
const code = (source: Source): Promise<string> =>
  take(source).then(
    () => "taken",
    (error: PithError) => error.code,
  );

describe("the media type", () => {
  const PDF = pdfFile([pdfColumn(["Words."])]);
  test.each<[string, Source, string]>([
    ["a PDF under another name", bytes(PDF, { name: "a.txt", mediaType: "text/plain" }), "application/pdf"],
    [
      "a Word document without a name",
      bytes(docxFile(["Words."])),
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ],
    ["Markdown by its name", bytes("# Words", { name: "a.md" }), "text/markdown"],
    [
      "Markdown that a server calls plain text",
      bytes("# Words", { name: "a.md", mediaType: "text/plain; charset=utf-8" }),
      "text/markdown",
    ],
    ["HTML by what was declared", bytes("Words", { mediaType: "text/html; charset=utf-8" }), "text/html"],
    [
      "XHTML",
      bytes('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>x</p></html>', {
        mediaType: "application/xhtml+xml",
      }),
      "text/html",
    ],
    ["HTML by how it begins", bytes("\n<!-- a --><!DOCTYPE html><p>Words"), "text/html"],
    ["plain text", bytes("Words and words."), "text/plain"],
    [
      "Markdown by its looks",
      bytes("# Quay\n\nSee [the plan](https://example.org/plan).\n\n## Cost\n\nMuch.\n"),
      "text/markdown",
    ],
    ["a table in Markdown", bytes("# Quay\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"), "text/markdown"],
    ["a script with comments", bytes("# one\n\n# two\nls -l\n# three\n"), "text/plain"],
    ["prose with one link in it", bytes("Words.\n\nSee [this](https://example.org/) and more."), "text/plain"],
    ["Markdown under a text's name", bytes("# A\n\n## B\n\n**c** [d](e)", { name: "a.txt" }), "text/plain"],
    [
      "HTML shown as text, by its name",
      bytes("<html>is how pages begin", { name: "a.txt", mediaType: "text/plain" }),
      "text/plain",
    ],
    [
      "random bytes under a text's name",
      bytes(
        new Uint8Array(900).map((_, i) => (i * 7919 + (i >> 2)) % 256),
        { name: "a.md" },
      ),
      "application/octet-stream",
    ],
  ])("is that of %s", async (_, source, expected) => {
    expect((await take(source)).mediaType).toBe(expected);
  });
});

describe("the charset", () => {
  const encoded = (hex: string): Buffer => Buffer.from(hex, "hex");
  test.each<[string, Buffer, string | undefined, string]>([
    ["UTF-8 without any sign", Buffer.from("Köln – 数字"), undefined, "Köln – 数字"],
    [
      "UTF-8 with a few damaged bytes",
      Buffer.concat([Buffer.from("It is “a monument"), encoded("ff"), Buffer.from("” – they said")]),
      undefined,
      "It is “a monument\ufffd” – they said",
    ],
    ["what is no UTF-8 at all", encoded("4bf66c6e2064e9e020fc626572"), undefined, "Köln déà über"],
    ["a UTF-8 mark over the header", Buffer.from("\ufeffKöln"), "text/plain; charset=latin1", "Köln"],
    ["a UTF-16 mark", Buffer.from("\ufeffKöln", "utf16le"), undefined, "Köln"],
    ["the header", encoded("4bf66c6e"), "text/plain; charset=iso-8859-1", "Köln"],
    ["an unknown header is no help", Buffer.from("Köln"), "text/plain; charset=nonsense", "Köln"],
    [
      "the page's own word",
      encoded(`${Buffer.from('<html><meta charset="shift_jis"><p>').toString("hex")}907d8f918ac8`),
      "text/html",
      '<html><meta charset="shift_jis"><p>図書簡',
    ],
    [
      "Windows-1252 by its look",
      encoded(
        `4bf66c6e20969320${Buffer.from("und noch mehr Text, damit man es sieht: f").toString("hex")}fc72204de46e6e6572`,
      ),
      undefined,
      "Köln –“ und noch mehr Text, damit man es sieht: für Männer",
    ],
  ])("is told by %s", async (_, content, mediaType, expected) => {
    expect((await take(bytes(content, mediaType ? { mediaType } : {}))).text).toBe(expected);
  });

  test("is found in Cyrillic and Chinese without a declaration", async () => {
    const russian = "Городской совет решил открыть библиотеку по воскресеньям. Это стоит денег.";
    const cp1251 = Buffer.from(
      [...russian].map((c) => (c >= "А" && c <= "я" ? c.charCodeAt(0) - 0x410 + 0xc0 : c.charCodeAt(0))),
    );
    expect((await take(bytes(cp1251))).text).toBe(russian);
    const gbk = encoded("cdbcd0e9b9ddcdbcd0e9b9ddd0c2cec5d6d0b9fab1b1beA9".toLowerCase().repeat(4));
    expect((await take(bytes(gbk))).text).toMatch(/\p{Script=Han}{6,}/u);
  });

  test("drops NULs and control characters and makes line ends one kind", async () => {
    expect((await take(bytes("One\u0000 line\r\nand\u0007 another\rand more, so that it is text."))).text).toBe(
      "One line\nand another\nand more, so that it is text.",
    );
  });
});

describe("takeIn", () => {
  test("reads a path, an address and a text", async () => {
    const path = join(folder, "story.md");
    writeFileSync(path, "# Story");
    expect(await take({ from: "path", path })).toMatchObject({ name: "story.md", text: "# Story", url: null });
    expect(await take({ from: "url", url: "https://news.example/" })).toMatchObject({
      name: "story.html",
      url: page.url,
      mediaType: "text/html",
      text: "<p>Fetched.</p>",
    });
    expect(await take({ from: "text", text: "Words", name: "a.txt", url: "https://x.example/" })).toMatchObject({
      mediaType: "text/plain",
      url: "https://x.example/",
    });
  });

  test("fails with a code for each cause", async () => {
    const big = join(folder, "big.txt");
    writeFileSync(big, "a".repeat(6000));
    expect(await code({ from: "path", path: join(folder, "missing") })).toBe("not_found");
    expect(await code({ from: "path", path: folder })).toBe("unsupported");
    expect(await code({ from: "path", path: big })).toBe("too_large");
    expect(await code({ from: "text", text: "a".repeat(6000) })).toBe("too_large");
    expect(await code(bytes("a".repeat(6000)))).toBe("too_large");
    expect(await code(bytes(""))).toBe("empty");
    expect(await code(bytes(" \n\t"))).toBe("empty");
    expect(await code({ from: "text", text: "\u0000" })).toBe("empty");
  });
});
