import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { BotHarness, isDone } from "./harness.ts";

const NO_DOCUMENT = "There is no such document here, or you may not read it";
const question = "How many visitors had the library?";
let edition = 0;
const fresh = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
const file = (text = fresh()) => ({ name: "story.txt", type: "text/plain", bytes: Buffer.from(text) });

describe("what people give to read, and what they do not have to give", () => {
  let house: BotHarness;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
  });
  afterEach(() => {
    expect(house.faults.splice(0)).toEqual([]);
    expect(house.discord.violations.splice(0)).toEqual([]);
    expect(house.takeBotPings()).toEqual([]);
  });
  afterAll(() => house.close());
  const mention = (): string => `<@${house.discord.state.bot.id}>`;
  const repliesTo = ({ id }: Message): Message[] =>
    house.discord.messagesIn("#news").filter((message) => message.reference?.message_id === id);

  test("a hash of what was posted, or the key of its digest, opens nothing", async () => {
    const { ada, ben } = house.discord;
    const text = fresh();
    await ada.slash("#news", "summarise", { text }).response(isDone);
    const hash = createHash("sha256").update(text).digest("hex");
    for (const document of [hash, `digest:${hash}`, `document:${hash}`, hash.slice(0, 22), "*", "%", "' or 1=1 --"]) {
      const asked = await ben.slash("#news", "ask", { question, document }).response(isDone);
      expect(textOf(asked)).toContain(NO_DOCUMENT);
    }
  });

  test("addresses with a key and without are two pages", async () => {
    const { ada, ben } = house.discord;
    const { site } = house;
    site.pages.set("/doc?token=one-key", articlePage("With a key", fresh().split("\n\n")));
    site.pages.set("/doc", articlePage("Without", ["Nothing to see here but a few words.", ...fresh().split("\n\n")]));
    const within = await ada.slash("#news", "summarise", { url: `${site.origin}/doc?token=one-key` }).response(isDone);
    const without = await ben.slash("#news", "summarise", { url: `${site.origin}/doc` }).response(isDone);
    expect(textOf(within)).toContain("With a key");
    expect(textOf(without)).toContain("Without");
    expect(textOf(without)).not.toContain("one-key");
    expect(site.requestedPaths.filter((path) => path.startsWith("/doc"))).toEqual(["/doc?token=one-key", "/doc"]);
  });

  test("the address of a file elsewhere on Discord is fetched without the bot's token, and not when it has run out", async () => {
    const { ada, ben, cdn, requests } = house.discord;
    const posted = ben.post("#files", { files: [file()] });
    const address = cdn.signUrl(posted.attachments[0]!.path);
    cdn.expireUrls();
    const before = requests.length;
    const card = await ada.slash("#news", "summarise", { url: address }).response(isDone);
    expect(textOf(card)).not.toContain("verified");
    expect(buttonsOf(card).map(({ label }) => label)).not.toContain("Ask");
    expect(requests.slice(before).filter(({ path }) => path.includes("refresh-urls"))).toEqual([]);
  });

  test("the address of a message is not read as a page, whoever may see the message", async () => {
    const { ada, guild, state } = house.discord;
    const hidden = state.addChannel(guild, "hidden");
    const secret = house.discord.ben.post(hidden, { content: fresh() });
    state.setOverwrite(hidden, guild.id, { deny: ["ViewChannel"] });
    const content = `${mention()} https://discord.com/channels/${guild.id}/${hidden.id}/${secret.id}`;
    const posted = ada.post("#news", { content });
    await expect.poll(() => repliesTo(posted).length, { timeout: 5000 }).toBe(1);
    expect(textOf(repliesTo(posted)[0]!)).toContain("Give me something to read");
    const looked = house.discord.requests.filter(({ method, path }) => method === "GET" && path.includes(secret.id));
    expect(looked).toEqual([]);
  });

  test("of twenty links in a message five are read, and that is said", async () => {
    const links = Array.from({ length: 20 }, (_, i) => {
      house.site.pages.set(`/many-${i}`, articlePage(`Number ${i}`, fresh().split("\n\n")));
      return `${house.site.origin}/many-${i}`;
    });
    const posted = house.discord.ada.post("#news", { content: `${mention()} ${links.join(" ")}` });
    const overview = () => repliesTo(posted).find(isDone);
    await expect.poll(overview, { timeout: 15_000 }).toBeDefined();
    expect(textOf(overview()!)).toMatch(/5 sources[\s\S]*I take 5 at a time/);
    expect(repliesTo(posted)).toHaveLength(1);
    expect(house.discord.messagesIn(overview()!.id).filter(isDone)).toHaveLength(5);
    expect(house.site.requestedPaths.filter((path) => path.startsWith("/many-"))).toHaveLength(5);
  });
});
