import { describe, expect, test } from "vitest";
import type { BlockKind, Document } from "../../src/model/index.ts";
import { findSection, hasHeading, hasNumberedSection, listSections } from "../../src/sections/index.ts";
import { createDocument } from "../fakes/documents.ts";

/** A sentence that names its section, long enough not to be taken for a heading. */
const body = (name: string): string =>
  `This is what is said about ${name} here, at some length, by four people who looked at it for two weeks.`;

/** Creates a document whose blocks that begin with `#` are marked as headings. */
function createMarked(paragraphs: string[]): Document {
  const document = createDocument(paragraphs.map((paragraph) => paragraph.replace(/^#+ /, "")));
  const kinds = paragraphs.map((paragraph): BlockKind => (paragraph.startsWith("#") ? "heading" : "paragraph"));
  return { ...document, blocks: document.blocks.map((block, i) => ({ ...block, kind: kinds[i]! })) };
}

/** Returns the text of a section; null if there is none. */
function textOf(document: Document, name: string): string | null {
  const section = findSection(document, name);
  return section && document.text.slice(section.start, section.end);
}

const NUMBERED = createDocument([
  "Contents",
  "1. Salt ............ 3",
  "2. Smoke ........... 9",
  ...["Salt", "Smoke", "Rope"].flatMap((title, i) => [
    `${i + 1}. ${title}`,
    body(title),
    `${i + 1}.1 Kinds of ${title.toLowerCase()}`,
    body(`kinds of ${title}`),
  ]),
  "References",
  "[1] A. Gull (2011) Gulls, in the Journal of Gulls, volume 3, pages 4 to 9, with two figures.",
]);

describe("sections by number", () => {
  test.for([
    ["2", "Smoke", ["Salt", "Rope"]],
    ["chapter 2", "Smoke", ["Salt", "Rope"]],
    ["2.1", "kinds of Smoke", ["about Smoke", "Rope"]],
    ["3", "Rope", ["Smoke", "Gull"]],
  ] as const)("section %s of plain text with numbered lines", ([name, wanted, others]) => {
    const text = textOf(NUMBERED, name);
    expect(text).toContain(wanted);
    for (const other of others) expect(text).not.toContain(other);
  });

  test.for([
    ["§ 2", (i: number, title: string) => `§ ${i} ${title}`],
    ["2", (i: number, title: string) => `§ ${i} ${title}`],
    ["II", (i: number, title: string) => `${["I", "II", "III"][i - 1]}. ${title.toUpperCase()}`],
    ["chapter 2", (i: number, title: string) => `Chapter ${["One", "Two", "Three"][i - 1]}: ${title}`],
    ["kapitel 2", (i: number, title: string) => `Kapitel ${i} – ${title}`],
    ["articulo 2", (i: number, title: string) => `Artículo ${i}. ${title}`],
    ["chapter 2", (i: number, title: string) => `第${"一二三"[i - 1]}章 ${title}`],
    ["2", (i: number, title: string) => `${i} ${title}`],
    ["part 2", (i: number, title: string) => `PART ${i} - ${title.toUpperCase()}`],
    ["anhang B", (i: number, title: string) => `Anhang ${"ABC"[i - 1]}: ${title}`],
  ] as const)("%s", ([name, headingOf]) => {
    const titles = ["Salt", "Smoke", "Rope"];
    const document = createDocument(titles.flatMap((title, i) => [headingOf(i + 1, title), body(title)]));
    expect(textOf(document, name)).toBe(body("Smoke"));
  });

  test("clauses that begin their paragraphs, inside parts", () => {
    const clause = (n: number, title: string): string => `${n}. ${title}. ${body(title)}`;
    const document = createDocument([
      ...["Part 1 — Sea", clause(1, "Salt"), clause(2, "Smoke")],
      ...["Part 2 — Land", clause(3, "Rope"), clause(4, "Tar")],
      ...["Schedule A — Fees", body("fees")],
    ]);
    expect(textOf(document, "2")).toBe(clause(2, "Smoke"));
    expect(textOf(document, "part 2")).toBe(`${clause(3, "Rope")}\n\n${clause(4, "Tar")}`);
    expect(textOf(document, "schedule A")).toBe(body("fees"));
  });

  test("a section whose heading is missing, by its clauses", () => {
    const clauses = ["1.1", "1.2"].map((number) => `${number} ${body(`salt ${number}`)}`);
    const document = createDocument([...clauses, "2. Smoke", body("Smoke"), "3. Rope", body("Rope")]);
    expect(textOf(document, "1")).toBe(clauses.join("\n\n"));
  });

  test("counts the headings if they have no numbers", () => {
    const document = createMarked(["Salt", "Smoke", "Rope"].flatMap((title) => [`## ${title}`, body(title)]));
    expect(textOf(document, "2")).toBe(body("Smoke"));
    expect(textOf(document, "4")).toBeNull();
  });

  test("a list inside a section does not end it", () => {
    const document = createDocument([
      "1. Salt",
      body("salt"),
      "2. Smoke",
      body("smoke"),
      "1. Take wood",
      "2. Light it",
      body("fire"),
      "3. Rope",
      body("rope"),
    ]);
    expect(textOf(document, "2")).toContain("about fire");
  });

  test("a number that the document does not have is no section", () => {
    expect(findSection(NUMBERED, "9")).toBeNull();
    expect(listSections(NUMBERED)).toEqual(["1. Salt", "2. Smoke", "3. Rope"]);
    expect(findSection(createDocument([body("one"), body("two")]), "2")).toBeNull();
  });
});

describe("numbers with letters and subsections", () => {
  const sections = (...headings: string[]) => createDocument(headings.flatMap((heading) => [heading, body(heading)]));

  test.for([
    ["§ 2", ["§ 1 Salt", "§ 2 Smoke", "§ 2a Rope", "§ 2b Tar", "§ 3 Wood"], "§ 2 Smoke"],
    ["§ 2a", ["§ 1 Salt", "§ 2 Smoke", "§ 2a Rope", "§ 2b Tar", "§ 3 Wood"], "§ 2a Rope"],
    ["2B", ["§ 1 Salt", "§ 2 Smoke", "§ 2a Rope", "§ 2b Tar", "§ 3 Wood"], "§ 2b Tar"],
    ["section 12", ["Section 12 Salt", "Section 12A Smoke", "Section 13 Rope"], "Section 12 Salt"],
    ["12A", ["Section 12 Salt", "Section 12A Smoke", "Section 13 Rope"], "Section 12A Smoke"],
    ["4b", ["4. Salt", "4a. Smoke", "4b. Rope", "5. Tar"], "4b. Rope"],
    ["artikel 7a", ["Artikel 7 Salz", "Artikel 7a Rauch", "Artikel 8 Seil"], "Artikel 7a Rauch"],
    ["付録B", ["第1章 塩", "付録A 煙", "付録B 縄"], "付録B 縄"],
  ] as const)("%s", ([name, headings, wanted]) => {
    expect(textOf(sections(...headings), name)).toBe(body(wanted));
  });

  test("a section holds its subsections, whatever their labels", () => {
    const document = sections("§ 1 Salt", "§ 2 Smoke", "2.1 Wood", "2.2 Peat", "§ 3 Rope");
    const text = textOf(document, "§ 2")!;
    for (const part of ["§ 2 Smoke", "2.1 Wood", "2.2 Peat"]) expect(text).toContain(body(part));
    expect(text).not.toContain("Rope");
    expect(textOf(document, "2.1")).toBe(body("2.1 Wood"));
  });

  test("3(b) is an item of section 3, or the section if it has no such item", () => {
    const items = ["(a)", "(b)", "(c)"].map((item) => `${item} ${body(`item ${item}`)}`);
    const document = createDocument([
      "2. Salt",
      body("salt"),
      "3. Smoke",
      body("smoke"),
      ...items,
      "4. Rope",
      body("rope"),
    ]);
    expect(textOf(document, "3(b)")).toBe(items[1]);
    expect(textOf(document, "3(z)")).toBe(textOf(document, "3"));
    expect(findSection(document, "9(a)")).toBeNull();
  });

  test.for([
    ["article 2", ["Article 1 – Salt", "Article 2 – Smoke"], true],
    ["article 9", ["Article 1 – Salt", "Article 2 – Smoke"], false],
    ["clause 2", ["1. Salt", "2. Smoke"], true],
    ["punto 2", ["Artículo 1. Sal", "Artículo 2. Humo"], true],
    ["annex B", ["1. Salt", "Annex A – Smoke", "Annex B – Rope"], true],
    ["annex 1", ["1. Salt", "2. Smoke"], false],
    ["part 2", ["1. Salt", "2. Smoke"], false],
    ["article 2", ["Salt", "Smoke"], false],
    ["step 2", ["Step 1: Salt", "Step 2: Smoke"], true],
  ] as const)("%s among %s: %s", ([name, headings, has]) => {
    expect(hasNumberedSection(sections(...headings), name)).toBe(has);
  });
});

describe("a first heading that cleaning has removed", () => {
  const without = (line: string, rule: string, ...headings: string[]) => ({
    ...createMarked([body(line), ...headings.flatMap((heading) => [`# ${heading}`, body(heading)])]),
    removed: [{ rule, text: line }],
  });

  test.for([
    ["head", "Background", ["The Offer", "Risks"], "1"],
    ["head", "Background", ["The Offer", "Risks"], "background"],
    ["before-the-article", "THE SHIPS", ["THE OFFER", "RISKS"], "1"],
    ["head", "Section 12 Duties", ["Section 12A Offences", "Section 13 End"], "12"],
    ["before-the-article", "§ 1 Zweck", ["§ 2 Begriffe", "§ 3 Strafen"], "§ 1"],
    ["before-the-article", "第1章 はじめに", ["第2章 方法", "第3章 結果"], "第1章"],
    ["head", "Quiet Harbours", ["Noisy Towns", "Empty Roads"], "1"],
  ] as const)("%s: %s before %s is section %s", ([rule, line, headings, name]) => {
    const document = without(line, rule, ...headings);
    expect(textOf(document, name)).toBe(body(line));
    expect(listSections(document)[0]).toBe(line);
  });

  test.for([
    ["a title above the introduction", "head", "Report on the harbour"],
    ["a long title", "head", "How five towns built one harbour"],
    ["a title with a number", "head", "10 Ways to Tie a Rope"],
    ["what is no head", "sharing", "Background"],
  ] as const)("%s is no section", ([, rule, line]) => {
    const document = without(line, rule, "The Offer", "Risks");
    expect(textOf(document, "1")).toBe(body("The Offer"));
    expect(listSections(document)).toEqual(["The Offer", "Risks"]);
  });

  test("a title right above the first heading is no section", () => {
    const marked = createMarked(["# Salt", body("salt"), "# Smoke", body("smoke")]);
    const document = { ...marked, removed: [{ rule: "head", text: "Overview" }] };
    expect(textOf(document, "2")).toBe(body("smoke"));
  });
});

describe("sections by heading", () => {
  const METHODS = createMarked([
    "# Abstract",
    body("all"),
    "# Materials and methods",
    body("methods"),
    "# Results",
    body("results"),
  ]);
  test.for(["methods", "Method", "the materials and methods"])("%s", (name) => {
    expect(textOf(METHODS, name)).toBe(body("methods"));
  });

  test("in Japanese, and the last one", () => {
    const document = createDocument(["第1章 到着", body("到着"), "第2章 冬の港", body("冬")]);
    expect(textOf(document, "冬")).toBe(body("冬"));
    expect(textOf(document, "last")).toBe(body("冬"));
  });

  test("only words of a heading, and all of them, name it", () => {
    expect(findSection(METHODS, "penalties")).toBeNull();
    expect(findSection(METHODS, "methods of smoking")).toBeNull();
    expect(hasHeading(METHODS, "results")).toBe(true);
    expect(hasHeading(METHODS, "methods")).toBe(false);
    const named = createMarked([
      "# Introduction",
      body("all"),
      "# On the ropes",
      body("ropes"),
      "# Schlussfolgerung",
      body("end"),
    ]);
    for (const words of ["intro", "the ropes", "Fazit", "die Schlussfolgerungen"])
      expect(hasHeading(named, words)).toBe(true);
  });
});
