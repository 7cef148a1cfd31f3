import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadCommands } from "../../../src/discord/gateway/commandLoader.ts";

describe("loadCommands", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pith-commands-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (file: string, content: string): string => {
    writeFileSync(join(folder, file), content);
    return join(folder, file);
  };
  const commandSource = (name: string): string =>
    `export default { data: { name: "${name}", toJSON: () => ({ name: "${name}" }) }, async run() {} };`;

  test("loads commands in the order of their files, and ignores other files", async () => {
    write("b.ts", commandSource("second"));
    write("a.ts", commandSource("first"));
    write("notes.md", "# notes");
    expect([...(await loadCommands(folder)).keys()]).toEqual(["first", "second"]);
  });

  test.each([
    ["cannot be parsed", "export default {"],
    ["throws when it is imported", "throw new Error('at once');"],
    ["has no default export", "export const x = 1;"],
    ["has no run function", `export default { data: { name: "x", toJSON: () => ({}) } };`],
    ["has no data", "export default { async run() {} };"],
    [
      "has invalid data",
      `export default { data: { name: "x", toJSON() { throw new Error("too long"); } }, async run() {} };`,
    ],
  ])("rejects a file that %s, and names its path", async (_, content) => {
    write("a.ts", commandSource("good"));
    const path = write("bad.ts", content);
    await expect(loadCommands(folder)).rejects.toMatchObject({
      code: "bad_config",
      detail: expect.stringContaining(path),
    });
  });

  test("rejects two commands with the same name, and names both paths", async () => {
    const first = write("a.ts", commandSource("same"));
    const second = write("b.ts", commandSource("same"));
    const { detail } = (await loadCommands(folder).catch((error: { detail: string }) => error)) as { detail: string };
    expect(detail).toContain(first);
    expect(detail).toContain(second);
  });

  test("loads the commands of Pith by default", async () => {
    expect((await loadCommands()).size).toBeGreaterThanOrEqual(6);
  });
});
