import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiscordAPIError } from "discord.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  isMissing,
  isPermanent,
  isThreadAlreadyCreated,
  isTokenExpired,
} from "../../src/discord/delivery/apiErrors.ts";
import { ThrottledMessage } from "../../src/discord/delivery/throttledMessage.ts";
import { loadCommands } from "../../src/discord/gateway/commandLoader.ts";
import { decodeCustomId, encodeCustomId } from "../../src/discord/ui/customId.ts";
import { readSummariseModalId, summariseModal } from "../../src/discord/ui/modals.ts";
import { LENGTHS, newId } from "../../src/model/index.ts";
import { type Card, DEFAULT_LOCALE, noteCard, translatorFor } from "../../src/present/index.ts";

describe("custom_id", () => {
  const actions = ["ask", "stop", "offer", "give"];
  test.each(actions)("%s comes back with its id, and keeps within 100 characters", (action) => {
    for (let i = 0; i < 50; i++) {
      const id = newId();
      expect(id).toHaveLength(22);
      expect(decodeCustomId(encodeCustomId(action, id))).toEqual({ action, id });
      expect(encodeCustomId(action, id).length).toBeLessThanOrEqual(100);
    }
  });
  test.each(["v0:ask:x", "v2:ask:x", "ask:x", "", "v1", "v1:", "v1:ask", "v1::x", ":ask:x"])(
    "%j is not of this version",
    (id) => {
      expect(decodeCustomId(id)).toBeNull();
    },
  );
  test("a form brings back what was chosen, whatever the language is called", () => {
    for (const length of LENGTHS) {
      const given = { length, language: "zh-Hant-TW", isPrivate: true, bypassCache: false };
      const { custom_id: customId } = summariseModal(given, null, translatorFor(DEFAULT_LOCALE)).toJSON();
      expect(customId.length).toBeLessThanOrEqual(100);
      expect(readSummariseModalId(decodeCustomId(customId)!.id)).toEqual(given);
    }
  });
});

describe("a message that shows how far the work is", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Remembers when which card was put, and how many were on their way at once. */
  function showing(takesMs: number, fails = false) {
    const put: { words: string; at: number }[] = [];
    const begun = Date.now();
    let under = 0;
    let most = 0;
    const shown = new ThrottledMessage(async ({ blocks }: Card) => {
      put.push({ words: blocks[0]!, at: Date.now() - begun });
      most = Math.max(most, ++under);
      await new Promise((resolve) => setTimeout(resolve, takesMs));
      under--;
      if (fails) throw new Error("Discord is down");
    }, 1500);
    return { shown, put, most: () => most, under: () => under };
  }
  const gaps = (put: { at: number }[]): number[] => put.slice(1).map(({ at }, i) => at - put[i]!.at);

  test("shows at most one in 1.5 seconds, and always the newest", async () => {
    const { shown, put } = showing(50);
    for (let i = 0; i < 60; i++) {
      shown.show(noteCard(String(i)), false);
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(2000);
    expect(Math.min(...gaps(put))).toBeGreaterThanOrEqual(1500);
    expect(put.length).toBeGreaterThanOrEqual(4);
    expect(put.at(-1)!.words).toBe("59");
    expect(put[0]!.at).toBeGreaterThanOrEqual(400);
  });

  test("never has two edits under way, however slow Discord is, and leaves out what is old by then", async () => {
    const { shown, put, most } = showing(5000);
    for (let i = 0; i < 20; i++) {
      shown.show(noteCard(String(i)), i % 3 === 0);
      await vi.advanceTimersByTimeAsync(1000);
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(most()).toBe(1);
    expect(Math.min(...gaps(put))).toBeGreaterThanOrEqual(1500);
    expect(put.length).toBeLessThanOrEqual(6); // one in five seconds, and the last
    expect(put.at(-1)!.words).toBe("19");
  });

  test("what is urgent is shown at once, unless something was a moment ago", async () => {
    const { shown, put } = showing(10);
    shown.show(noteCard("draft"), true);
    await vi.advanceTimersByTimeAsync(0);
    expect(put).toEqual([{ words: "draft", at: 0 }]);
    shown.show(noteCard("next"), true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(put).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(put.at(-1)).toEqual({ words: "next", at: 1500 });
  });

  test("nothing comes after the end, which waits for the edit under way", async () => {
    const { shown, put, under } = showing(3000);
    shown.show(noteCard("first"), true);
    await vi.advanceTimersByTimeAsync(1000);
    shown.show(noteCard("second"), false);
    let ended = false;
    const end = shown.end().then(() => {
      ended = true;
      expect(under()).toBe(0);
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(ended).toBe(false);
    shown.show(noteCard("third"), true);
    await vi.advanceTimersByTimeAsync(10_000);
    await end;
    expect(put.map(({ words }) => words)).toEqual(["first"]);
  });

  test("an edit that fails is let go, and the next one comes", async () => {
    const { shown, put } = showing(10, true);
    shown.show(noteCard("first"), true);
    await vi.advanceTimersByTimeAsync(2000);
    shown.show(noteCard("second"), false);
    await vi.advanceTimersByTimeAsync(2000);
    await shown.end();
    expect(put.map(({ words }) => words)).toEqual(["first", "second"]);
  });
});

describe("refusals", () => {
  const refused = (code: number | string): DiscordAPIError =>
    new DiscordAPIError({ code: Number(code), message: "no" }, code, 403, "POST", "https://discord.com/api", {
      body: undefined,
      files: undefined,
    } as never);
  test.each([
    [10_015, [isTokenExpired]],
    [10_062, [isTokenExpired]],
    [50_027, [isTokenExpired]],
    [10_003, [isPermanent, isMissing]],
    [10_008, [isPermanent, isMissing]],
    [50_001, [isPermanent]],
    [50_007, [isPermanent]],
    [50_013, [isPermanent]],
    ["50013", [isPermanent]],
    [160_004, [isThreadAlreadyCreated]],
    [50_035, []],
    [0, []],
  ])("%s", (code, meant) => {
    const all = [isTokenExpired, isPermanent, isMissing, isThreadAlreadyCreated];
    expect(all.filter((is) => is(refused(code)))).toEqual(meant);
  });
  test("what is no refusal of Discord's means nothing", () => {
    for (const is of [isTokenExpired, isPermanent, isMissing, isThreadAlreadyCreated]) {
      for (const thrown of [new Error("10008"), { code: 10_008 }, null, undefined, "10008"])
        expect(is(thrown)).toBe(false);
    }
  });
});

describe("the folder of commands", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pith-commands-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (file: string, content: string): string => {
    writeFileSync(join(folder, file), content);
    return join(folder, file);
  };
  const named = (name: string): string =>
    `export default { data: { name: "${name}", toJSON: () => ({ name: "${name}" }) }, async run() {} };`;

  test("is loaded by name; what is no program is left alone", async () => {
    write("b.ts", named("second"));
    write("a.ts", named("first"));
    write("notes.md", "# notes");
    expect([...(await loadCommands(folder)).keys()]).toEqual(["first", "second"]);
  });

  test.each([
    ["cannot be parsed", "export default {"],
    ["fails when it is loaded", "throw new Error('at once');"],
    ["exports nothing", "export const x = 1;"],
    ["has no run", `export default { data: { name: "x", toJSON: () => ({}) } };`],
    ["has no data", "export default { async run() {} };"],
    [
      "describes itself wrongly",
      `export default { data: { name: "x", toJSON() { throw new Error("too long"); } }, async run() {} };`,
    ],
  ])("a file that %s stops the start with its path", async (_, content) => {
    write("a.ts", named("good"));
    const path = write("bad.ts", content);
    await expect(loadCommands(folder)).rejects.toMatchObject({
      code: "bad_config",
      detail: expect.stringContaining(path),
    });
  });

  test("two of one name stop the start, with both paths", async () => {
    const first = write("a.ts", named("same"));
    const second = write("b.ts", named("same"));
    const { detail } = (await loadCommands(folder).catch((error: { detail: string }) => error)) as { detail: string };
    expect(detail).toContain(first);
    expect(detail).toContain(second);
  });

  test("the program's own commands are all there", async () => {
    expect((await loadCommands()).size).toBeGreaterThanOrEqual(6);
  });
});
