import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type App, createApp } from "../../src/app.ts";
import { runBot } from "../../src/bot.ts";
import { readConfig } from "../../src/config.ts";
import { Loopback, type Message, type SlashOptions, textOf } from "../../src/loopback/index.ts";
import { docxFile, lockedOfficeFile, pdfColumn, pdfFile } from "../fakes/files.ts";
import { honestDigest, type ModelServer, startModelServer } from "../fakes/modelServer.ts";
import { runPith } from "./pith.ts";

const STORY = [
  "The council of Orrin voted on Monday to open the town library on Sundays from January.",
  "Librarian Ada Quill said the change would cost 61,000 crowns a year.",
  "Opponents said the money was needed for the swimming hall.",
  "The library had 48,000 visitors last year, a fifth more than the year before.",
  "A second vote on the hall is planned for the spring.",
  "The mayor did not say how the council would pay for both.",
];
const TEXT = STORY.join("\n\n");

/** The colour of a card tells whether its work is done. */
const WORKING = 0x8a8f98;
const isFinished = ({ body }: Message): boolean => body.components?.[0]?.accent_color !== WORKING;

describe("the bot on a loopback Discord, with the unmodified client", () => {
  let discord: Loopback;
  let model: ModelServer;
  let app: App;
  let running: Promise<void>;
  const stop = new AbortController();
  const faults: string[] = [];

  beforeAll(async () => {
    discord = await Loopback.start();
    model = await startModelServer(honestDigest);
    const config = readConfig({
      ...discord.environment,
      CACHE_URL: "memory:",
      PITH_MODEL: "stub",
      OPENAI_BASE_URL: model.url,
    });
    app = createApp(config, (error) => faults.push(String(error)));
    await new Promise<void>((online) => {
      running = runBot(config, app, stop.signal, {
        out: () => online(),
        err: (text) => faults.push(text),
        terminal: false,
      });
    });
  });
  afterAll(async () => {
    stop.abort();
    await running;
    await app.close();
    await discord.close();
    await model.close();
    expect(faults).toEqual([]);
    expect(discord.world.breaches).toEqual([]);
  });

  const use = async (name: string, options: SlashOptions): Promise<{ text: string; message: Message }> => {
    const message = await discord.slash(name, options, isFinished);
    return { text: textOf(message.body), message };
  };

  test("/summarise with a text gives a card with numbered quotes, from one call of the model", async () => {
    const { text, message } = await use("summarise", { text: TEXT });
    expect(text).toContain("What the document says in short.");
    expect(text).toMatch(/- The council of Orrin .* \[1\]/);
    expect(text).toMatch(/> The council of Orrin voted on Monday/);
    expect(text).toContain("3 claims, 3 verified · model stub");
    expect(message.ephemeral).toBe(false);
    expect(model.requests).toHaveLength(1);
  });

  test("the same text again is cached, and a private answer is private", async () => {
    const { text, message } = await use("summarise", { text: TEXT, private: true });
    expect(text).toContain("cached");
    expect(message.ephemeral).toBe(true);
    expect(model.requests).toHaveLength(1);
  });

  test.each<[string, Uint8Array, string]>([
    ["story.pdf", pdfFile([pdfColumn([...STORY, "The PDF ends here."], 72, 720, 40)]), "application/pdf"],
    [
      "story.docx",
      docxFile([...STORY, "The Word file ends here."], { title: "Orrin reads" }),
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ],
  ])("/summarise reads %s", async (name, bytes, type) => {
    const { text } = await use("summarise", { file: discord.upload(name, bytes, type), length: "brief" });
    expect(text).toContain("3 claims, 3 verified");
  });

  test("/ask answers from the text, or says that it does not", async () => {
    const { text } = await use("ask", { text: TEXT, question: "Who is the king of Spain?" });
    expect(text).toContain("The document does not say.");
    expect(text).toContain("-# Who is the king of Spain?");
  });

  test.each<[string, () => SlashOptions, string]>([
    ["nothing given", () => ({}), "give one of url, file and text"],
    ["two things given", () => ({ text: TEXT, url: "https://example.org/" }), "give one of url, file and text"],
    ["a private address", () => ({ url: "http://127.0.0.1:9/" }), "Pith does not open that address"],
    [
      "a locked file",
      () => ({ file: discord.upload("a.docx", lockedOfficeFile(), "application/x") }),
      "locked with a password",
    ],
  ])("%s is told with cause and next step", async (_, options, words) => {
    expect((await use("summarise", options())).text).toContain(words);
  });

  test("what a document says pings nobody, links nowhere and formats nothing", async () => {
    const hostile = STORY.map(
      (sentence) => `@everyone <@1> [x](https://evil.example) ${sentence} **bold** \u202e`,
    ).join("\n\n");
    const { text } = await use("summarise", { text: hostile });
    expect(text).not.toMatch(/(?<!\\)@everyone|(?<!\\)<@|(?<!\\)\[x|(?<!\\)\*\*bold|\u202e/);
    expect(text).toContain("\\@everyone");
  });

  test("many at once all get their answer, and the model is called once", async () => {
    const before = model.requests.length;
    const results = await Promise.all(
      Array.from({ length: 30 }, () => use("summarise", { text: `${TEXT}\n\nMany people read this at once.` })),
    );
    expect(new Set(results.map(({ text }) => text.includes("3 verified")))).toEqual(new Set([true]));
    expect(model.requests.length - before).toBe(1);
  });
});

describe("pith deploy and doctor", () => {
  test("deploy registers the commands, and --dry-run only says so", async () => {
    const discord = await Loopback.start();
    const dry = await runPith(["deploy", "--dry-run"], discord.environment);
    expect(dry).toMatchObject({ code: 0, stdout: "would add: /ask /summarise · kept: none · would remove: none\n" });
    expect(discord.world.commands).toEqual([]);
    await runPith(["deploy"], discord.environment);
    expect(discord.world.commands.map(({ name }) => name)).toEqual(["ask", "summarise"]);
    expect((await runPith(["deploy"], discord.environment)).stdout).toContain("kept: /ask /summarise");
    expect((await runPith(["doctor"], discord.environment)).stdout).toMatch(
      /ok\s+discord\s+Pith; invite it with https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+/,
    );
    expect(discord.world.breaches).toEqual([]);
    await discord.close();
  });

  test("a token that Discord cannot be asked about fails with 2, and doctor with 1", async () => {
    const nowhere = { DISCORD_TOKEN: "marker-token", DISCORD_API_URL: "http://127.0.0.1:9/api" };
    const bot = await runPith(["bot"], nowhere);
    expect(bot.code).toBe(2);
    expect(bot.stderr).toContain("DISCORD_TOKEN");
    expect(bot.stderr + bot.stdout).not.toContain("marker-token");
    expect((await runPith(["doctor"], nowhere)).code).toBe(1);
  });
});
