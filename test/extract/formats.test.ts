import { describe, expect, test } from "vitest";
import { extract, FORMATS } from "../../src/extract/index.ts";
import { createIntake } from "../../src/intake/index.ts";
import { type Extracted, quietRun } from "../../src/model/index.ts";
import { docxFile } from "../fakes/files.ts";
import { epubFile, odtFile, pptxFile, xlsxFile } from "../fakes/packages.ts";

const takeIn = createIntake(() => Promise.reject(new Error("nothing is fetched here")), 5_000_000);
const read = async (content: Uint8Array | string, name: string): Promise<Extracted> =>
  extract(await takeIn({ from: "bytes", bytes: Buffer.from(content), name }, quietRun()));
const shown = ({ blocks }: Extracted): string[] => blocks.map(({ kind, text }) => `${kind}: ${text}`);

test("every format stands in the list under the types that it says it reads", async () => {
  for (const [load, ...types] of FORMATS) expect([...(await load()).mediaTypes].sort()).toEqual([...types].sort());
});

test("DOCX: notes behind the text, lists, tables, text boxes", async () => {
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
  expect(shown(await read(file, "a.docx"))).toEqual([
    "paragraph: It opened on Monday.",
    "table: Quay | 410",
    "paragraph: In a box.",
    "note: After a delay.",
  ]);
});

test("ODT: headings, lists, tables, notes; deleted text and comments are not read", async () => {
  const file = odtFile(
    `<text:tracked-changes><text:deletion><text:p>DELETED</text:p></text:deletion></text:tracked-changes><text:h text:outline-level="2">Third quay</text:h><text:p>It opened<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>After a delay.</text:p></text:note-body></text:note> on<text:s text:c="2"/>Monday &amp; stays.<office:annotation><text:p>COMMENT</text:p></office:annotation></text:p><text:list><text:list-item><text:p>One</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>Quay</text:p></table:table-cell><table:table-cell><text:p>410</text:p></table:table-cell></table:table-row></table:table>`,
    { title: "The quay", author: "Ilse Brandt" },
  );
  const extracted = await read(file, "a.odt");
  expect(shown(extracted)).toEqual([
    "heading: Third quay",
    "paragraph: It opened on Monday & stays.",
    "list: One",
    "table: Quay | 410",
    "note: After a delay.",
  ]);
  expect(extracted.meta).toMatchObject({ title: "The quay", byline: "Ilse Brandt" });
});

test("EPUB: the spine's order, without navigation and cover, empty elements as XML has them", async () => {
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
  expect(shown(extracted)).toEqual([
    "heading: One",
    "paragraph: It opened on Monday.",
    "heading: Two",
    "paragraph: It cost 11 < 12 million.",
  ]);
  expect(extracted.meta).toMatchObject({ title: "The third quay", byline: "Ilse Brandt", published: "2026-03-01" });
  expect(extracted.coverage).toEqual({ unit: "section", read: 2, total: 3, note: "1 of 3 sections has no text" });
});

test("PPTX: slides as pages in the order of the show, notes as notes, hidden slides told", async () => {
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

test("XLSX: sheets as tables, dates and shares as people see them, hidden sheets told", async () => {
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
  expect(shown(extracted)).toEqual([
    "heading: Quays",
    "table: Quay | | Opened",
    "table: Third | 0.3 | 2026-03-01",
    "table: Share | 37%",
  ]);
  expect(extracted.coverage).toEqual({ unit: "section", read: 1, total: 2, note: "1 of 2 sheets is hidden" });
});

test("RTF: headings, lists, tables, notes, charsets of fonts; pictures and hidden text are not read", async () => {
  const file = String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}}{\stylesheet{\s1\outlinelevel0 heading 1;}}{\info{\title The quay}{\author Ilse Brandt}{\subject SUBJECT}}
{\header HEADER}\pard\s1 Third quay\par
\pard K\'f6ln \u8211 ?opened{\footnote After a delay.\par} on {\v HIDDEN}Monday.{\*\unknown NOTHING}{\pict\bin4 }{\}x}\par
{\f1 \'cc\'ee\'f1\'ea\'e2\'e0}\par
{\listtext 1.}\ls1 One\par
\pard\trowd\intbl Quay\cell 410\cell\row}`;
  const extracted = await read(Buffer.from(file, "latin1"), "a.rtf");
  expect(shown(extracted)).toEqual([
    "heading: Third quay",
    "paragraph: Köln –opened on Monday.",
    "paragraph: Москва",
    "list: One",
    "table: Quay | 410",
    "note: After a delay.",
  ]);
  expect(extracted.meta).toMatchObject({ title: "The quay", byline: "Ilse Brandt" });
});

test("CSV and TSV: rows as lines, whatever parts the cells", async () => {
  expect(shown(await read('Quay;Cost\nThird;"11;5"\n', "a.csv"))).toEqual([
    "table: Quay | Cost",
    "table: Third | 11;5",
  ]);
  expect(shown(await read("Quay\tCost\nThird\t11,5\n", "a.tsv"))).toEqual([
    "table: Quay | Cost",
    "table: Third | 11,5",
  ]);
});

describe("JSON", () => {
  test("gives an article its title, author and date", async () => {
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
  test("gives names and values, rows, lines, and what does not parse as it is", async () => {
    expect(
      shown(await read('{"openedOn":"Monday","lines":[{"no":1,"to":"Sund"},{"no":2,"to":"Ey"}]}', "a.json")),
    ).toEqual(["list: opened on: Monday", "heading: lines", "table: no: 1 | to: Sund", "table: no: 2 | to: Ey"]);
    expect(shown(await read('{"a":"One"}\n{"a":"Two"}\n', "a.jsonl"))).toEqual(["table: a: One", "table: a: Two"]);
    expect(shown(await read('{"a": 1, // comment\n', "a.json"))).toEqual(['code: {"a": 1, // comment']);
  });
});

test("source code keeps its lines", async () => {
  expect(shown(await read("def open():\n    # the quay\n\n    return 3\n\nclose = 1\n", "a.py"))).toEqual([
    "code: def open():\n    # the quay\n\n    return 3",
    "code: close = 1",
  ]);
});

test("subtitles: cues to sentences, a paragraph for a speaker, no times", async () => {
  const vtt =
    "WEBVTT\n\nNOTE by hand\n\n1\n00:01.000 --> 00:02.000\n<v Ilse Brandt>The quay &amp; the\n\n00:02.000 --> 00:04.000\n<v Ilse Brandt>town <i>agree</i>.\n\n00:04.000 --> 00:05.000\n<v Wen Li>Do they?";
  expect(shown(await read(vtt, "a.vtt"))).toEqual([
    "paragraph: Ilse Brandt: The quay & the town agree.",
    "paragraph: Wen Li: Do they?",
  ]);
  const srt =
    "1\n00:00:01,000 --> 00:00:02,000\nThe quay opened\n2\n00:00:02,000 --> 00:00:03,000\nThe quay opened\non Monday.\n\n3\n00:00:09,000 --> 00:00:10,000\n<b>Later</b> it closed.";
  expect(shown(await read(srt, "a.srt"))).toEqual([
    "paragraph: The quay opened on Monday.",
    "paragraph: Later it closed.",
  ]);
});

test("EML: headers, the text in its charset, answers as quotes, attachments named", async () => {
  const mail = `From: =?utf-8?Q?Ilse_Brandt?= <ilse@harbour.example>\nSubject: Third quay\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nK=F6ln opened.\n> Did it?\n--b\nContent-Type: application/pdf; name=plan.pdf\nContent-Disposition: attachment; filename=plan.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--b--\n`;
  const extracted = await read(mail, "a.eml");
  expect(shown(extracted)).toEqual(["paragraph: Köln opened.", "quote: Did it?"]);
  expect(extracted.meta).toMatchObject({
    title: "Third quay",
    byline: "Ilse Brandt",
    published: "2026-03-02T09:00:00.000Z",
  });
  expect(extracted.coverage?.note).toBe("1 attachment was not read: plan.pdf");
});
