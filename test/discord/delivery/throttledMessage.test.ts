import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ThrottledMessage } from "../../../src/discord/delivery/throttledMessage.ts";
import { type Card, noteCard } from "../../../src/present/index.ts";

describe("ThrottledMessage", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /**
   * Creates a message whose edits take `editMs` each. Records the edits, and the highest number of edits running at the
   * same time.
   */
  function createMessage(editMs: number, fails = false) {
    const edits: { text: string; at: number }[] = [];
    const startedAt = Date.now();
    let running = 0;
    let maxRunning = 0;
    const message = new ThrottledMessage(async ({ blocks }: Card) => {
      edits.push({ text: blocks[0]!, at: Date.now() - startedAt });
      maxRunning = Math.max(maxRunning, ++running);
      await new Promise((resolve) => setTimeout(resolve, editMs));
      running--;
      if (fails) throw new Error("Discord is down");
    }, 1500);
    return { message, edits, maxRunning: () => maxRunning, running: () => running };
  }
  const intervals = (edits: { at: number }[]): number[] => edits.slice(1).map(({ at }, i) => at - edits[i]!.at);

  test("edits at most once every 1.5 seconds, with the latest card", async () => {
    const { message, edits } = createMessage(50);
    for (let i = 0; i < 60; i++) {
      message.show(noteCard(String(i)), false);
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(2000);
    expect(Math.min(...intervals(edits))).toBeGreaterThanOrEqual(1500);
    expect(edits.length).toBeGreaterThanOrEqual(4);
    expect(edits.at(-1)!.text).toBe("59");
    expect(edits[0]!.at).toBeGreaterThanOrEqual(400);
  });

  test("never runs two edits at the same time, and skips outdated cards while an edit is slow", async () => {
    const { message, edits, maxRunning } = createMessage(5000);
    for (let i = 0; i < 20; i++) {
      message.show(noteCard(String(i)), i % 3 === 0);
      await vi.advanceTimersByTimeAsync(1000);
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(maxRunning()).toBe(1);
    expect(Math.min(...intervals(edits))).toBeGreaterThanOrEqual(1500);
    expect(edits.length).toBeLessThanOrEqual(6); // The cards arrive over 20 s, and each edit takes 5 s.
    expect(edits.at(-1)!.text).toBe("19");
  });

  test("shows an urgent card at once, unless the last edit was less than 1.5 seconds ago", async () => {
    const { message, edits } = createMessage(10);
    message.show(noteCard("draft"), true);
    await vi.advanceTimersByTimeAsync(0);
    expect(edits).toEqual([{ text: "draft", at: 0 }]);
    message.show(noteCard("next"), true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(edits).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(edits.at(-1)).toEqual({ text: "next", at: 1500 });
  });

  test("end() waits for the running edit and prevents further ones", async () => {
    const { message, edits, running } = createMessage(3000);
    message.show(noteCard("first"), true);
    await vi.advanceTimersByTimeAsync(1000);
    message.show(noteCard("second"), false);
    let hasEnded = false;
    const end = message.end().then(() => {
      hasEnded = true;
      expect(running()).toBe(0);
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(hasEnded).toBe(false);
    message.show(noteCard("third"), true);
    await vi.advanceTimersByTimeAsync(10_000);
    await end;
    expect(edits.map(({ text }) => text)).toEqual(["first"]);
  });

  test("ignores a failed edit and continues with the next one", async () => {
    const { message, edits } = createMessage(10, true);
    message.show(noteCard("first"), true);
    await vi.advanceTimersByTimeAsync(2000);
    message.show(noteCard("second"), false);
    await vi.advanceTimersByTimeAsync(2000);
    await message.end();
    expect(edits.map(({ text }) => text)).toEqual(["first", "second"]);
  });
});
