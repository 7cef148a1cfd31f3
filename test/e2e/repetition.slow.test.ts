import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { STORY } from "../fakes/engine.ts";
import { STORY_PAIRS } from "../fakes/storyPairs.ts";
import { openClaims, visibleTextOf } from "./cardHelpers.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone, labelsOf } from "./harness.ts";
import { runPith } from "./pith.ts";

/** Shorter sentences, such as "1 min read", may stand anywhere. */
const MIN_WORDS = 5;

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
/** Removes the formatting of a line, and the place of its quote: `> - Text. ¶ 3` and `> Text. (paragraph 3, line 5)`. */
const withoutMarks = (line: string): string =>
  line
    .replace(/^(?:(?:>|-#|-|#+|\d+\.) )+/, "")
    .replace(/(?: (?:[^.]*, )?¶ \d+)+$/, "")
    .replace(/(?: \[\d+\])+$/, "")
    .replace(/ \((?:[^()]*, )?paragraph [^()]*\)$/, "");

/** Returns the sentences of at least five words that a reader sees more than once. */
function repeatedSentences(visibleText: string): string[] {
  const sentences = visibleText
    .split("\n")
    .flatMap((line) => Array.from(segmenter.segment(withoutMarks(line)), ({ segment }) => segment.trim().toLowerCase()))
    .filter((sentence) => sentence.split(/\s+/).length >= MIN_WORDS);
  return sentences.filter((sentence, i) => sentences.indexOf(sentence) < i);
}

const SAMPLE = readFileSync(new URL("../../playground/sample.txt", import.meta.url), "utf8");
const HALL = [
  "The swimming hall of Orrin will open again on 3 April 2027, said the mayor.",
  "The work on its roof took two years and cost more than anybody in Orrin thought when it began.",
];
/** Documents of several forms, in English unless the name says otherwise. */
const DOCUMENTS: [name: string, text: string, question: string][] = [
  ["a story", STORY, "How many visitors had the library?"],
  ["a web page saved as text", SAMPLE, "What did the four new boats cost?"],
  [
    "a text whose first sentence is its heading",
    `# ${HALL[0]}\n\n${HALL.join("\n\n")}\n\n${STORY}`,
    "When will it open?",
  ],
  [
    "a text that repeats a sentence as a pull quote",
    `${STORY}\n\n${STORY.split("\n\n")[1]}\n\n${SAMPLE}`,
    "What would it cost?",
  ],
  ...STORY_PAIRS.map(({ name, first, second }): [string, string, string] => [
    `the stories of ${name}`,
    [...first, ...second].join("\n\n"),
    first[0]!.split(" ").slice(0, 6).join(" "),
  ]),
];

test("finds sentences that stand twice", () => {
  const twice = "The council of Orrin voted on Monday.";
  for (const text of [
    `${twice}\n> - ${twice} ¶ 3`,
    `> ${twice} ¶ 1\n${twice} It did so at noon. ¶ 2`,
    `> ${twice} (hedged, paragraph 2, line 4)\n- ${twice} [1] [2]`,
  ])
    expect(repeatedSentences(text)).toEqual([twice.toLowerCase()]);
  expect(repeatedSentences(`> ${twice} ¶ 1\n1 min read\n1 min read\n> It did so at noon on Monday. ¶ 1`)).toEqual([]);
});

describe.each(["model", "extractive"])("no sentence stands twice (%s)", (engine) => {
  let harness: BotHarness;
  const folder = mkdtempSync(join(tmpdir(), "pith-repetition-"));
  const withoutModel = { PITH_MODEL: "", OPENAI_BASE_URL: "", OPENAI_API_KEY: "" };
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite", { environment: engine === "model" ? {} : withoutModel });
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await harness.close();
  });

  test.each(DOCUMENTS)("on the cards and in the answers about %s", async (_, text, question) => {
    const { ada } = harness.discord;
    for (const length of ["brief", "detailed"]) {
      const file = { name: "text.md", type: "text/markdown", bytes: Buffer.from(text) };
      const card = await ada.slash("#news", "summarise", { file, length }).response(isDone);
      expect(repeatedSentences(visibleTextOf(card))).toEqual([]);
      // A text that is shorter than a detailed digest is answered in a line, without buttons.
      if (!labelsOf(card).includes("Check quotes")) continue;
      const { text: shown } = await openClaims(harness, ada, card);
      expect(repeatedSentences(shown)).toEqual([]);
    }
    for (const isPrivate of [false, true]) {
      const answer = await ada.slash("#news", "ask", { question, private: isPrivate }).response(isDone);
      expect(repeatedSentences(visibleTextOf(answer))).toEqual([]);
    }
  });

  test.each(DOCUMENTS)("in the terminal digest of %s", async (_, text, question) => {
    const path = join(folder, "text.md");
    writeFileSync(path, text);
    const environment = engine === "model" ? { PITH_MODEL: "stub", OPENAI_BASE_URL: harness.model.url } : withoutModel;
    for (const args of [
      ["summarise", path],
      ["summarise", path, "--length", "detailed"],
      ["ask", path, question],
    ]) {
      const { code, stdout } = await runPith(args, environment);
      expect(code).toBe(0);
      expect(repeatedSentences(stdout)).toEqual([]);
    }
  });
});
