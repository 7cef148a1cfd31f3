import { describe, expect, test } from "vitest";
import { findTurns } from "../../src/statements/index.ts";

const speakersOf = (text: string): (string | null | undefined)[] | null =>
  findTurns(text.trim().split("\n").filter(Boolean))?.map((turn) => turn?.speaker) ?? null;

const saidIn = (text: string): string[] => {
  const lines = text.trim().split("\n").filter(Boolean);
  return findTurns(lines)!.map((turn, i) => lines[i]!.slice(turn?.length ?? 0));
};

describe("finds who speaks", () => {
  test.each<[string, string, string[], string]>([
    [
      "time and name in front",
      "[00:00:04] MARNIE: Welcome.\n[00:00:19] TOM: Hi.\n[00:01:02] MARNIE: So, peat.\n[00:02:00] TOM: It holds water.",
      ["MARNIE", "TOM", "MARNIE", "TOM"],
      "It holds water.",
    ],
    [
      "a chat as it was exported",
      "12.03.24, 14:22 - Ana Lind: Kommt ihr?\n12.03.24, 14:25 - Jo: Ja\n12.03.24, 14:26 - Ana Lind: Gut\n12.03.24, 14:30 - Jo: Wir bringen 12 Stühle mit",
      ["Ana Lind", "Jo", "Ana Lind", "Jo"],
      "Wir bringen 12 Stühle mit",
    ],
    [
      "brackets around date and time",
      "[3/4/24, 9:41:07 PM] Ana: Done\n[3/4/24, 9:42:11 PM] Jo: Good\n[3/4/24, 9:43:00 PM] Ana: The lock is new\n[3/4/24, 9:43:10 PM] Jo: ok",
      ["Ana", "Jo", "Ana", "Jo"],
      "ok",
    ],
    [
      "a chat of two messages, each by somebody who writes once",
      "[12.03.24, 14:14:11] Bob: Fine, the hut is open.\n[12.03.24, 14:15:40] Ann: The level of the lake is low.",
      ["Bob", "Ann"],
      "The level of the lake is low.",
    ],
    [
      "a chat that somebody opens who writes once",
      "[12.03.24, 14:10] Eve: The hut is open.\n[12.03.24, 14:14] Bob: Fine\n[12.03.24, 14:15] Ann: Good\n[12.03.24, 14:16] Bob: We come\n[12.03.24, 14:17] Ann: So do I",
      ["Eve", "Bob", "Ann", "Bob", "Ann"],
      "So do I",
    ],
    [
      "names in angle brackets",
      "14:02 <maria> the lock is held\n14:03 <tom> by whom\n14:04 <maria> by the clean-up job\n14:05 <tom> kill it",
      ["maria", "tom", "maria", "tom"],
      "kill it",
    ],
    [
      "a name, then the time in brackets",
      "Maria Lind (12:04): We begin.\nTom Roe (12:05): Two points.\nMaria Lind (12:09): Agreed.\nTom Roe (12:11): The roof comes first.",
      ["Maria Lind", "Tom Roe", "Maria Lind", "Tom Roe"],
      "The roof comes first.",
    ],
    [
      "a name in bold, then the time",
      "**Maria** (14:20): We begin.\n**Tom** (14:21): Two points.\n**Maria** (14:22): Agreed.\n**Tom** (14:24): The roof.",
      ["Maria", "Tom", "Maria", "Tom"],
      "The roof.",
    ],
    [
      "times in UTC",
      "[2024-03-12T14:02Z] <Maria> held\n[2024-03-12T14:03Z] <Tom> by whom\n[2024-03-12T14:04Z] <Maria> by the job\n[2024-03-12T14:05Z] <Tom> kill it",
      ["Maria", "Tom", "Maria", "Tom"],
      "kill it",
    ],
    [
      "a span of time after the name",
      "[SPEAKER_00] (00:09:12 - 00:09:20): Hi.\n[SPEAKER_01] (00:09:21 - 00:09:30): Hello.\n[SPEAKER_00] (00:09:31 - 00:09:40): Peat?\n[SPEAKER_01] (00:09:41 - 00:09:50): It holds water.",
      ["SPEAKER_00", "SPEAKER_01", "SPEAKER_00", "SPEAKER_01"],
      "It holds water.",
    ],
    [
      "names in square brackets",
      "[Maria]: How old is it?\n[Tom]: Built in 1987.\n[Maria]: And the roof?\n[Tom]: From 2004.",
      ["Maria", "Tom", "Maria", "Tom"],
      "From 2004.",
    ],
    [
      "invisible marks and a tilde",
      "\u200e[3/4/24, 9:41:07 PM] ~ Ana: Done\n[3/4/24, 9:42:11 PM] Jo: \u200eGood\n[3/4/24, 9:43:00 PM] ~ Ana: The lock\n[3/4/24, 9:43:10 PM] Jo: ok",
      ["Ana", "Jo", "Ana", "Jo"],
      "ok",
    ],
    [
      "names alone",
      "MARIA: How old is it?\nTOM: It was built in 1987.\nMARIA: And the roof?\nTOM: The roof is from 2004.",
      ["MARIA", "TOM", "MARIA", "TOM"],
      "The roof is from 2004.",
    ],
    [
      "questions and answers",
      "Q: How old is it?\nA: It was built in 1987.\nQ: And the roof?\nA: The roof is from 2004.",
      ["Q", "A", "Q", "A"],
      "The roof is from 2004.",
    ],
    [
      "names in bold",
      "**Maria:** How old is it?\n**Tom:** Built in 1987.\n**Maria:** And the roof?\n**Tom:** The roof is from 2004.",
      ["Maria", "Tom", "Maria", "Tom"],
      "The roof is from 2004.",
    ],
    [
      "initials",
      "CD When was it built?\nWA It was built in 1987.\nCD And the roof?\nWA The roof is from 2004.",
      ["CD", "WA", "CD", "WA"],
      "The roof is from 2004.",
    ],
    [
      "full-width colons",
      "司会：いつ建ちましたか。\n田中：一九八七年です。\n司会：屋根は？\n田中：二〇〇四年です。",
      ["司会", "田中", "司会", "田中"],
      "二〇〇四年です。",
    ],
  ])("%s", (_, text, speakers, last) => {
    expect(speakersOf(text)).toEqual(speakers);
    expect(saidIn(text).at(-1)).toBe(last);
  });

  test("on lines of their own, also where one goes on", () => {
    const text = `nadia.k  02:14
the error rate is at 34 %
it started at 02:06
tomasz  02:15
awake
Раиса П. (кв. 71), 08:12
добрый день
nadia.k — today at 02:17
who is on for the database?
tomasz  02:19
me`;
    expect(speakersOf(text)).toEqual([
      "nadia.k",
      undefined,
      undefined,
      "tomasz",
      undefined,
      "Раиса П. (кв. 71)",
      undefined,
      "nadia.k",
      undefined,
      "tomasz",
      undefined,
    ]);
  });

  test("a time alone goes on with the speaker", () => {
    const text = "(00:00)\nCD When was it?\nWA In 1987.\n(01:10)\nCD And the roof?\nWA In 2004.";
    expect(speakersOf(text)).toEqual([null, "CD", "WA", null, "CD", "WA"]);
  });
});

describe("is no conversation", () => {
  test.each([
    [
      "an article",
      "The ferry sailed at 19:40.\nIt carried 71 people.\nThe captain said: nobody was hurt.\nIt was towed in.",
    ],
    [
      "fields of a head",
      "Date: 3 May 2024\nPresent: Ana, Jo\nApologies: Tom\nThe meeting began at 19:30.\nThe roof leaks.",
    ],
    [
      "decisions and actions of minutes",
      "Members discussed the roof at length.\nRESOLVED: to seek three quotations.\nACTION: Clerk to write.\nThe pavilion was discussed.\nIt needs paint.\nThe bus shelter is broken.\nRESOLVED: to replace it.\nACTION: Clerk to order.\nThe meeting closed.",
    ],
    ["one label over and over", "Note: boil it.\nNote: dry it.\nNote: oil it.\nNote: store it.\nNote: label it."],
    ["a timetable", "08:10 Harbour\n08:25 Market\n08:40 Station\nThe last bus leaves at nine.\nDogs travel free."],
    [
      "code",
      "def main():\n    run(1)\ndef stop():\n    run(2)\ndef main():\n    run(3)\ndef stop():\n    run(4)\nelse:\n    run(5)",
    ],
    ["branches", "if a: b = 1\nelse: b = 2\nif a: c = 1\nelse: c = 2\nif a: d = 1\nelse: d = 2"],
    ["nothing", ""],
  ])("%s", (_, text) => {
    expect(findTurns(text.split("\n"))).toBeNull();
  });
});

test("a long line without an end is read in linear time", () => {
  const lines = Array.from({ length: 50 }, () => `${"a:".repeat(20_000)}12:00 <${" [".repeat(20_000)}`);
  expect(() => findTurns(lines)).not.toThrow();
});
