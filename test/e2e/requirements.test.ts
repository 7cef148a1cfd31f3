import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Channel, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { claim, completion, point, type Responder } from "../fakes/modelServer.ts";
import { pdfColumn, pdfFile } from "../fakes/pdfFiles.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";
import { answerTo, claimsOf, openingOf, sourceOf } from "./reader.ts";

const SAMPLE = readFileSync(new URL("../../playground/sample.txt", import.meta.url), "utf8");
const FURNITURE = /Home \| News|Most read|Sign up for our morning newsletter|Share this story|All rights reserved/;
const QUESTION = "How many visitors had the library?";
const VISITORS = "> The library had 48,000 visitors last year";

let editions = 0;
const fresh = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;
const file = (name: string, bytes: Uint8Array | string, type = "text/plain") => ({ name, type, bytes });
const GIST = "The council of Orrin opens the town library on Sundays.";
const idOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;

/** What people ask for and nobody gave them: each wish of the product, through the bot as people use it. */
describe("the wishes", () => {
  let house: BotHarness;
  let honest: Responder;
  let rooms = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    honest = house.model.respond;
    await house.start();
  });
  afterEach(() => {
    house.model.respond = honest;
    house.model.delayMs = 0;
    expectNoViolations(house);
  });
  afterAll(() => house.close());

  const room = (): Channel => house.discord.state.addChannel(house.discord.guild, `wish-${++rooms}`);
  const summarise = (who: Person, where: Channel, options: Parameters<Person["slash"]>[2]): Promise<Message> =>
    who.slash(where, "summarise", options).response(isDone);

  test("wish 1: every claim has a quote that was located in the source, and nothing else looks like a quote", async () => {
    const { ada } = house.discord;
    const lie = "The mayor resigned in tears.";
    const truth = "Librarian Ada Quill said the change would cost 61,000 crowns a year.";
    house.model.respond = () =>
      completion({
        gist: GIST,
        points: [truth, lie].map(point),
        claims: [lie, truth].map((text) => claim(text, text)),
      });
    const card = await summarise(ada, room(), { text: fresh() });
    const source = (await sourceOf(house, ada, card))["source.txt"]!;
    const { shown, digest } = await claimsOf(house, ada, card);
    const quoted = [textOf(card), shown].flatMap((text) => [...text.matchAll(/^> (.+)$/gm)].map(([, quote]) => quote!));
    expect(quoted).toContain(truth);
    for (const quote of quoted) expect(source).toContain(quote);
    const { points, claims } = digest;
    const quotes = [...points.flatMap((one) => one.quotes), ...claims.flatMap((one) => one.quote ?? [])];
    for (const { text, start, end } of quotes) expect(source.slice(start, end)).toBe(text);
    for (const { status, quote } of claims) expect(status === "verified").toBe(quote !== null);
    const [verified, unverified] = shown.split("Not found in the text");
    expect(verified).not.toContain(lie);
    expect(unverified).toContain(lie);
  });

  test("wish 2: the text is clean, also that of a page which was flattened into a file", async () => {
    const { ada } = house.discord;
    const card = await summarise(ada, room(), { file: file("article.txt", SAMPLE) });
    const { "source.txt": read, "removed.txt": removed } = await sourceOf(house, ada, card);
    expect(read).not.toMatch(FURNITURE);
    expect(read).toContain("The harbour town of Marenholm retired the last of its diesel ferries");
    expect(read).toContain("the third will become a floating library.");
    expect(removed).toMatch(FURNITURE);
  });

  test("wish 3: how much was read is said, and what cannot be read is refused with its cause", async () => {
    const { ada } = house.discord;
    const page = pdfColumn(fresh().split("\n\n"), 72, 720, 40);
    const pdf = (pages: Parameters<typeof pdfFile>[0]) => file("paper.pdf", pdfFile(pages), "application/pdf");
    const card = await summarise(ada, room(), { file: pdf([page, [], pdfColumn(["It ends here."])]) });
    expect(textOf(card)).toMatch(/1 of 3 pages has no text layer.*Read in part/s);
    const scan = await summarise(ada, room(), { file: pdf([[], []]) });
    expect(textOf(scan)).toContain("The pages are pictures without text");
    house.site.pages.set("/thin", `<body><script>${"render();".repeat(9000)}</script><p>Loading</p></body>`);
    const thin = await summarise(ada, room(), { url: `${house.site.origin}/thin` });
    expect(textOf(thin)).toContain("Almost no text was found on that large page");
  });

  test("wish 4: follow-ups are about the whole document, cited, and survive a restart and days of silence", async () => {
    const { ada, ben, state } = house.discord;
    const chapters = Array.from({ length: 400 }, (_, i) => `Chapter ${i} tells of the harbour of Hesk in ${1500 + i}.`);
    const text = [...chapters, fresh(), ...chapters.map((one) => `Again, ${one}`)].join("\n\n");
    const opening = await openingOf(house, await summarise(ada, room(), { file: file("book.txt", text) }));
    const thread = state.channels.get(opening.channel_id)!;
    await house.stop();
    await house.start();
    thread.thread = { ...thread.thread!, archived: true };
    const answer = textOf(await answerTo(house, ben.post(thread, { content: `<@${state.bot.id}> ${QUESTION}` })));
    expect(answer).toContain("[1]");
    expect(answer).toMatch(/-# \[1\] paragraph \d+\n> The library had 48,000 visitors last year/);
  });

  test("wish 5: no privileged intent is needed, for digests and for talk", async () => {
    const own = await BotHarness.build("SQLite", { discord: { messageContent: "disallowed" } });
    await own.start();
    const { ada, state } = own.discord;
    const posted = ada.post("#news", { content: `<@${state.bot.id}>`, files: [file("story.txt", fresh())] });
    const card = await answerTo(own, posted);
    expect(textOf(card)).toContain("3 claims, 3 verified");
    const opening = await openingOf(own, card);
    const asked = ada.post(opening.channel_id, { content: QUESTION, replyTo: opening });
    expect(textOf(await answerTo(own, asked))).toContain(VISITORS);
    expectNoViolations(own);
    await own.close();
  });

  test("wish 6: the same article under many addresses and names is paid once, and private ones stay apart", async () => {
    const { ada, ben } = house.discord;
    const before = house.model.requests.length;
    const calls = (): number => house.model.requests.length - before;
    const { pages, origin } = house.site;
    const page = articlePage("One article", fresh().split("\n\n"));
    for (const path of ["/one", "/mirror/one"]) pages.set(path, page);
    for (const path of ["/one", "/one?utm_source=letter#top", "/mirror/one"])
      expect(textOf(await summarise(ada, room(), { url: origin + path }))).toContain("3 claims, 3 verified");
    expect(calls()).toBe(1);
    const text = fresh();
    for (const name of ["a.txt", "b.txt"]) await summarise(ada, room(), { file: file(name, text), private: true });
    expect(calls()).toBe(2);
    const others = await summarise(ben, room(), { file: file("c.txt", text) });
    expect(textOf(others)).not.toContain("cached");
    expect(calls()).toBe(2);
  });

  test("wish 7: who asks for what is there already gets all of it, and nothing is fetched or paid again", async () => {
    const { ada, ben } = house.discord;
    house.site.pages.set("/again", articlePage("Asked for twice", fresh().split("\n\n")));
    const url = `${house.site.origin}/again`;
    const first = await summarise(ada, room(), { url });
    const again = async (): Promise<string> => textOf(await summarise(ben, room(), { url }));
    await expect.poll(again, { timeout: 5000 }).toContain("cached"); // until then the work may be under way still
    const [calls, fetched] = [house.model.requests.length, house.site.requestedPaths.length];
    const second = await summarise(ben, room(), { url });
    const body = (card: Message): string => textOf(card).split("\n-# 3 claims")[0]!;
    expect(body(second)).toBe(body(first));
    expect(textOf(second)).toContain("· cached");
    expect(buttonsOf(second)).toHaveLength(buttonsOf(first).length);
    expect([house.model.requests.length, house.site.requestedPaths.length]).toEqual([calls, fetched]);
  });

  test("wish 8: it works without a key", async () => {
    const own = await BotHarness.build("SQLite", {
      environment: { PITH_MODEL: "", OPENAI_BASE_URL: "", OPENAI_API_KEY: "" },
    });
    await own.start();
    const { ada } = own.discord;
    const card = await ada.slash("#news", "summarise", { text: fresh() }).response(isDone);
    expect(textOf(card)).toMatch(/\d+ claims?, \d+ verified · extractive engine/);
    const answer = await ada.slash("#news", "ask", { question: QUESTION }).response(isDone);
    expect(textOf(answer)).toContain(VISITORS);
    expect(own.model.requests).toEqual([]);
    expectNoViolations(own);
    await own.close();
  });

  test("wish 9: the message.txt that Discord makes of a long paste is the paste that it is", async () => {
    const { ada, state } = house.discord;
    const posted = ada.post(room(), { content: `<@${state.bot.id}>`, files: [file("message.txt", SAMPLE)] });
    const card = await answerTo(house, posted);
    expect(textOf(card)).toContain("Harbour town swaps its diesel ferries");
    expect(textOf(card)).not.toContain("message.txt");
    expect((await sourceOf(house, ada, card))["source.txt"]).not.toMatch(FURNITURE);
  });

  test("wish 10: who says so is kept with each claim, and so are hedges", async () => {
    const { ada } = house.discord;
    const hedge = "The council may open the swimming hall again in May.";
    const said = "The library had 48,000 visitors last year.";
    const quote = "Librarian Ada Quill said the library had 48,000 visitors last year.";
    house.model.respond = () =>
      completion({
        gist: GIST,
        points: [point(hedge)],
        claims: [claim(said, quote, "Ada Quill"), claim(hedge, hedge, null, "hedged")],
      });
    const card = await summarise(ada, room(), { text: `${fresh()}\n\n${quote}\n\n${hedge}` });
    const { shown, digest } = await claimsOf(house, ada, card);
    expect(digest.claims).toMatchObject([
      { speaker: "Ada Quill", certainty: "stated", status: "verified" },
      { speaker: null, certainty: "hedged", status: "verified" },
    ]);
    expect(shown).toMatch(/48,000 visitors last year\.\n-# says Ada Quill/);
    expect(shown).toMatch(/again in May\.\n-# .*hedged/);
  });

  test("wish 11: a document that is forgotten is gone with its cards, answers and rows", async () => {
    const { ada, ben } = house.discord;
    const channel = room();
    const card = await summarise(ada, channel, { text: fresh() });
    const opening = await openingOf(house, card);
    const answer = await answerTo(house, ben.post(opening.channel_id, { content: QUESTION, replyTo: opening }));
    await expect.poll(() => house.questionsIn(card.id)).toEqual([QUESTION]);
    const document = idOf(card);
    const done = await ada.slash(channel, "forget", { document }, { subcommand: "document" }).response(isDone);
    expect(textOf(done)).toContain("Forgotten: 1 document with its digest, and 1 question.");
    for (const { id } of [card, answer])
      await expect.poll(() => textOf(house.discord.state.message(id)!)).toBe("Removed.");
    expect([await house.postingsOf(card.id), await house.questionsIn(card.id)]).toEqual([[], []]);
    const asked = await ben.slash(channel, "ask", { question: QUESTION, document }).response(isDone);
    expect(textOf(asked)).toContain("There is no such document here, or you may not read it");
  });

  test("wish 12: what it costs is known before, and told after", async () => {
    const { ada } = house.discord;
    const channel = room();
    house.model.delayMs = 2500; // a card is edited every 1.5 seconds at most, and the draft comes first
    const asked = ada.slash(channel, "summarise", { text: fresh() });
    await asked.response((message) => /about [\d,]+ tokens/.test(textOf(message)));
    expect(textOf(await asked.response(isDone))).toContain("1,200 tokens");
    const usage = await ada.slash(channel, "pith", {}, { subcommand: "usage" }).response();
    expect(textOf(usage)).toMatch(/Today: [\d,]+ tokens/);
  });

  test("wish 13: two sources are compared, with quotes from both", async () => {
    const { ada, ben } = house.discord;
    const channel = room();
    const one = fresh();
    house.site.pages.set("/other", articlePage("Another paper", one.replace("61,000", "64,500").split("\n\n")));
    const a = idOf(await summarise(ada, channel, { text: one }));
    const card = await ben.slash(channel, "compare", { a, b: `${house.site.origin}/other` }).response(isDone);
    const text = textOf(card);
    expect(text).toContain("**61,000 crowns** ⟷ **64,500 crowns**");
    expect(text).toMatch(/-# \[\d+\] A, paragraph \d+\n> .*61,000 crowns/);
    expect(text).toMatch(/-# \[\d+\] B, paragraph \d+\n> .*64,500 crowns/);
  });

  test("wish 14: who reads privately reads in a language of his own, while the public card stays as it is", async () => {
    const { ada, ben, state } = house.discord;
    const german = "Orrin öffnet seine Bibliothek sonntags.";
    house.model.respond = (request, nth) => {
      if (!request.body.messages.at(-1)!.content.includes("German")) return honest(request, nth);
      return completion({ gist: german, points: [{ text: german, sentences: [1] }], claims: [] });
    };
    ben.user.locale = "de";
    const card = await summarise(ada, room(), { text: fresh() });
    const before = textOf(card);
    const shapes = await ben.press(card, "Shape").response();
    const own = await ben.choose(shapes, "v1:language", ["de"]).response(isDone);
    expect([own.ephemeralFor, textOf(own)]).toEqual([ben.id, expect.stringContaining(german)]);
    expect(textOf(own)).toContain("> The council of Orrin voted on Monday");
    expect(textOf(own)).toContain("Absatz 1"); // what Pith itself says is in his language too
    expect(textOf(state.message(card.id)!)).toBe(before);
    ben.user.locale = "en-GB";
  });
});
