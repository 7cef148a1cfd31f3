import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const NO_DOCUMENT = "I can't find that document, or you're not allowed to see it";
const question = "How many visitors had the library?";
let edition = 0;
const createText = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
const createFile = (text = createText()) => ({ name: "story.txt", type: "text/plain", bytes: Buffer.from(text) });

describe("access to sources", () => {
  let harness: BotHarness;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());
  const mention = (): string => `<@${harness.discord.state.bot.id}>`;
  const repliesTo = ({ id }: Message): Message[] =>
    harness.discord.messagesIn("#news").filter((message) => message.reference?.message_id === id);

  test("does not resolve a hash or a cache key to a document", async () => {
    const { ada, ben } = harness.discord;
    const text = createText();
    await ada.slash("#news", "summarise", { text }).response(isDone);
    const hash = createHash("sha256").update(text).digest("hex");
    for (const document of [hash, `digest:${hash}`, `document:${hash}`, hash.slice(0, 22), "*", "%", "' or 1=1 --"]) {
      const response = await ben.slash("#news", "ask", { question, document }).response(isDone);
      expect(textOf(response)).toContain(NO_DOCUMENT);
    }
  });

  test("distinguishes URLs with and without a token", async () => {
    const { ada, ben } = harness.discord;
    const { site } = harness;
    site.pages.set("/doc?token=one-key", articlePage("With a key", createText().split("\n\n")));
    site.pages.set(
      "/doc",
      articlePage("Without", ["Nothing to see here but a few words.", ...createText().split("\n\n")]),
    );
    const withToken = await ada
      .slash("#news", "summarise", { url: `${site.origin}/doc?token=one-key` })
      .response(isDone);
    const withoutToken = await ben.slash("#news", "summarise", { url: `${site.origin}/doc` }).response(isDone);
    expect(textOf(withToken)).toContain("With a key");
    expect(textOf(withoutToken)).toContain("Without");
    expect(textOf(withoutToken)).not.toContain("one-key");
    expect(site.requestedPaths.filter((path) => path.startsWith("/doc"))).toEqual(["/doc?token=one-key", "/doc"]);
  });

  test("does not refresh an expired attachment URL that is given as a URL", async () => {
    const { ada, ben, cdn, requests } = harness.discord;
    const posted = ben.post("#files", { files: [createFile()] });
    const url = cdn.signUrl(posted.attachments[0]!.path);
    cdn.expireUrls();
    const before = requests.length;
    const card = await ada.slash("#news", "summarise", { url }).response(isDone);
    expect(textOf(card)).not.toContain("verified");
    expect(buttonsOf(card).map(({ label }) => label)).not.toContain("Ask");
    expect(requests.slice(before).filter(({ path }) => path.includes("refresh-urls"))).toEqual([]);
  });

  test("reads a message URL neither as a page nor as a message", async () => {
    const { ada, guild, state } = harness.discord;
    const hidden = state.addChannel(guild, "hidden");
    const secret = harness.discord.ben.post(hidden, { content: createText() });
    state.setOverwrite(hidden, guild.id, { deny: ["ViewChannel"] });
    const content = `${mention()} https://discord.com/channels/${guild.id}/${hidden.id}/${secret.id}`;
    const posted = ada.post("#news", { content });
    await expect.poll(() => repliesTo(posted).length).toBe(1);
    expect(textOf(repliesTo(posted)[0]!)).toContain("I need something to read");
    const reads = harness.discord.requests.filter(({ method, path }) => method === "GET" && path.includes(secret.id));
    expect(reads).toEqual([]);
  });

  test("reads the first five of twenty URLs in a message, with a note", async () => {
    const links = Array.from({ length: 20 }, (_, i) => {
      harness.site.pages.set(`/many-${i}`, articlePage(`Number ${i}`, createText().split("\n\n")));
      return `${harness.site.origin}/many-${i}`;
    });
    const posted = harness.discord.ada.post("#news", { content: `${mention()} ${links.join(" ")}` });
    const findOverview = () => repliesTo(posted).find(isDone);
    await expect.poll(findOverview).toBeDefined();
    expect(textOf(findOverview()!)).toMatch(/5 sources[\s\S]*I read the first 5/);
    expect(repliesTo(posted)).toHaveLength(1);
    expect(harness.discord.messagesIn(findOverview()!.id).filter(isDone)).toHaveLength(5);
    expect(harness.site.requestedPaths.filter((path) => path.startsWith("/many-"))).toHaveLength(5);
  });
});
