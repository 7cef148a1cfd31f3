import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Channel, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { completion, FAITHFUL, idsOf, type Responder, statement } from "../fakes/modelServer.ts";
import { pdfColumn, pdfFile } from "../fakes/pdfFiles.ts";
import { articlePage } from "../fakes/site.ts";
import { openClaims, openSourceText, visibleTextOf, waitForOpening, waitForReply } from "./cardHelpers.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const SAMPLE = readFileSync(new URL("../../playground/sample.txt", import.meta.url), "utf8");
const BOILERPLATE = /Home \| News|Most read|Sign up for our morning newsletter|Share this story|All rights reserved/;
const QUESTION = "How many visitors had the library?";
const VISITORS = "> The library had 48,000 visitors last year";

let editions = 0;
const createText = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;
const createFile = (name: string, bytes: Uint8Array | string, type = "text/plain") => ({ name, type, bytes });
const GIST = "The council of Orrin opens the town library on Sundays.";
const documentOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;

/** Tests each product requirement through the bot, as its users see it. */
describe("product requirements", () => {
  let harness: BotHarness;
  let respondFaithfully: Responder;
  let channels = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    respondFaithfully = harness.model.respond;
    await harness.start();
  });
  afterEach(() => {
    harness.model.respond = respondFaithfully;
    harness.model.delayMs = 0;
    expectNoViolations(harness);
  });
  afterAll(() => harness.close());

  const createChannel = (): Channel => harness.discord.state.addChannel(harness.discord.guild, `channel-${++channels}`);
  const summarise = (person: Person, channel: Channel, options: Parameters<Person["slash"]>[2]): Promise<Message> =>
    person.slash(channel, "summarise", options).response(isDone);

  test("1: verified claims have quotes from the source, and nothing else is formatted as a quote", async () => {
    const { ada } = harness.discord;
    const invented = "The mayor resigned in tears.";
    const supported = "Librarian Ada Quill said the change would cost 61,000 crowns a year.";
    harness.model.respond = () =>
      completion({
        gist: GIST,
        statements: [statement(invented), statement(supported)],
      });
    const card = await summarise(ada, createChannel(), { text: createText() });
    const source = (await openSourceText(harness, ada, card))["source.txt"]!;
    const { text: claimsText, digest } = await openClaims(harness, ada, card);
    const quoted = [visibleTextOf(card), claimsText].flatMap((text) =>
      [...text.matchAll(/^> (?:- )?(.+) ¶ \d+$/gm)].map(([, quote]) => quote!),
    );
    const quoteLines = [textOf(card), claimsText].flatMap((text) => text.match(/^>.*$/gm) ?? []);
    expect(quoted).toHaveLength(quoteLines.length);
    expect(quoted).toContain(supported);
    for (const quote of quoted) expect(source).toContain(quote);
    const { points, claims } = digest;
    const quotes = [...points.flatMap((one) => one.quotes), ...claims.flatMap((one) => one.quote ?? [])];
    for (const { text, start, end } of quotes) expect(source.slice(start, end)).toBe(text);
    for (const { status, quote } of claims) expect(status === "verified").toBe(quote !== null);
    const [found, dropped] = claimsText.split("\n**Dropped**\n");
    expect(found).not.toContain(invented);
    expect(dropped).toContain(`- ${invented}\n-# the quote isn't in the source`);
    expect(textOf(card)).not.toContain(invented);
    expect(textOf(card)).toContain("1 dropped");
  });

  test("2: removes boilerplate, also from a web page that was saved as plain text", async () => {
    const { ada } = harness.discord;
    const card = await summarise(ada, createChannel(), { file: createFile("article.txt", SAMPLE) });
    const { "source.txt": source, "removed.txt": removed } = await openSourceText(harness, ada, card);
    expect(source).not.toMatch(BOILERPLATE);
    expect(source).toContain("The harbour town of Marenholm retired the last of its diesel ferries");
    expect(source).toContain("the third will become a floating library.");
    expect(removed).toMatch(BOILERPLATE);
  });

  test("3: shows how much was read, and the reason if a source cannot be read", async () => {
    const { ada } = harness.discord;
    const page = pdfColumn(createText().split("\n\n"), 72, 720, 40);
    const pdf = (pages: Parameters<typeof pdfFile>[0]) => createFile("paper.pdf", pdfFile(pages), "application/pdf");
    const card = await summarise(ada, createChannel(), { file: pdf([page, [], pdfColumn(["It ends here."])]) });
    expect(textOf(card)).toMatch(/Read in part\. 1 of 3 pages has no text layer$/);
    const scan = await summarise(ada, createChannel(), { file: pdf([[], []]) });
    expect(textOf(scan)).toContain("The pages are images, so I can't read their text");
    harness.site.pages.set("/thin", `<body><script>${"render();".repeat(9000)}</script><p>Loading</p></body>`);
    const thin = await summarise(ada, createChannel(), { url: `${harness.site.origin}/thin` });
    expect(textOf(thin)).toContain("I found almost no text on that page");
  });

  test("4: answers follow-up questions from the whole document with quotes, after a restart and in an archived thread", async () => {
    const { ada, ben, state } = harness.discord;
    const chapters = Array.from({ length: 400 }, (_, i) => `Chapter ${i} tells of the harbour of Hesk in ${1500 + i}.`);
    const text = [...chapters, createText(), ...chapters.map((one) => `Again, ${one}`)].join("\n\n");
    const opening = await waitForOpening(
      harness,
      await summarise(ada, createChannel(), { file: createFile("book.txt", text) }),
    );
    const thread = state.channels.get(opening.channel_id)!;
    await harness.stop();
    await harness.start();
    thread.thread = { ...thread.thread!, archived: true };
    const answer = textOf(await waitForReply(harness, ben.post(thread, { content: `<@${state.bot.id}> ${QUESTION}` })));
    expect(answer).toMatch(/^> The library had 48,000 visitors last year, a fifth more.+\. \[?¶ 404\b/);
  });

  test("5: works without privileged intents, for digests and questions", async () => {
    const own = await BotHarness.build("SQLite", { discord: { messageContent: "disallowed" } });
    await own.start();
    const { ada, state } = own.discord;
    const posted = ada.post("#news", { content: `<@${state.bot.id}>`, files: [createFile("story.txt", createText())] });
    const card = await waitForReply(own, posted);
    expect(textOf(card)).toContain(FAITHFUL);
    const opening = await waitForOpening(own, card);
    const question = ada.post(opening.channel_id, { content: QUESTION, replyTo: opening });
    expect(textOf(await waitForReply(own, question))).toContain(VISITORS);
    expectNoViolations(own);
    await own.close();
  });

  test("6: makes one model request for each text, regardless of its URLs, file names and requesters", async () => {
    const { ada, ben } = harness.discord;
    const before = harness.model.requests.length;
    const modelRequests = (): number => harness.model.requests.length - before;
    const { pages, origin } = harness.site;
    const page = articlePage("One article", createText().split("\n\n"));
    for (const path of ["/one", "/mirror/one"]) pages.set(path, page);
    for (const path of ["/one", "/one?utm_source=letter#top", "/mirror/one"])
      expect(textOf(await summarise(ada, createChannel(), { url: origin + path }))).toContain(FAITHFUL);
    expect(modelRequests()).toBe(1);
    const text = createText();
    for (const name of ["a.txt", "b.txt"])
      await summarise(ada, createChannel(), { file: createFile(name, text), private: true });
    expect(modelRequests()).toBe(2);
    const card = await summarise(ben, createChannel(), { file: createFile("c.txt", text) });
    expect(textOf(card)).not.toContain("cached");
    expect(modelRequests()).toBe(2);
  });

  test("7: shows a cached digest in full, without another fetch or model request", async () => {
    const { ada, ben } = harness.discord;
    harness.site.pages.set("/again", articlePage("Asked for twice", createText().split("\n\n")));
    const url = `${harness.site.origin}/again`;
    const first = await summarise(ada, createChannel(), { url });
    const requestAgain = async (): Promise<string> => textOf(await summarise(ben, createChannel(), { url }));
    await expect.poll(requestAgain).toContain("cached"); // A request may join the running job first.
    const before = [harness.model.requests.length, harness.site.requestedPaths.length];
    const second = await summarise(ben, createChannel(), { url });
    const body = (card: Message): string => textOf(card).split("\n-# 4 quotes")[0]!;
    expect(body(second)).toBe(body(first));
    expect(textOf(second)).toContain("· cached");
    expect(buttonsOf(second)).toHaveLength(buttonsOf(first).length);
    expect([harness.model.requests.length, harness.site.requestedPaths.length]).toEqual(before);
  });

  test("8: works without an API key", async () => {
    const own = await BotHarness.build("SQLite", {
      environment: { PITH_MODEL: "", OPENAI_BASE_URL: "", OPENAI_API_KEY: "" },
    });
    await own.start();
    const { ada } = own.discord;
    const card = await ada.slash("#news", "summarise", { text: createText() }).response(isDone);
    expect(textOf(card)).toMatch(/^-# \d+ quotes? · quotes only, no AI$/m);
    const answer = await ada.slash("#news", "ask", { question: QUESTION }).response(isDone);
    expect(textOf(answer)).toContain(VISITORS);
    expect(own.model.requests).toEqual([]);
    expectNoViolations(own);
    await own.close();
  });

  test("9: treats the message.txt file into which Discord converts a long text as text", async () => {
    const { ada, state } = harness.discord;
    const posted = ada.post(createChannel(), {
      content: `<@${state.bot.id}>`,
      files: [createFile("message.txt", SAMPLE)],
    });
    const card = await waitForReply(harness, posted);
    expect(textOf(card)).toContain("Harbour town swaps its diesel ferries");
    expect(textOf(card)).not.toContain("message.txt");
    expect((await openSourceText(harness, ada, card))["source.txt"]).not.toMatch(BOILERPLATE);
  });

  test("10: keeps the speaker and the certainty of each claim", async () => {
    const { ada } = harness.discord;
    const hedge = "The council may open the swimming hall again in May.";
    const attributed = "The library had 48,000 visitors last year.";
    const quote = "Librarian Ada Quill said the library had 48,000 visitors last year.";
    harness.model.respond = (request) =>
      completion({
        gist: GIST,
        statements: [statement(attributed, idsOf(request, quote), "Ada Quill"), statement(hedge, [], null, "hedged")],
      });
    const card = await summarise(ada, createChannel(), { text: `${createText()}\n\n${quote}\n\n${hedge}` });
    const { text, digest } = await openClaims(harness, ada, card);
    expect(digest.claims).toMatchObject([
      { speaker: "Ada Quill", certainty: "stated", status: "verified" },
      { speaker: null, certainty: "hedged", status: "verified" },
    ]);
    expect(text).toContain(`${attributed}\n> ${quote} ¶ 9\n-# says Ada Quill`);
    expect(text).toContain(`> ${hedge} ¶ 10\n-# not certain`);
  });

  test("11: removes the cards, answers and rows of a forgotten document", async () => {
    const { ada, ben } = harness.discord;
    const channel = createChannel();
    const card = await summarise(ada, channel, { text: createText() });
    const opening = await waitForOpening(harness, card);
    const answer = await waitForReply(harness, ben.post(opening.channel_id, { content: QUESTION, replyTo: opening }));
    await expect.poll(() => harness.questionsIn(card.id)).toEqual([QUESTION]);
    const document = documentOf(card);
    const done = await ada.slash(channel, "forget", { document }, { subcommand: "document" }).response(isDone);
    expect(textOf(done)).toContain("Deleted 1 document and 1 question.");
    for (const { id } of [card, answer])
      await expect.poll(() => textOf(harness.discord.state.message(id)!)).toBe("Deleted.");
    expect([await harness.postingsOf(card.id), await harness.questionsIn(card.id)]).toEqual([[], []]);
    const response = await ben.slash(channel, "ask", { question: QUESTION, document }).response(isDone);
    expect(textOf(response)).toContain("I can't find that document, or you're not allowed to see it");
  });

  test("12: shows the estimated tokens before a digest and the actual ones after it", async () => {
    const { ada } = harness.discord;
    const channel = createChannel();
    const isEstimateShown = Promise.withResolvers<void>();
    harness.model.respond = async (request, nth) => {
      await isEstimateShown.promise;
      return respondFaithfully(request, nth);
    };
    const command = ada.slash(channel, "summarise", { text: createText() });
    await command.response((message) => /about [\d,]+ tokens/.test(textOf(message)));
    isEstimateShown.resolve();
    expect(textOf(await command.response(isDone))).toContain("1,200 tokens");
    const usage = await ada.slash(channel, "pith", {}, { subcommand: "usage" }).response();
    expect(textOf(usage)).toMatch(/Today: [\d,]+ tokens/);
  });

  test("13: compares two sources, with quotes from both", async () => {
    const { ada, ben } = harness.discord;
    const channel = createChannel();
    const one = createText();
    harness.site.pages.set("/other", articlePage("Another paper", one.replace("61,000", "64,500").split("\n\n")));
    const a = documentOf(await summarise(ada, channel, { text: one }));
    const card = await ben.slash(channel, "compare", { a, b: `${harness.site.origin}/other` }).response(isDone);
    const text = textOf(card);
    expect(text).toContain("**61,000 crowns** ⟷ **64,500 crowns**");
    expect(text).toMatch(/^> .*61,000 crowns a year\. \[?A, ¶ 2\b/m);
    expect(text).toMatch(/^> .*64,500 crowns a year\. \[?B, ¶ 2\b/m);
  });

  test("14: creates an ephemeral digest in another language, and leaves the public card unchanged", async () => {
    const { ada, ben, state } = harness.discord;
    const german = "Orrin öffnet seine Bibliothek sonntags.";
    const cost = "Das kostet laut Ada Quill 61.000 Kronen im Jahr.";
    harness.model.respond = (request, nth) => {
      if (!request.body.messages.at(-1)!.content.includes("German")) return respondFaithfully(request, nth);
      return completion({ statements: [statement(cost, [2])], gist: german });
    };
    ben.user.locale = "de";
    const card = await summarise(ada, createChannel(), { text: createText() });
    const before = textOf(card);
    const menu = await ben.press(card, "Adjust").response();
    const own = await ben.choose(menu, "v1:language", ["de"]).response(isDone);
    expect([own.ephemeralFor, textOf(own)]).toEqual([ben.id, expect.stringContaining(german)]);
    // The interface of an ephemeral message is in the user's language.
    expect(visibleTextOf(own)).toMatch(new RegExp(`^- ${cost} ¶ 2\\n-# 2 Zitate gefunden · stub`, "m"));
    const claims = textOf(await ben.press(own, "v1:claims:").response());
    expect(claims).toContain(`${cost}\n> Librarian Ada Quill said the change would cost 61,000 crowns a year.`);
    expect(textOf(state.message(card.id)!)).toBe(before);
    ben.user.locale = "en-GB";
  });
});
