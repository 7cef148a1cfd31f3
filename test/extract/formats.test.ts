import { describe, expect, test } from "vitest";
import { extract, FORMATS } from "../../src/extract/index.ts";
import { createSourceLoader } from "../../src/intake/index.ts";
import { detachedContext, type Extracted } from "../../src/model/index.ts";
import { docxFile, epubFile, odtFile, pptxFile, xlsxFile } from "../fakes/officeFiles.ts";

const loadSource = createSourceLoader(() => Promise.reject(new Error("nothing is fetched here")), 5_000_000);
const read = async (content: Uint8Array | string, name: string): Promise<Extracted> =>
  extract(await loadSource({ from: "bytes", bytes: Buffer.from(content), name }, detachedContext()));
const blocksOf = ({ blocks }: Extracted): string[] => blocks.map(({ kind, text }) => `${kind}: ${text}`);

test("the lines of a cue stay apart within its elements", async () => {
  const vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ilse>The quay\n<i>is at\nleast</i> old.";
  expect(blocksOf(await read(vtt, "a.vtt"))).toEqual(["paragraph: Ilse: The quay is at least old."]);
});

test("FORMATS lists each format under the media types it declares", async () => {
  for (const [load, ...types] of FORMATS) expect([...(await load()).mediaTypes].sort()).toEqual([...types].sort());
});

test("DOCX: reads tables and text boxes, and puts notes after the text", async () => {
  const w = (inner: string): string => `<w:p>${inner}</w:p>`;
  const run = (text: string): string => `<w:r><w:t>${text}</w:t></w:r>`;
  const body = [
    w(`${run("It opened")}<w:r><w:footnoteReference w:id="2"/></w:r>${run(" on Monday.")}`),
    `<w:tbl><w:tr><w:tc>${w(run("Quay"))}</w:tc><w:tc>${w(run("410"))}</w:tc></w:tr></w:tbl>`,
    w(
      `<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>${w(run("In a box."))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`,
    ),
  ];
  const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const file = docxFile(
    [],
    {},
    {
      "word/document.xml": `<w:document xmlns:w="${main}"><w:body>${body.join("")}</w:body></w:document>`,
      "word/footnotes.xml": `<w:footnotes xmlns:w="${main}"><w:footnote w:id="2">${w(run("After a delay."))}</w:footnote></w:footnotes>`,
    },
  );
  expect(blocksOf(await read(file, "a.docx"))).toEqual([
    "paragraph: It opened on Monday.",
    "table: Quay | 410",
    "paragraph: In a box.",
    "note: After a delay.",
  ]);
});

test("ODT: reads headings, lists, tables and notes, but no deleted text or comments", async () => {
  const file = odtFile(
    `<text:tracked-changes><text:deletion><text:p>DELETED</text:p></text:deletion></text:tracked-changes><text:h text:outline-level="2">Third quay</text:h><text:p>It opened<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>After a delay.</text:p></text:note-body></text:note> on<text:s text:c="2"/>Monday &amp; stays.<office:annotation><text:p>COMMENT</text:p></office:annotation></text:p><text:list><text:list-item><text:p>One</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>Quay</text:p></table:table-cell><table:table-cell><text:p>410</text:p></table:table-cell></table:table-row></table:table>`,
    { title: "The quay", author: "Ilse Brandt" },
  );
  const extracted = await read(file, "a.odt");
  expect(blocksOf(extracted)).toEqual([
    "heading: Third quay",
    "paragraph: It opened on Monday & stays.",
    "list: One",
    "table: Quay | 410",
    "note: After a delay.",
  ]);
  expect(extracted.meta).toMatchObject({ title: "The quay", byline: "Ilse Brandt" });
});

test("EPUB: reads the spine in order without navigation and cover, with self-closing XML elements", async () => {
  const file = epubFile([
    { name: "cover.xhtml", body: "<p>Cover</p>", properties: "cover-image" },
    { name: "nav.xhtml", body: "<nav><p>Contents</p></nav>", properties: "nav" },
    {
      name: "b.xhtml",
      body: '<script src="http://127.0.0.1:9/x.js"/><h1>One</h1><p>It opened&nbsp;<a id="p1"/>on Monday.</p>',
    },
    { name: "a.xhtml", body: "<h1>Two</h1><p>It cost 11 &lt; 12 million.</p>" },
    { name: "empty.xhtml", body: '<img src="http://127.0.0.1:9/x.png"/>' },
  ]);
  const extracted = await read(file, "a.epub");
  expect(blocksOf(extracted)).toEqual([
    "heading: One",
    "paragraph: It opened on Monday.",
    "heading: Two",
    "paragraph: It cost 11 < 12 million.",
  ]);
  expect(extracted.meta).toMatchObject({ title: "The third quay", byline: "Ilse Brandt", published: "2026-03-01" });
  expect(extracted.coverage).toEqual({ unit: "section", read: 2, total: 3, note: "1 of 3 sections has no text" });
});

test("PPTX: reads slides as pages with their notes, and reports hidden slides", async () => {
  const extracted = await read(
    pptxFile([
      { title: "Third quay", lines: ["Opened on Monday", "Cost eleven million"], notes: "Thank the town." },
      { title: "Secret", lines: ["HIDDEN"], hidden: true },
      { title: "Lines", lines: ["Two from June"] },
    ]),
    "a.pptx",
  );
  expect(extracted.blocks.map(({ kind, text, page }) => [kind, text, page])).toEqual([
    ["heading", "Third quay", 1],
    ["list", "Opened on Monday", 1],
    ["list", "Cost eleven million", 1],
    ["note", "Thank the town.", 1],
    ["heading", "Lines", 3],
    ["list", "Two from June", 3],
  ]);
  expect(extracted.coverage).toEqual({ unit: "page", read: 2, total: 3, note: "1 of 3 slides is hidden" });
});

test("XLSX: reads sheets as tables with formatted values, and reports hidden sheets", async () => {
  const extracted = await read(
    xlsxFile([
      {
        name: "Quays",
        rows: [
          ["Quay", "", "Opened"],
          ["Third", 0.1 + 0.2, { value: 46082, format: "date" }],
          ["Share", { value: 0.37, format: "percent" }],
        ],
      },
      { name: "Old", rows: [["HIDDEN"]], hidden: true },
    ]),
    "a.xlsx",
  );
  expect(blocksOf(extracted)).toEqual([
    "heading: Quays",
    "table: Quay | | Opened",
    "table: Third | 0.3 | 2026-03-01",
    "table: Share | 37%",
  ]);
  expect(extracted.coverage).toEqual({ unit: "section", read: 1, total: 2, note: "1 of 2 sheets is hidden" });
});

test("RTF: reads headings, lists, tables, notes and font charsets, but no pictures or hidden text", async () => {
  const file = String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}}{\stylesheet{\s1\outlinelevel0 heading 1;}}{\info{\title The quay}{\author Ilse Brandt}{\subject SUBJECT}}
{\header HEADER}\pard\s1 Third quay\par
\pard K\'f6ln \u8211 ?opened{\footnote After a delay.\par} on {\v HIDDEN}Monday.{\*\unknown NOTHING}{\pict\bin4 }{\}x}\par
{\f1 \'cc\'ee\'f1\'ea\'e2\'e0}\par
{\listtext 1.}\ls1 One\par
\pard\trowd\intbl Quay\cell 410\cell\row}`;
  const extracted = await read(Buffer.from(file, "latin1"), "a.rtf");
  expect(blocksOf(extracted)).toEqual([
    "heading: Third quay",
    "paragraph: Köln –opened on Monday.",
    "paragraph: Москва",
    "list: One",
    "table: Quay | 410",
    "note: After a delay.",
  ]);
  expect(extracted.meta).toMatchObject({ title: "The quay", byline: "Ilse Brandt" });
});

test("CSV and TSV: detects the delimiter and reads rows", async () => {
  expect(blocksOf(await read('Quay;Cost\nThird;"11;5"\n', "a.csv"))).toEqual([
    "table: Quay | Cost",
    "table: Third | 11;5",
  ]);
  expect(blocksOf(await read("Quay\tCost\nThird\t11,5\n", "a.tsv"))).toEqual([
    "table: Quay | Cost",
    "table: Third | 11,5",
  ]);
});

describe("JSON", () => {
  test("takes title, author and date from an article", async () => {
    const articleBody = "The harbour of Marenholm opened its third quay on Monday. ".repeat(5);
    const { blocks, meta } = await read(
      JSON.stringify([
        { headline: "Third quay", author: { name: "Ilse Brandt" }, datePublished: "2026-03-01", articleBody },
      ]),
      "a.json",
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(["heading", "paragraph"]);
    expect(meta).toMatchObject({ title: "Third quay", byline: "Ilse Brandt", published: "2026-03-01" });
  });
  test("reads keys, arrays of objects and JSON Lines, and keeps invalid JSON as code", async () => {
    expect(
      blocksOf(await read('{"openedOn":"Monday","lines":[{"no":1,"to":"Sund"},{"no":2,"to":"Ey"}]}', "a.json")),
    ).toEqual(["list: opened on: Monday", "heading: lines", "table: no: 1 | to: Sund", "table: no: 2 | to: Ey"]);
    expect(blocksOf(await read('{"a":"One"}\n{"a":"Two"}\n', "a.jsonl"))).toEqual(["table: a: One", "table: a: Two"]);
    expect(blocksOf(await read('{"a": 1, // comment\n', "a.json"))).toEqual(['code: {"a": 1, // comment']);
  });
});

test("source code: keeps its lines", async () => {
  expect(blocksOf(await read("def open():\n    # the quay\n\n    return 3\n\nclose = 1\n", "a.py"))).toEqual([
    "code: def open():\n    # the quay\n\n    return 3",
    "code: close = 1",
  ]);
});

test("subtitles: joins cues into sentences and starts a paragraph for each speaker", async () => {
  const vtt =
    "WEBVTT\n\nNOTE by hand\n\n1\n00:01.000 --> 00:02.000\n<v Ilse Brandt>The quay &amp; the\n\n00:02.000 --> 00:04.000\n<v Ilse Brandt>town <i>agree</i>.\n\n00:04.000 --> 00:05.000\n<v Wen Li>Do they?";
  expect(blocksOf(await read(vtt, "a.vtt"))).toEqual([
    "paragraph: Ilse Brandt: The quay & the town agree.",
    "paragraph: Wen Li: Do they?",
  ]);
  const srt =
    "1\n00:00:01,000 --> 00:00:02,000\nThe quay opened\n2\n00:00:02,000 --> 00:00:03,000\nThe quay opened\non Monday.\n\n3\n00:00:09,000 --> 00:00:10,000\n<b>Later</b> it closed.";
  expect(blocksOf(await read(srt, "a.srt"))).toEqual([
    "paragraph: The quay opened on Monday.",
    "paragraph: Later it closed.",
  ]);
});

test("EML: reads headers, decodes the text, marks quotes and names attachments", async () => {
  const mail = `From: =?utf-8?Q?Ilse_Brandt?= <ilse@harbour.example>\nSubject: Third quay\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nK=F6ln opened.\n> Did it?\n--b\nContent-Type: application/pdf; name=plan.pdf\nContent-Disposition: attachment; filename=plan.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--b--\n`;
  const extracted = await read(mail, "a.eml");
  expect(blocksOf(extracted)).toEqual(["paragraph: Köln opened.", "quote: Did it?"]);
  expect(extracted.meta).toMatchObject({
    title: "Third quay",
    byline: "Ilse Brandt",
    published: "2026-03-02T09:00:00.000Z",
  });
  expect(extracted.coverage?.note).toBe("1 attachment was not read: plan.pdf");
});
