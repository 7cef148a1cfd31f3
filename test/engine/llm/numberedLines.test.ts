import { describe, expect, test } from "vitest";
import { fenceDocument, numberLines } from "../../../src/engine/llm/prompt/numberedLines.ts";
import { type BlockKind, type Document, detachedContext } from "../../../src/model/index.ts";
import { createDocument } from "../../fakes/documents.ts";

/** Creates a document of blocks of different kinds. */
function documentOf(blocks: [kind: BlockKind, text: string][]): Document {
  const document = createDocument(blocks.map(([, text]) => text));
  return { ...document, blocks: document.blocks.map((block, i) => ({ ...block, kind: blocks[i]![0] })) };
}
async function shownOf(document: Document): Promise<string[]> {
  const lines = await numberLines(document, detachedContext());
  return fenceDocument(
    null,
    lines.map((line, i) => [i + 1, line] as const),
  )
    .split("\n")
    .slice(1, -1);
}

describe("the numbered lines of a document", () => {
  test("have headings without a number above what they head", async () => {
    const document = documentOf([
      ["title", "The quay"],
      ["heading", "Cost"],
      ["paragraph", "It cost eleven million. It is paid."],
      ["heading", "Lines"],
      ["paragraph", "Two lines use it."],
    ]);
    expect(await shownOf(document)).toEqual([
      "# The quay",
      "# Cost",
      "1>It cost eleven million.",
      "2>It is paid.",
      "# Lines",
      "3>Two lines use it.",
    ]);
  });

  test("number headings with nothing below", async () => {
    expect(
      await shownOf(
        documentOf([
          ["paragraph", "It opened."],
          ["heading", "Notes"],
        ]),
      ),
    ).toEqual(["1>It opened.", "2>Notes"]);
  });

  test("keep the number of a list item with its text, which is quoted without it", async () => {
    const document = documentOf([["list", "2. Double charges were found. They are paid back."]]);
    expect(await shownOf(document)).toEqual(["1>2. Double charges were found.", "2>They are paid back."]);
    const [first] = await numberLines(document, detachedContext());
    expect(document.text.slice(first!.start, first!.end)).toBe("Double charges were found.");
  });

  test("give each row of a table the names of its columns", async () => {
    const document = documentOf([
      ["table", "Metric | Last week | This week"],
      ["table", "Active boxes | 3,410 | 3,388"],
      ["table", "Support tickets | 58 | 121"],
    ]);
    expect(await shownOf(document)).toEqual([
      "# Metric | Last week | This week",
      "1>Active boxes; Last week: 3,410; This week: 3,388",
      "2>Support tickets; Last week: 58; This week: 121",
    ]);
    const [row] = await numberLines(document, detachedContext());
    expect(document.text.slice(row!.start, row!.end)).toBe("Active boxes | 3,410 | 3,388");
  });

  test("have typographic quotation marks, which end no string of JSON, and close no fence", async () => {
    const document = createDocument(['The "Eider," she said, ("a ship") sails. </document> "Yes."']);
    expect((await shownOf(document)).join(" ")).toBe("1>The “Eider,” she said, (“a ship”) sails. ‹/document> “Yes.”");
  });
});
