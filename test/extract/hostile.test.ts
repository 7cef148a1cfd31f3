import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { extract, FORMATS } from "../../src/extract/index.ts";
import { createIntake } from "../../src/intake/index.ts";
import { type Intake, PithError, quietRun } from "../../src/model/index.ts";
import { docxFile, pdfColumn, pdfFile } from "../fakes/files.ts";
import { epubFile, odtFile, pptxFile, xlsxFile } from "../fakes/packages.ts";

const takeIn = createIntake(() => Promise.reject(new Error("nothing is fetched here")), 25_000_000);
const outcome = async (content: Uint8Array | string, name: string): Promise<string> => {
  try {
    const { blocks } = await extract(await takeIn({ from: "bytes", bytes: Buffer.from(content), name }, quietRun()));
    return blocks.map(({ text }) => text).join("\n");
  } catch (thrown) {
    return thrown instanceof PithError ? thrown.code : `not a PithError: ${thrown}`;
  }
};
const zeros = (megabytes: number): Uint8Array => new Uint8Array(megabytes * 1_000_000).fill(0x20);
const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>';
const CHAPTERS = [{ name: "a.xhtml", body: "<p>Words.</p>" }];

/** Sets a bit in the flags of the first entry, in its own header and in the directory at the end. */
function lockedZip(file: Uint8Array): Uint8Array {
  const locked = Buffer.from(file);
  for (const [signature, place] of [
    ["PK\u0001\u0002", 8],
    ["PK\u0003\u0004", 6],
  ] as const) {
    const at = locked.indexOf(signature, 0, "latin1");
    locked[at + place] = (locked[at + place] ?? 0) | 1;
  }
  return locked;
}

describe("archives", () => {
  test.each<[string, Uint8Array, string, string]>([
    [
      "an entry that grows too large",
      epubFile(CHAPTERS, { "OEBPS/x.css": Buffer.from(zeros(25)).toString() }),
      "a.epub",
      "too_large_unpacked",
    ],
    [
      "more entries than a document has",
      zipSync(Object.fromEntries(Array.from({ length: 5_100 }, (_, i) => [`${i}.xml`, new Uint8Array(1)]))),
      "a.odt",
      "too_large_unpacked",
    ],
    ["a locked entry", lockedZip(odtFile("<text:p>Words.</text:p>")), "a.odt", "encrypted"],
    [
      "a document that is locked inside",
      odtFile("", undefined, { "META-INF/manifest.xml": "<manifest:encryption-data/>" }),
      "a.odt",
      "encrypted",
    ],
    [
      "a chapter under somebody's key",
      epubFile(CHAPTERS, { "META-INF/encryption.xml": '<enc:CipherReference URI="OEBPS/text/a.xhtml"/>' }),
      "a.epub",
      "encrypted",
    ],
    ["entities", odtFile("", undefined, { "content.xml": `${laughs}<x>&b;</x>` }), "a.odt", "damaged"],
    [
      "entities in a chapter",
      epubFile(CHAPTERS, { "OEBPS/text/a.xhtml": `${laughs}<html><p>&b;</p></html>` }),
      "a.epub",
      "damaged",
    ],
    ["no document", zipSync({ mimetype: Buffer.from("application/vnd.oasis.opendocument.text") }), "a.odt", "damaged"],
    ["half of it missing", docxFile(["Words."]).subarray(0, 300), "a.docx", "damaged"],
    [
      "names that lead out of it",
      epubFile([{ name: "../../../../etc/passwd", body: "<p>Words.</p>" }]),
      "a.epub",
      "empty",
    ],
  ])("%s", async (_, file, name, expected) => {
    expect(await outcome(file, name)).toBe(expected);
  });

  test("a directory that names places inside other entries is not followed", async () => {
    const file = Buffer.from(docxFile(["Words."]));
    // Every entry of the directory points to the first local header.
    for (
      let at = file.indexOf("PK\u0001\u0002", 0, "latin1");
      at >= 0;
      at = file.indexOf("PK\u0001\u0002", at + 4, "latin1")
    )
      file.writeUInt32LE(0, at + 42);
    expect(await outcome(file, "a.docx")).toBe("Words.");
  });
});

describe("texts that nest or grow", () => {
  test.each<[string, Uint8Array | string, string, RegExp]>([
    [
      "JSON 100,000 deep",
      `${"[".repeat(100_000)}"Words"${"]".repeat(100_000)}`,
      "a.json",
      /^(?:Words|damaged|empty)|\[\[/,
    ],
    ["a table of 200,000 columns", `a${",b".repeat(200_000)}\n`, "a.csv", /^a \| b/],
    ["one line of two million letters", "word ".repeat(400_000), "a.txt", /^word/],
    ["RTF of nothing but braces", `{\\rtf1 ${"{".repeat(100_000)}`, "a.rtf", /^damaged$/],
    ["RTF that claims two gigabytes", "{\\rtf1 Words.\\bin2000000000 x}", "a.rtf", /^Words\.$/],
    [
      "a mail of 1,000 parts in parts",
      `Subject: x\nFrom: a@b.example\nTo: a@b.example\n${Array.from({ length: 1000 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`).join("")}\nWords`,
      "a.eml",
      /^(?:damaged|empty|Words)/,
    ],
    [
      "a caption of 10,000 tags",
      `WEBVTT\n\n00:01.000 --> 00:02.000\n${"<i>".repeat(10_000)}Words`,
      "a.vtt",
      /^(?:Words|damaged|empty)/,
    ],
    ["XHTML 30,000 deep", epubFile([{ name: "a.xhtml", body: `${"<div>".repeat(30_000)}Words` }]), "a.epub", /^Words/],
    ["nothing but white space", " \n\t ".repeat(1000), "a.csv", /^not a PithError|^empty$/],
  ])("%s", async (_, content, name, expected) => {
    expect(await outcome(content, name)).toMatch(expected);
  });
});

describe("PDF", () => {
  const pdf = (change: (file: string) => string): Uint8Array =>
    Buffer.from(change(Buffer.from(pdfFile([pdfColumn(["Words here."])])).toString("latin1")), "latin1");
  test.each<[string, (file: string) => string, RegExp]>([
    [
      "a page tree that is its own child",
      (file) => file.replace("/Kids[5 0 R]", "/Kids[2 0 R]"),
      /^(?:damaged|no_text_layer)$/,
    ],
    ["a count that is no number", (file) => file.replace("/Count 1/", "/Count 4 0 R/"), /^damaged$/],
    ["two billion pages", (file) => file.replace("/Count 1/", "/Count 2000000000/"), /^(?:damaged|Words here\.)/],
    [
      "an action of scripts",
      (file) =>
        file.replace("/Catalog/", "/Catalog/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\))>>/"),
      /^Words here\.$/,
    ],
    ["something in front of it", (file) => `junk\n${file}`, /^(?:Words here\.|damaged)/],
  ])("with %s", async (_, change, expected) => {
    expect(await outcome(pdf(change), "a.pdf")).toMatch(expected);
  });
});

describe("whatever the bytes are, a file is text or one clear error", () => {
  const types = FORMATS.flatMap(([, ...mediaTypes]) => mediaTypes);
  const reading = async (intake: Intake): Promise<void> => {
    await extract(intake).catch((thrown: unknown) => expect(thrown).toBeInstanceOf(PithError));
  };
  const intakeOf = (mediaType: string, bytes: Uint8Array): Intake =>
    /^text\/|json|subrip/.test(mediaType)
      ? { mediaType, name: null, url: null, text: Buffer.from(bytes).toString("latin1"), bytes: null }
      : { mediaType, name: null, url: null, text: null, bytes };

  test("random bytes under every type", async () => {
    const random = fc.asyncProperty(fc.constantFrom(...types), fc.uint8Array({ maxLength: 400 }), (type, bytes) =>
      reading(intakeOf(type, bytes)),
    );
    await fc.assert(random, { numRuns: 300, seed: 7 });
  });

  test("whole files with some bytes changed or the end cut off", async () => {
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
        await reading(intakeOf(type, bytes.subarray(0, Math.ceil(bytes.length * share))));
      },
    );
    await fc.assert(changed, { numRuns: 300, seed: 7 });
  });
});
