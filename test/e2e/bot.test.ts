import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, textOf } from "../../playground/discord/index.ts";
import { docxFile, lockedOfficeFile } from "../fakes/officeFiles.ts";
import { pdfColumn, pdfFile } from "../fakes/pdfFiles.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const STORY = [
  "The council of Orrin voted on Monday to open the town library on Sundays from January.",
  "Librarian Ada Quill said the change would cost 61,000 crowns a year.",
  "Opponents said the money was needed for the swimming hall.",
  "The library had 48,000 visitors last year, a fifth more than the year before.",
  "A second vote on the hall is planned for the spring.",
  "The mayor did not say how the council would pay for both.",
];
const TEXT = STORY.join("\n\n");
const DOES_NOT_SAY = "The document does not say.";
const NO_DOCUMENT = "There is no such document here, or you may not read it";
const file = (name: string, bytes: Uint8Array | string, type = "text/plain") => ({
  name,
  type,
  bytes: typeof bytes === "string" ? Buffer.from(bytes) : bytes,
});

/** A text unlike all others, so that nothing of an earlier test answers for it. */
let edition = 0;
const fresh = (): string => `${TEXT}\n\nThis is edition ${++edition} of the story.`;

describe("the bot", () => {
  let house: BotHarness;

  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
  });
  afterEach(() => expectNoViolations(house));
  afterAll(() => house.close());

  const cardUnder = (source: Message): Promise<Message> =>
    house.discord.waitFor((message) => message.reference?.message_id === source.id && isDone(message));
  const threadOn = async (card: Message) => {
    const opening = await house.discord.waitFor(
      (message) => message.channel_id === card.id && message.content.startsWith("Ask about this here"),
    );
    return house.discord.state.channels.get(opening.channel_id)!;
  };

  describe("ways in", () => {
    test("/summarise with a text: a card with numbered quotes and an Ask button, from one call of the model", async () => {
      const before = house.model.requests.length;
      const card = await house.discord.ada.slash("#news", "summarise", { text: fresh() }).response(isDone);
      expect(textOf(card)).toMatch(/- The council of Orrin .* \[1\]/);
      expect(textOf(card)).toMatch(/> The council of Orrin voted on Monday/);
      expect(textOf(card)).toContain("3 claims, 3 verified · model stub");
      expect(buttonsOf(card).map(({ label }) => label)).toEqual(["Ask", "Claims & quotes", "Shape", "⋯"]);
      expect(card.ephemeralFor).toBeNull();
      expect(house.model.requests.length - before).toBe(1);
    });

    test("/summarise with an address: what another asks for again is cached", async () => {
      house.site.pages.set(
        "/orrin",
        articlePage("Orrin reads on Sundays", [...STORY, ...STORY.map((s) => `Again: ${s}`)]),
      );
      const url = `${house.site.origin}/orrin`;
      const card = await house.discord.ada.slash("#news", "summarise", { url }).response(isDone);
      expect(textOf(card)).toContain(`[Orrin reads on Sundays](<${url}>)`);
      expect(textOf(card)).not.toContain("cached");
      await threadOn(card); // until then the work is under way, and who asks joins it
      const again = async () => textOf(await house.discord.ben.slash("#news", "summarise", { url }).response(isDone));
      await expect.poll(again, { timeout: 5000 }).toContain("cached");
    });

    test("another server's work is never told: neither that it is cached nor what it cost", async () => {
      const text = fresh();
      await house.discord.ada.slash("#news", "summarise", { text }).response(isDone);
      const guild = house.discord.state.addGuild("Elsewhere");
      const channel = house.discord.state.addChannel(guild, "there");
      const eve = house.discord.addPerson("eve", {}, guild);
      const card = await eve.slash(channel, "summarise", { text }).response(isDone);
      expect(textOf(card)).not.toContain("cached");
    });

    test.each([
      ["story.pdf", pdfFile([pdfColumn([...STORY, "The PDF ends here."], 72, 720, 40)]), "application/pdf"],
      [
        "story.docx",
        docxFile([...STORY, "The Word file ends here."], { title: "Orrin reads" }),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      ],
    ])("/summarise reads %s", async (name, bytes, type) => {
      const card = await house.discord.ada
        .slash("#files", "summarise", { file: file(name, bytes, type) })
        .response(isDone);
      expect(textOf(card)).toContain("3 claims, 3 verified");
    });

    test("/summarise with nothing opens a form, which takes a text and files", async () => {
      const { ada } = house.discord;
      const form = await ada.submit(ada.slash("#news", "summarise", { private: true, length: "brief" }), {
        files: [file("note.txt", fresh())],
      });
      const card = await form.response(isDone);
      expect(textOf(card)).toContain("3 claims, 3 verified");
      expect(card.ephemeralFor).toBe(ada.id);
    });

    test("a private digest is seen by its asker alone, and has no thread", async () => {
      const card = await house.discord.ada
        .slash("#news", "summarise", { text: fresh(), private: true })
        .response(isDone);
      expect(card.ephemeralFor).toBe(house.discord.ada.id);
      expect(house.discord.state.channels.has(card.id)).toBe(false);
    });

    test("a mention with a file, a link, a long text, or in reply to a file", async () => {
      const { ada, ben, state } = house.discord;
      const mention = `<@${state.bot.id}>`;
      house.site.pages.set("/mentioned", articlePage("A page that was mentioned", [...STORY, `Edition ${++edition}.`]));
      const posted = [
        ada.post("#files", { content: mention, files: [file("a.txt", fresh())] }),
        ada.post("#files", { content: `${mention} look: ${house.site.origin}/mentioned.` }),
        ada.post("#files", { content: `${mention} ${fresh()}` }),
      ];
      for (const message of posted) expect(textOf(await cardUnder(message))).toContain("3 claims, 3 verified");
      const silent = ben.post("#files", { files: [file("b.txt", fresh())] });
      const reply = ada.post("#files", { content: mention, replyTo: silent });
      const card = await cardUnder(reply);
      expect(textOf(card)).toContain("3 claims, 3 verified");
      expect((await threadOn(card)).name).toMatch(/^📄 /);
    });

    test("a direct message with a file, and a question about it", async () => {
      const { ada } = house.discord;
      await cardUnder(ada.post(ada.dm(), { files: [file("a.txt", fresh())] }));
      const answer = await cardUnder(ada.post(ada.dm(), { content: "How many visitors had the library?" }));
      expect(textOf(answer)).toContain("> The library had 48,000 visitors last year");
    });

    test.each([
      ["Summarise", false],
      ["Summarise privately", true],
    ] as const)("Apps ▸ %s", async (name, isPrivate) => {
      const { ada, ben } = house.discord;
      const message = ben.post("#files", { content: "see there", files: [file("c.txt", fresh())] });
      const card = await ada.messageCommand(name, message).response(isDone);
      expect(textOf(card)).toContain("3 claims, 3 verified");
      expect(card.ephemeralFor).toBe(isPrivate ? ada.id : null);
    });

    test("a channel set to auto digests long files at once, and is silent about the rest", async () => {
      const { ada, state } = house.discord;
      await house.setMode("#auto", "auto");
      const long = Array.from(
        { length: 30 },
        (_, i) =>
          `In year ${1900 + i} the council of Orrin counted ${i * 700} readers and ${i} new shelves in its old library.`,
      ).join("\n\n");
      const short = ada.post("#auto", { files: [file("short.txt", fresh())] });
      const card = await cardUnder(ada.post("#auto", { files: [file("long.txt", long)] }));
      expect(textOf(card)).toContain("3 claims, 3 verified");
      ada.post("#auto", { content: "just talk" });
      const all = house.discord.messagesIn("#auto").filter(({ author }) => author === state.bot.id);
      expect(all.filter((message) => message.reference?.message_id === short.id)).toEqual([]);
    });

    test("a channel set to offer shows a button, and whoever presses it gets the card in its place", async () => {
      const { ben, ada } = house.discord;
      await house.setMode("#auto", "offer");
      const posted = ada.post("#auto", { files: [file("long.txt", fresh())] });
      const offer = await house.discord.waitFor((message) => message.reference?.message_id === posted.id);
      const card = await ben.press(offer, "Summarise").response(isDone);
      expect(card.id).toBe(offer.id);
      expect(textOf(card)).toContain("3 claims, 3 verified");
    });

    test("an app that came with its user digests where the bot is no member, without a thread", async () => {
      const guild = house.discord.state.addGuild("Without the bot", { withBot: false });
      const channel = house.discord.state.addChannel(guild, "far");
      const mia = house.discord.addPerson("mia", { hasUserInstall: true }, guild);
      const card = await mia.slash(channel, "summarise", { text: fresh() }).response(isDone);
      expect(textOf(card)).toContain("3 claims, 3 verified");
      expect(house.discord.state.channels.has(card.id)).toBe(false);
      const answer = await mia.submit(mia.press(card, "Ask"), { question: "How many visitors?" });
      expect(textOf(await answer.response(isDone))).toContain("48,000 visitors");
    });
  });

  describe("questions", () => {
    test("in the thread: by mention, by reply, by plain words, by the Ask button and by /ask", async () => {
      const { ada, ben, state } = house.discord;
      const card = await ada.slash("#news", "summarise", { text: fresh() }).response(isDone);
      const thread = await threadOn(card);
      const [opening] = house.discord.messagesIn(thread);
      const visitors = /> The library had 48,000 visitors last year/;
      const question = "How many visitors had it?";
      const asked = [
        ben.post(thread, { content: `<@${state.bot.id}> ${question}` }),
        ben.post(thread, { content: question, replyTo: opening! }),
        ben.post(thread, { content: question }),
      ];
      for (const message of asked) expect(textOf(await cardUnder(message))).toMatch(visitors);
      const pressed = await ben.submit(ben.press(card, "Ask"), { question });
      expect(textOf(await pressed.response(isDone))).toMatch(visitors);
      expect(textOf(await ben.slash(thread, "ask", { question }).response(isDone))).toMatch(visitors);
      const unknown = await ben.slash(thread, "ask", { question: "Who is king of Spain?" }).response(isDone);
      expect(textOf(unknown)).toContain(DOES_NOT_SAY);
    });

    test("/ask names a document by the list, its id or its title", async () => {
      const { ada, ben } = house.discord;
      house.site.pages.set("/named", articlePage("The one that is named", [...STORY, `Edition ${++edition}.`]));
      await ada.slash("#news", "summarise", { url: `${house.site.origin}/named` }).response(isDone);
      const [choice] = await ben.autocomplete("#news", "ask", { question: "?", document: "one that" }, "document");
      expect(choice?.name).toBe("The one that is named");
      for (const document of [String(choice!.value), "The one that is named"]) {
        const answer = await ben.slash("#news", "ask", { question: "Which visitors?", document }).response(isDone);
        expect(textOf(answer)).toContain("48,000 visitors");
      }
    });

    test("without access, a document looks as if there were none", async () => {
      const { ada, ben, state, guild } = house.discord;
      const secret = state.addChannel(guild, `secret`);
      state.setOverwrite(secret, guild.id, { deny: ["ViewChannel"] });
      for (const id of [ada.id, state.bot.id]) state.setOverwrite(secret, id, { allow: ["ViewChannel"] });
      const card = await ada.slash(secret, "summarise", { text: fresh() }).response(isDone);
      const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
      const asked = async (id: string) =>
        textOf(await ben.slash("#news", "ask", { question: "Visitors?", document: id }).response(isDone));
      expect(await asked(document)).toBe(await asked("AAAAAAAAAAAAAAAAAAAAAA"));
      expect(await asked(document)).toContain(NO_DOCUMENT);
      const listed = await ben.autocomplete("#news", "ask", { question: "?", document: "" }, "document");
      expect(listed.map(({ value }) => value)).not.toContain(document);
      const own = await ada.slash("#news", "ask", { question: "Which visitors?", document }).response(isDone);
      expect(textOf(own)).toContain("48,000 visitors");
    });

    test("what was private stays so, also from those who read the channel", async () => {
      const { ada, ben } = house.discord;
      const card = await ada.slash("#news", "summarise", { text: fresh(), private: true }).response(isDone);
      const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
      const refused = await ben.slash("#news", "ask", { question: "Visitors?", document }).response(isDone);
      expect(textOf(refused)).toContain(NO_DOCUMENT);
      const answer = await ada.submit(ada.press(card, "Ask"), { question: "Which visitors?" });
      expect((await answer.response(isDone)).ephemeralFor).toBe(ada.id);
    });

    test("a deleted source is forgotten, with its card", async () => {
      const { ada, ben, state } = house.discord;
      const message = ada.post("#files", { content: `<@${state.bot.id}>`, files: [file("gone.txt", fresh())] });
      const card = await cardUnder(message);
      const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
      ada.deleteMessage(message);
      await house.discord.waitFor(
        (message) => message.id === card.id && /^(?:Removed|Stopped)\./.test(textOf(message)),
      );
      const refused = await ben.slash("#files", "ask", { question: "Visitors?", document }).response(isDone);
      expect(textOf(refused)).toContain(NO_DOCUMENT);
    });

    test("/forget is for who posted it and for moderators", async () => {
      const { ada, ben } = house.discord;
      const card = await ada.slash("#news", "summarise", { text: fresh() }).response(isDone);
      const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
      const use = { subcommand: "document" };
      const refused = await ben.slash("#news", "forget", { document }, use).response(isDone);
      expect(textOf(refused)).toContain("not for you to do");
      const done = await ada.slash("#news", "forget", { document }, use).response(isDone);
      expect(textOf(done)).toContain("Forgotten: 1 document");
      await house.discord.waitFor((message) => message.id === card.id && textOf(message) === "Removed.");
    });
  });

  test.each<[string, () => Record<string, never> | object, string]>([
    ["a private address", () => ({ url: "http://127.0.0.1:9/" }), "Pith does not open that address"],
    ["no address", () => ({ url: "ftp://example.org/" }), "That is not a web address"],
    ["a locked file", () => ({ file: file("a.docx", lockedOfficeFile(), "application/x") }), "locked with a password"],
    ["an empty file", () => ({ file: file("a.txt", "") }), "There is no text in it"],
  ])("%s is told to the asker alone, with cause and next step", async (_, options, words) => {
    const card = await house.discord.ada.slash("#news", "summarise", options() as never).response(isDone);
    expect([card.ephemeralFor, textOf(card)]).toEqual([house.discord.ada.id, expect.stringContaining(words)]);
  });

  test("what a document says pings nobody, links nowhere and formats nothing", async () => {
    const hostile = STORY.map((s) => `@everyone <@1> [x](https://evil.example) ${s} **bold** \u202e`).join("\n\n");
    const card = await house.discord.ada.slash("#news", "summarise", { text: hostile }).response(isDone);
    expect(textOf(card)).not.toMatch(/(?<!\\)@everyone|(?<!\\)<@|(?<!\\)\[x|(?<!\\)\*\*bold|\u202e/);
    expect(textOf(card)).toContain("\\@everyone");
  });

  test("a digest that does not fit is attached whole", async () => {
    const heavy = "that the matter was of weight and ".repeat(14);
    const long = Array.from({ length: 14 }, (_, i) => `Speaker ${i} of ${i * 3} said ${heavy} ended ${i}.`).join(
      "\n\n",
    );
    const options = { file: file("long.txt", long), length: "detailed" };
    const card = await house.discord.ada.slash("#news", "summarise", options).response(isDone);
    expect(textOf(card).length).toBeLessThanOrEqual(4000);
    expect(card.attachments.map(({ filename }) => filename)).toEqual(["digest.md"]);
  });
});
