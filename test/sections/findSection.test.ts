import { describe, expect, test } from "vitest";
import type { BlockKind, Document } from "../../src/model/index.ts";
import { findSection, hasHeading, listSections } from "../../src/sections/index.ts";
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
  });
});
