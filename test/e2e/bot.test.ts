import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { createLongText } from "../fakes/longText.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { docxFile, lockedOfficeFile } from "../fakes/officeFiles.ts";
import { pdfColumn, pdfFile } from "../fakes/pdfFiles.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const PARAGRAPHS = STORY.split("\n\n");
const DOES_NOT_SAY = "The document does not say.";
const NO_DOCUMENT = "I can't find that document, or you're not allowed to see it";
const createFile = (name: string, bytes: Uint8Array | string, type = "text/plain") => ({
  name,
  type,
  bytes: typeof bytes === "string" ? Buffer.from(bytes) : bytes,
});

let edition = 0;
/** Creates text that no other test uses, so that no result comes from the cache. */
const createText = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;

describe("the bot", () => {
  let harness: BotHarness;

  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());

  const cardUnder = (source: Message): Promise<Message> =>
    harness.discord.waitFor((message) => message.reference?.message_id === source.id && isDone(message));
  const threadOf = async (card: Message) => {
    const opening = await harness.discord.waitFor(
      (message) => message.channel_id === card.id && message.content.startsWith("Questions?"),
    );
    return harness.discord.state.channels.get(opening.channel_id)!;
  };

  describe("entry points", () => {
    test("/summarise with a text creates a card with quotes, their places and buttons, from one model request", async () => {
      const before = harness.model.requests.length;
      const card = await harness.discord.ada.slash("#news", "summarise", { text: createText() }).response(isDone);
      expect(textOf(card)).toMatch(/^> - The council of Orrin voted on Monday.*\. \[?¶ 1\b/m);
      expect(textOf(card)).toContain(`${FAITHFUL}, 1,200 tokens`);
      expect(buttonsOf(card).map(({ label }) => label)).toEqual(["Ask", "Check quotes", "Adjust", "⋯"]);
      expect(card.ephemeralFor).toBeNull();
      expect(harness.model.requests.length - before).toBe(1);
    });

    test("/summarise with a URL uses the cache for a second requester", async () => {
      harness.site.pages.set(
        "/orrin",
        articlePage("Orrin reads on Sundays", [...PARAGRAPHS, ...PARAGRAPHS.map((s) => `Again: ${s}`)]),
      );
      const url = `${harness.site.origin}/orrin`;
      const card = await harness.discord.ada.slash("#news", "summarise", { url }).response(isDone);
      expect(textOf(card)).toContain(`[Orrin reads on Sundays](<${url}>)`);
      expect(textOf(card)).not.toContain("cached");
      await threadOf(card); // Until the thread exists, a second request joins the running work.
      const requestAgain = async () =>
        textOf(await harness.discord.ben.slash("#news", "summarise", { url }).response(isDone));
      await expect.poll(requestAgain).toContain("cached");
    });

    test("does not reveal that another server has requested the same text", async () => {
      const text = createText();
      await harness.discord.ada.slash("#news", "summarise", { text }).response(isDone);
      const guild = harness.discord.state.addGuild("Elsewhere");
      const channel = harness.discord.state.addChannel(guild, "there");
      const eve = harness.discord.addPerson("eve", {}, guild);
      const card = await eve.slash(channel, "summarise", { text }).response(isDone);
      expect(textOf(card)).not.toContain("cached");
    });

    test.each([
      ["story.pdf", pdfFile([pdfColumn([...PARAGRAPHS, "The PDF ends here."], 72, 720, 40)]), "application/pdf"],
      [
        "story.docx",
        docxFile([...PARAGRAPHS, "The Word file ends here."], { title: "Orrin reads" }),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      ],
    ])("/summarise reads %s", async (name, bytes, type) => {
      const card = await harness.discord.ada
        .slash("#files", "summarise", { file: createFile(name, bytes, type) })
        .response(isDone);
      expect(textOf(card)).toContain(FAITHFUL);
    });

    test("/summarise without a source opens a modal for a text and files", async () => {
      const { ada } = harness.discord;
      const submission = await ada.submit(ada.slash("#news", "summarise", { private: true, length: "brief" }), {
        files: [createFile("note.txt", createText())],
      });
      const card = await submission.response(isDone);
      expect(textOf(card)).toContain(FAITHFUL);
      expect(card.ephemeralFor).toBe(ada.id);
    });

    test("a private digest is ephemeral and has no thread", async () => {
      const card = await harness.discord.ada
        .slash("#news", "summarise", { text: createText(), private: true })
        .response(isDone);
      expect(card.ephemeralFor).toBe(harness.discord.ada.id);
      expect(harness.discord.state.channels.has(card.id)).toBe(false);
    });

    test("summarises a mention with a file, a link or a long text, or in reply to a file", async () => {
      const { ada, ben, state } = harness.discord;
      const mention = `<@${state.bot.id}>`;
      harness.site.pages.set(
        "/mentioned",
        articlePage("A page that was mentioned", [...PARAGRAPHS, `Edition ${++edition}.`]),
      );
      const posted = [
        ada.post("#files", { content: mention, files: [createFile("a.txt", createText())] }),
        ada.post("#files", { content: `${mention} look: ${harness.site.origin}/mentioned.` }),
        ada.post("#files", { content: `${mention} ${createText()}` }),
      ];
      for (const message of posted) expect(textOf(await cardUnder(message))).toContain(FAITHFUL);
      const fileMessage = ben.post("#files", { files: [createFile("b.txt", createText())] });
      const reply = ada.post("#files", { content: mention, replyTo: fileMessage });
      const card = await cardUnder(reply);
      expect(textOf(card)).toContain(FAITHFUL);
      expect((await threadOf(card)).name).toMatch(/^📄 /);
    });

    test("summarises a file in a direct message, and answers a question about it", async () => {
      const { ada } = harness.discord;
      await cardUnder(ada.post(ada.dm(), { files: [createFile("a.txt", createText())] }));
      const answer = await cardUnder(ada.post(ada.dm(), { content: "How many visitors had the library?" }));
      expect(textOf(answer)).toContain("> The library had 48,000 visitors last year");
    });

    test.each([
      ["Summarise", false],
      ["Summarise privately", true],
    ] as const)("Apps ▸ %s", async (name, isPrivate) => {
      const { ada, ben } = harness.discord;
      const message = ben.post("#files", { content: "see there", files: [createFile("c.txt", createText())] });
      const card = await ada.messageCommand(name, message).response(isDone);
      expect(textOf(card)).toContain(FAITHFUL);
      expect(card.ephemeralFor).toBe(isPrivate ? ada.id : null);
    });

    test("mode auto summarises long files, and ignores short files and text", async () => {
      const { ada, state } = harness.discord;
      await harness.setMode("#auto", "auto");
      const longText = Array.from(
        { length: 30 },
        (_, i) =>
          `In year ${1900 + i} the council of Orrin counted ${i * 700} readers and ${i} new shelves in its old library.`,
      ).join("\n\n");
      const short = ada.post("#auto", { files: [createFile("short.txt", createText())] });
      const card = await cardUnder(ada.post("#auto", { files: [createFile("long.txt", longText)] }));
      expect(textOf(card)).toContain(FAITHFUL);
      ada.post("#auto", { content: "just talk" });
      const botMessages = harness.discord.messagesIn("#auto").filter(({ author }) => author === state.bot.id);
      expect(botMessages.filter((message) => message.reference?.message_id === short.id)).toEqual([]);
    });

    test("mode offer shows a button, and replaces the offer with the card when somebody presses it", async () => {
      const { ben, ada } = harness.discord;
      await harness.setMode("#auto", "offer");
      const posted = ada.post("#auto", { files: [createFile("long.txt", createText())] });
      const offer = await harness.discord.waitFor((message) => message.reference?.message_id === posted.id);
      const card = await ben.press(offer, "Summarise").response(isDone);
      expect(card.id).toBe(offer.id);
      expect(textOf(card)).toContain(FAITHFUL);
    });

    test("a user-installed app works in servers without the bot, but creates no thread", async () => {
      const guild = harness.discord.state.addGuild("Without the bot", { withBot: false });
      const channel = harness.discord.state.addChannel(guild, "far");
      const mia = harness.discord.addPerson("mia", { hasUserInstall: true }, guild);
      const card = await mia.slash(channel, "summarise", { text: createText() }).response(isDone);
      expect(textOf(card)).toContain(FAITHFUL);
      expect(harness.discord.state.channels.has(card.id)).toBe(false);
      const answer = await mia.submit(mia.press(card, "Ask"), { question: "How many visitors?" });
      expect(textOf(await answer.response(isDone))).toContain("48,000 visitors");
    });
  });

  describe("questions", () => {
    test("answers in a thread by mention, reply, plain message, Ask button and /ask", async () => {
      const { ada, ben, state } = harness.discord;
      const card = await ada.slash("#news", "summarise", { text: createText() }).response(isDone);
      const thread = await threadOf(card);
      const [opening] = harness.discord.messagesIn(thread);
      const visitors = /> The library had 48,000 visitors last year/;
      const question = "How many visitors had it?";
      const questions = [
        ben.post(thread, { content: `<@${state.bot.id}> ${question}` }),
        ben.post(thread, { content: question, replyTo: opening! }),
        ben.post(thread, { content: question }),
      ];
      for (const message of questions) expect(textOf(await cardUnder(message))).toMatch(visitors);
      const pressed = await ben.submit(ben.press(card, "Ask"), { question });
      expect(textOf(await pressed.response(isDone))).toMatch(visitors);
      expect(textOf(await ben.slash(thread, "ask", { question }).response(isDone))).toMatch(visitors);
      const unknown = await ben.slash(thread, "ask", { question: "Who is king of Spain?" }).response(isDone);
      expect(textOf(unknown)).toContain(DOES_NOT_SAY);
    });

    test("/ask accepts a document from autocomplete, by id or by title", async () => {
      const { ada, ben } = harness.discord;
      harness.site.pages.set("/named", articlePage("The one that is named", [...PARAGRAPHS, `Edition ${++edition}.`]));
      await ada.slash("#news", "summarise", { url: `${harness.site.origin}/named` }).response(isDone);
      const [choice] = await ben.autocomplete("#news", "ask", { question: "?", document: "one that" }, "document");
      expect(choice?.name).toMatch(/^The one that is named · @Ada · \d/);
      for (const document of [String(choice!.value), "The one that is named"]) {
        const answer = await ben.slash("#news", "ask", { question: "How many visitors?", document }).response(isDone);
        expect(textOf(answer)).toContain("48,000 visitors");
      }
    });

    test("gives the same answer for an inaccessible document as for an unknown one", async () => {
      const { ada, ben, state, guild } = harness.discord;
      const secret = state.addChannel(guild, `secret`);
      state.setOverwrite(secret, guild.id, { deny: ["ViewChannel"] });
      for (const id of [ada.id, state.bot.id]) state.setOverwrite(secret, id, { allow: ["ViewChannel"] });
      const card = await ada.slash(secret, "summarise", { text: createText() }).response(isDone);
      const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
      const ask = async (id: string) =>
        textOf(await ben.slash("#news", "ask", { question: "Visitors?", document: id }).response(isDone));
      expect(await ask(document)).toBe(await ask("AAAAAAAAAAAAAAAAAAAAAA"));
      expect(await ask(document)).toContain(NO_DOCUMENT);
      const listed = await ben.autocomplete("#news", "ask", { question: "?", document: "" }, "document");
      expect(listed.map(({ value }) => value)).not.toContain(document);
      const allowed = await ada.slash("#news", "ask", { question: "How many visitors?", document }).response(isDone);
      expect(textOf(allowed)).toContain("48,000 visitors");
    });

    test("hides a private digest from other readers of the channel, and answers its Ask button ephemerally", async () => {
      const { ada, ben } = harness.discord;
      const card = await ada.slash("#news", "summarise", { text: createText(), private: true }).response(isDone);
      const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
      const refused = await ben.slash("#news", "ask", { question: "Visitors?", document }).response(isDone);
      expect(textOf(refused)).toContain(NO_DOCUMENT);
      const answer = await ada.submit(ada.press(card, "Ask"), { question: "How many visitors?" });
      expect((await answer.response(isDone)).ephemeralFor).toBe(ada.id);
    });

    test("forgets a document and its card when the source message is deleted", async () => {
      const { ada, ben, state } = harness.discord;
      const message = ada.post("#files", {
        content: `<@${state.bot.id}>`,
        files: [createFile("gone.txt", createText())],
      });
      const card = await cardUnder(message);
      const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
      ada.deleteMessage(message);
      await harness.discord.waitFor(
        (message) => message.id === card.id && /^(?:Deleted|Stopped)\./.test(textOf(message)),
      );
      const refused = await ben.slash("#files", "ask", { question: "Visitors?", document }).response(isDone);
      expect(textOf(refused)).toContain(NO_DOCUMENT);
    });

    test("/forget is refused to other people, and removes the requester's document", async () => {
      const { ada, ben } = harness.discord;
      const card = await ada.slash("#news", "summarise", { text: createText() }).response(isDone);
      const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
      const subcommand = { subcommand: "document" };
      const refused = await ben.slash("#news", "forget", { document }, subcommand).response(isDone);
      expect(textOf(refused)).toContain("You're not allowed to do that");
      const done = await ada.slash("#news", "forget", { document }, subcommand).response(isDone);
      expect(textOf(done)).toContain("Deleted 1 document");
      await harness.discord.waitFor((message) => message.id === card.id && textOf(message) === "Deleted.");
    });
  });

  test.each<[string, () => Record<string, never> | object, string]>([
    ["a private IP address", () => ({ url: "http://127.0.0.1:9/" }), "I'm not allowed to open that address"],
    ["a URL with another scheme", () => ({ url: "ftp://example.org/" }), "That's not a web address"],
    [
      "a locked file",
      () => ({ file: createFile("a.docx", lockedOfficeFile(), "application/x") }),
      "password-protected",
    ],
    ["an empty file", () => ({ file: createFile("a.txt", "") }), "There's no text in it"],
  ])("reports %s ephemerally, with the cause", async (_, options, errorText) => {
    const card = await harness.discord.ada.slash("#news", "summarise", options() as never).response(isDone);
    expect([card.ephemeralFor, textOf(card)]).toEqual([harness.discord.ada.id, expect.stringContaining(errorText)]);
  });

  test("escapes mentions, links and formatting in the text of a document", async () => {
    const hostile = PARAGRAPHS.map((s) => `@everyone <@1> [x](https://evil.example) ${s} **bold** \u202e`).join("\n\n");
    const card = await harness.discord.ada.slash("#news", "summarise", { text: hostile }).response(isDone);
    expect(textOf(card)).not.toMatch(/(?<!\\)@everyone|(?<!\\)<@|(?<!\\)\[x|(?<!\\)\*\*bold|\u202e/);
    expect(textOf(card)).toContain("\\@everyone");
  });

  test("attaches a digest that exceeds the limits of a message as a file", async () => {
    const options = { file: createFile("long.txt", createLongText()), length: "detailed" };
    const card = await harness.discord.ada.slash("#news", "summarise", options).response(isDone);
    expect(textOf(card).length).toBeLessThanOrEqual(4000);
    expect(card.attachments.map(({ filename }) => filename)).toEqual(["digest.md"]);
  });
});
