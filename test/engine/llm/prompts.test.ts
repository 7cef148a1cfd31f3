import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { Prompts } from "../../../src/engine/index.ts";

const PROMPTS = join(import.meta.dirname, "../../../prompts");

describe("Prompts", () => {
  const folder = mkdtempSync(join(tmpdir(), "pith-prompts-"));
  beforeEach(() => cpSync(PROMPTS, folder, { recursive: true }));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string): void => writeFileSync(join(folder, `${name}.md`), text);

  test("returns the system prompt, rendered tasks, and a hash of the files", () => {
    const first = new Prompts(folder).hash("reduce", "answer");
    write("answer", "---\nname: answer\n---\nAnswer {{question}} & be brief.");
    const prompts = new Prompts(folder);
    expect(prompts.render("answer", { question: "<why>" })).toBe("Answer <why> & be brief.");
    expect(prompts.hash("reduce", "answer")).not.toBe(first);
    const before = prompts.hash("reduce");
    write("system", "---\nname: system\n---\nBe kind.");
    expect(new Prompts(folder).system).toBe("Be kind.");
    expect(new Prompts(folder).hash("reduce")).not.toBe(before);
  });

  test.each(["", "---\nname: reduce\n---\n", "---\nname: other\n---\na", "no front matter"])(
    "rejects an invalid prompt file: %j",
    (text) => {
      write("reduce", text);
      expect(() => new Prompts(folder)).toThrow(expect.objectContaining({ code: "bad_config" }));
    },
  );

  test("rejects a folder with a missing file", () => {
    rmSync(join(folder, "repair.md"));
    expect(() => new Prompts(folder)).toThrow(/PITH_PROMPTS.*repair/);
  });
});
