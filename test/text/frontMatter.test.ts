import { expect, test } from "vitest";
import { splitFrontMatter } from "../../src/text/index.ts";

test("splitFrontMatter separates front matter only if it is valid", () => {
  expect(splitFrontMatter("---\ntitle: A\n---\nText")).toEqual({ attributes: { title: "A" }, body: "Text" });
  for (const text of ["No matter", "---\njust a rule\n---\nText", "---\n- a\n- b\n---\nText", "---\na: [\n---\nText"]) {
    expect(splitFrontMatter(text)).toEqual({ attributes: {}, body: text });
  }
});
