import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { extract, FORMATS } from "../../src/extract/index.ts";
import { createSourceLoader } from "../../src/intake/index.ts";
import { detachedContext, type Intake, PithError } from "../../src/model/index.ts";
import { docxFile, epubFile, odtFile, pptxFile, xlsxFile } from "../fakes/officeFiles.ts";
import { pdfColumn, pdfFile } from "../fakes/pdfFiles.ts";

const loadSource = createSourceLoader(() => Promise.reject(new Error("nothing is fetched here")), 25_000_000);
const textOrCode = async (content: Uint8Array | string, name: string): Promise<string> => {
  try {
    const { blocks } = await extract(
      await loadSource({ from: "bytes", bytes: Buffer.from(content), name }, detachedContext()),
    );
    return blocks.map(({ text }) => text).join("\n");
  } catch (thrown) {
    return thrown instanceof PithError ? thrown.code : `not a PithError: ${thrown}`;
  }
};
const spaces = (megabytes: number): Uint8Array => new Uint8Array(megabytes * 1_000_000).fill(0x20);
const ENTITY_BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>';
const CHAPTERS = [{ name: "a.xhtml", body: "<p>Words.</p>" }];

/** Sets the encryption flag of the first entry, in its local header and in the central directory. */
function encryptedZip(file: Uint8Array): Uint8Array {
  const encrypted = Buffer.from(file);
  for (const [signature, flagsOffset] of [
    ["PK\u0001\u0002", 8],
    ["PK\u0003\u0004", 6],
  ] as const) {
    const at = encrypted.indexOf(signature, 0, "latin1");
    encrypted[at + flagsOffset] = (encrypted[at + flagsOffset] ?? 0) | 1;
  }
  return encrypted;
}

describe("archives", () => {
  test.each<[string, Uint8Array, string, string]>([
    [
      "an entry over the size limit",
      epubFile(CHAPTERS, { "OEBPS/x.css": Buffer.from(spaces(25)).toString() }),
      "a.epub",
      "too_large_unpacked",
    ],
    [
      "too many entries",
      zipSync(Object.fromEntries(Array.from({ length: 5_100 }, (_, i) => [`${i}.xml`, new Uint8Array(1)]))),
      "a.odt",
      "too_large_unpacked",
    ],
    ["an encrypted entry", encryptedZip(odtFile("<text:p>Words.</text:p>")), "a.odt", "encrypted"],
    [
      "an encrypted ODT document",
      odtFile("", undefined, { "META-INF/manifest.xml": "<manifest:encryption-data/>" }),
      "a.odt",
      "encrypted",
    ],
    [
      "an encrypted EPUB chapter",
      epubFile(CHAPTERS, { "META-INF/encryption.xml": '<enc:CipherReference URI="OEBPS/text/a.xhtml"/>' }),
      "a.epub",
      "encrypted",
    ],
    ["XML entities", odtFile("", undefined, { "content.xml": `${ENTITY_BOMB}<x>&b;</x>` }), "a.odt", "damaged"],
    [
      "XML entities in a chapter",
      epubFile(CHAPTERS, { "OEBPS/text/a.xhtml": `${ENTITY_BOMB}<html><p>&b;</p></html>` }),
      "a.epub",
      "damaged",
    ],
    [
      "an archive without a document",
      zipSync({ mimetype: Buffer.from("application/vnd.oasis.opendocument.text") }),
      "a.odt",
      "damaged",
    ],
    ["a truncated archive", docxFile(["Words."]).subarray(0, 300), "a.docx", "damaged"],
    [
      "entry paths outside the archive",
      epubFile([{ name: "../../../../etc/passwd", body: "<p>Words.</p>" }]),
      "a.epub",
      "empty",
    ],
  ])("rejects %s", async (_, file, name, expected) => {
    expect(await textOrCode(file, name)).toBe(expected);
  });

  test("ignores the entry offsets in the central directory", async () => {
    const file = Buffer.from(docxFile(["Words."]));
    // Makes every entry of the central directory point to the first local header.
    for (
      let at = file.indexOf("PK\u0001\u0002", 0, "latin1");
      at >= 0;
      at = file.indexOf("PK\u0001\u0002", at + 4, "latin1")
    )
      file.writeUInt32LE(0, at + 42);
    expect(await textOrCode(file, "a.docx")).toBe("Words.");
  });
});

describe("deeply nested and very long texts", () => {
  test.each<[string, Uint8Array | string, string, RegExp]>([
    [
      "JSON nested 100,000 levels deep",
      `${"[".repeat(100_000)}"Words"${"]".repeat(100_000)}`,
      "a.json",
      /^(?:Words|damaged|empty)|\[\[/,
    ],
    ["a table of 200,000 columns", `a${",b".repeat(200_000)}\n`, "a.csv", /^a \| b/],
    ["a line of two million characters", "word ".repeat(400_000), "a.txt", /^word/],
    ["RTF with 100,000 unclosed groups", `{\\rtf1 ${"{".repeat(100_000)}`, "a.rtf", /^damaged$/],
    ["RTF that declares two gigabytes of binary data", "{\\rtf1 Words.\\bin2000000000 x}", "a.rtf", /^Words\.$/],
    [
      "an email with 1,000 nested parts",
      `Subject: x\nFrom: a@b.example\nTo: a@b.example\n${Array.from({ length: 1000 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`).join("")}\nWords`,
      "a.eml",
      /^(?:damaged|empty|Words)/,
    ],
    [
      "a caption with 10,000 unclosed tags",
      `WEBVTT\n\n00:01.000 --> 00:02.000\n${"<i>".repeat(10_000)}Words`,
      "a.vtt",
      /^(?:Words|damaged|empty)/,
    ],
    [
      "XHTML nested 30,000 levels deep",
      epubFile([{ name: "a.xhtml", body: `${"<div>".repeat(30_000)}Words` }]),
      "a.epub",
      /^Words/,
    ],
    ["only white space", " \n\t ".repeat(1000), "a.csv", /^not a PithError|^empty$/],
  ])("handles %s", async (_, content, name, expected) => {
    expect(await textOrCode(content, name)).toMatch(expected);
  });
});

describe("PDF", () => {
  const pdf = (change: (file: string) => string): Uint8Array =>
    Buffer.from(change(Buffer.from(pdfFile([pdfColumn(["Words here."])])).toString("latin1")), "latin1");
  test.each<[string, (file: string) => string, RegExp]>([
    ["a cyclic page tree", (file) => file.replace("/Kids[5 0 R]", "/Kids[2 0 R]"), /^(?:damaged|no_text_layer)$/],
    ["a page count that is not a number", (file) => file.replace("/Count 1/", "/Count 4 0 R/"), /^damaged$/],
    [
      "a page count of two billion",
      (file) => file.replace("/Count 1/", "/Count 2000000000/"),
      /^(?:damaged|Words here\.)/,
    ],
    [
      "a JavaScript open action",
      (file) =>
        file.replace("/Catalog/", "/Catalog/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\))>>/"),
      /^Words here\.$/,
    ],
    ["bytes before the header", (file) => `junk\n${file}`, /^(?:Words here\.|damaged)/],
  ])("handles a file with %s", async (_, change, expected) => {
    expect(await textOrCode(pdf(change), "a.pdf")).toMatch(expected);
  });
});

describe("extract returns blocks or throws a PithError", () => {
  const types = FORMATS.flatMap(([, ...mediaTypes]) => mediaTypes);
  const expectBlocksOrPithError = async (intake: Intake): Promise<void> => {
    await extract(intake).catch((thrown: unknown) => expect(thrown).toBeInstanceOf(PithError));
  };
  const intakeOf = (mediaType: string, bytes: Uint8Array): Intake =>
    /^text\/|json|subrip/.test(mediaType)
      ? { mediaType, name: null, url: null, text: Buffer.from(bytes).toString("latin1"), bytes: null }
      : { mediaType, name: null, url: null, text: null, bytes };

  test("for random bytes of every media type", async () => {
    const random = fc.asyncProperty(fc.constantFrom(...types), fc.uint8Array({ maxLength: 400 }), (type, bytes) =>
      expectBlocksOrPithError(intakeOf(type, bytes)),
    );
    await fc.assert(random, { numRuns: 300, seed: 7 });
  });

  test("for corrupted and truncated files", async () => {
    const office = "application/vnd.openxmlformats-officedocument";
    const whole: [string, Uint8Array][] = [
      ["application/pdf", pdfFile([pdfColumn(["Words here."])])],
      [`${office}.wordprocessingml.document`, docxFile(["Words."])],
      ["application/vnd.oasis.opendocument.text", odtFile("<text:p>Words.</text:p>")],
      ["application/epub+zip", epubFile(CHAPTERS)],
      [`${office}.presentationml.presentation`, pptxFile([{ title: "Words", lines: ["More"] }])],
      [`${office}.spreadsheetml.sheet`, xlsxFile([{ name: "Words", rows: [["a", 1]] }])],
      ["application/rtf", Buffer.from("{\\rtf1\\ansi{\\fonttbl{\\f0 A;}}\\f0 W\\'f6rter \\u8211 ?\\par}")],
      ["message/rfc822", Buffer.from("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWords\n--b--")],
    ];
    const changed = fc.asyncProperty(
      fc.constantFrom(...whole),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 8 }),
      fc.double({ min: 0.3, max: 1, noNaN: true }),
      async ([type, file], changes, share) => {
        const bytes = Uint8Array.from(file);
        for (const [at, byte] of changes) bytes[Math.floor(at * (bytes.length - 1))] = byte;
        await expectBlocksOrPithError(intakeOf(type, bytes.subarray(0, Math.ceil(bytes.length * share))));
      },
    );
    await fc.assert(changed, { numRuns: 300, seed: 7 });
  });
});
