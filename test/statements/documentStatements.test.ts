import { describe, expect, test } from "vitest";
import { type Block, type BlockKind, detachedContext } from "../../src/model/index.ts";
import { documentStatements, readBlocks } from "../../src/statements/index.ts";
import { detectLanguage } from "../../src/text/index.ts";

/** A document of one block for each line. A line may begin with the kind of its block: `heading|`. */
async function statementsOf(lines: string[]) {
  let text = "";
  const blocks: Block[] = lines.map((line) => {
    const [, kind, content] = /^(?:([a-z]+)\|)?([\s\S]*)$/.exec(line)!;
    const start = text.length;
    text += `${content}\n\n`;
    return { kind: (kind ?? "paragraph") as BlockKind, start, end: start + content!.length, page: null };
  });
  const found = await documentStatements({ text, language: detectLanguage(text), blocks }, detachedContext());
  for (const { start, end, text: statement } of found) expect(text.slice(start, end)).toBe(statement);
  return found;
}

const readable = async (lines: string[]) =>
  (await statementsOf(lines)).filter(({ isReadable }) => isReadable).map(({ text }) => text);

const BODY = "The harbour board closed the old pier in March because its piles had rotted.";

describe("a sentence that could be read alone", () => {
  test.each<[string, string[], string[]]>([
    ["of a paragraph", [`${BODY} Nobody was hurt in the storm.`], [BODY, "Nobody was hurt in the storm."]],
    [
      "without the mark of its item",
      ["list|- Close the valve before you open the lid."],
      ["Close the valve before you open the lid."],
    ],
    [
      "without its number",
      ["3.4 The tenant pays for repairs of up to 80 euros."],
      ["The tenant pays for repairs of up to 80 euros."],
    ],
    [
      "of a long item without a full stop",
      ["list|the index takes about 1 MB for every 1,000 photos"],
      ["the index takes about 1 MB for every 1,000 photos"],
    ],
    [
      "in Japanese",
      ["港湾局は三月に古い桟橋を閉鎖した。理由は木の杭がすっかり腐っていたためだ。"],
      ["港湾局は三月に古い桟橋を閉鎖した。", "理由は木の杭がすっかり腐っていたためだ。"],
    ],
    [
      "of a cell that stands alone",
      ["table|Line | 2021 | 2023", "table|2. The line lost half of its trips in January."],
      ["The line lost half of its trips in January."],
    ],
    [
      "that begins like a caption",
      ["Table 1 gives the mean number of visits for each night."],
      ["Table 1 gives the mean number of visits for each night."],
    ],
  ])("%s", async (_, lines, expected) => {
    expect(await readable(lines)).toEqual(expected);
  });
});

describe("no statement", () => {
  test.each([
    ["a heading", ["2.1 Study sites"]],
    ["a heading in capitals", ["WAS THE PROJECT WELL PLANNED"]],
    ["a heading that is a question", ["2. WAS THE PROJECT WELL PLANNED?"]],
    ["a heading of the format", ["heading|The pier was closed in March."]],
    ["a caption", ["Table 1. Mean visits per plot and night."]],
    ["a caption in German", ["Abb. 3: Besuche je Nacht an den drei Orten."]],
    ["a caption in Japanese", ["図1　各地点における一晩あたりの訪花回数を示す。"]],
    ["an entry of a table of contents", ["Summary ................................. 5"]],
    ["a reference", ["[1] Abelard, J., Munro, T. (2014) Moths at the door. Night Letters 3, 11-19."]],
    ["a row of a table", ["table|Dark | 17.9 | 19.3"]],
    ["a row that has lost its columns", ["LED lamp 10.6 (0.9) 11.4 (1.0) 11.0 (0.7)"]],
    ["a lead-in", ["The following payments were approved:"]],
    ["a question", ["Why should anybody on a bus care about that?"]],
    ["a page number", ["Page 1 of 12"]],
    ["a signature", ["Signed ...................................... Chair"]],
    ["a contact", ["Write to the clerk at clerk@thornley.example before Friday."]],
    ["a copyright", ["© 2024 The Marenholm Ledger, all rights reserved in all media."]],
    ["a greeting", ["Hello and welcome back to the show about land and water."]],
    ["a sponsor", ["This episode is brought to you by a maker of good boots."]],
    ["code", ["```", "The server = start(port);", "```"]],
    ["a command", ["$ pebble scan ~/Pictures --threshold 6 && pebble review"]],
    ["three words", ["Nobody was hurt."]],
    ["a sentence longer than anybody reads at one go", [`${"The board met again and again, ".repeat(12)}and closed.`]],
  ])("%s", async (_, lines) => {
    const all = [BODY, ...lines, BODY];
    expect(await readable(all)).toEqual([BODY, BODY]);
  });

  test.each(["References", "7. Literatur", "heading|参考文献"])("what stands below the heading %s", async (heading) => {
    expect(await readable([BODY, heading, "Castellane R. Pollen loads of owlet moths in hedgerows."])).toEqual([BODY]);
  });

  test("a running head, whatever its page", async () => {
    const head = "Journal of Small Garden Ecology 7 (2023) was printed on page";
    const lines = [1, 2, 3].flatMap((page) => [BODY, `${head} ${page}.`]);
    expect(await readable(lines)).toEqual([BODY, BODY, BODY]);
  });
});

describe("in a conversation", () => {
  const CHAT = [
    "nadia.k 02:14",
    "the error rate is at 34 % and climbing",
    "tomasz 02:15",
    "awake. barely.",
    "nadia.k 02:17",
    "the lock is held by the nightly clean-up job",
    "tomasz 02:19",
    "who can kill it?",
  ];

  test("messages need no full stop, and have a speaker", async () => {
    const found = (await statementsOf(CHAT)).filter(({ isReadable }) => isReadable);
    expect(found.map(({ text, speaker, form }) => [text, speaker, form])).toEqual([
      ["the error rate is at 34 % and climbing", "nadia.k", "turn"],
      ["the lock is held by the nightly clean-up job", "nadia.k", "turn"],
    ]);
  });

  test("a name and a time are no part of what was said", async () => {
    const lines = ["ANA", "TOM", "ANA", "TOM"].map(
      (name, i) => `[00:0${i}:04] ${name}: The roof is from the year 200${i}.`,
    );
    expect(await readable(lines)).toEqual([0, 1, 2, 3].map((i) => `The roof is from the year 200${i}.`));
  });

  test("what the transcriber heard is left out", async () => {
    const lines = [
      "A: It leaked for years on end. [laughs]",
      "B: Since when did it leak?",
      "[MUSIC]",
      "A: Since the roof was new in 2004.",
      "B: And who built it?",
      "A: The town built it by itself.",
    ];
    expect(await readable(lines)).toEqual([
      "It leaked for years on end.",
      "Since the roof was new in 2004.",
      "The town built it by itself.",
    ]);
  });
});

test.each([
  ["short lines", (i: number) => `line ${i} of a list of things`],
  ["messages", (i: number) => `14:0${i % 10} <${i % 2 ? "maria" : "tom"}> the lock is held by job ${i}`],
])("lets others work while it reads many %s", async (_, line) => {
  let text = "";
  const blocks: Block[] = Array.from({ length: 60_000 }, (_, i) => {
    const start = text.length;
    text += `${line(i)}\n\n`;
    return { kind: "paragraph", start, end: text.length - 2, page: null };
  });
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  await readBlocks({ text, blocks }, detachedContext());
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(2);
});

test.each([
  ["Python", "import os.path\ndef main():\n    rows = read(path)\n    for row in rows:\n@cached"],
  ["JavaScript", "const path = require('path');\nfunction main() {\n  return run(path);\n}\nif (ready) stop()"],
  ["C", '#include <stdio.h>\nint main(void) {\n  puts("a");\n}'],
  ["Java", "public static void main(String[] args) {\n  list.add(name);\n}\nprivate int size;"],
])("%s is no statement", async (_, code) => {
  expect(await readable([BODY, ...code.split("\n"), BODY])).toEqual([BODY, BODY]);
});

test.each([
  "Class sizes fell by a third after the new school had opened in the town.",
  "Import duties on steel were raised, and from May they apply to aluminium.",
  "If the valve (the red one) sticks, call the harbour office at once.",
  "Public transport stays free on Sundays, and private cars have to pay (as before).",
  "Return the form to the office by Friday; late forms are not read.",
  "Let the dough rest for two hours before you roll it out.",
])("%j is no code", async (sentence) => {
  expect(await readable([sentence])).toEqual([sentence]);
});
