import { REST, Routes } from "discord.js";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, textOf } from "../../playground/discord/index.ts";
import type { PermissionName } from "../../playground/discord/state/permissions.ts";
import { STORY } from "../fakes/engine.ts";
import { createLongText } from "../fakes/longText.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const BUTTONS = ["Ask", "Check quotes", "Adjust", "⋯"];
const question = "How many visitors had the library?";
let edition = 0;
const createText = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
const createFile = (name = "story.txt", text = createText()) => ({
  name,
  type: "text/plain",
  bytes: Buffer.from(text),
});
/** Creates a file whose detailed digest exceeds the limits of a card. */
const createLongFile = () => createFile("long.txt", createLongText());

describe("missing permissions and invalid input", () => {
  let harness: BotHarness;
  let channels = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => {
    harness.model.delayMs = 0;
    expectNoViolations(harness);
  });
  afterAll(() => harness.close());

  /** Creates a channel in which the bot lacks the given permissions. */
  const createChannel = (...deny: PermissionName[]) => {
    const { state, guild } = harness.discord;
    const channel = state.addChannel(guild, `channel-${++channels}`);
    state.setOverwrite(channel, state.bot.id, { deny });
    return channel;
  };
  const replyTo = ({ id }: Message): Promise<Message> =>
    harness.discord.waitFor((message) => message.reference?.message_id === id && isDone(message));
  const mention = (): string => `<@${harness.discord.state.bot.id}>`;
  const isEphemeral = ({ ephemeralFor }: Message): boolean => ephemeralFor !== null;
  /** Posts a message as the bot, with a button that has the given custom_id. */
  const postButton = async (customId: string): Promise<Message> => {
    const { environment, state } = harness.discord;
    const rest = new REST({ api: environment.DISCORD_API_URL! }).setToken(environment.DISCORD_TOKEN!);
    const button = { type: 2, style: 1, label: "Press", custom_id: customId };
    const body = { content: "x", components: [{ type: 1, components: [button] }] };
    const { id } = (await rest.post(Routes.channelMessages(harness.discord.channel("#news").id), { body })) as Message;
    return state.message(id)!;
  };

  describe("missing permissions in a channel", () => {
    test.each<[string, PermissionName[]]>([
      ["Send Messages", ["SendMessages"]],
      ["Send Messages and Read Message History", ["SendMessages", "ReadMessageHistory"]],
    ])("answers a mention by direct message if the bot lacks %s", async (_, deny) => {
      const { ada, ben } = harness.discord;
      const channel = createChannel(...deny);
      const before = harness.model.requests.length;
      const hint = `I'm not allowed to post in <#${channel.id}>. You can still use /summarise and /ask there`;
      ada.post(channel, { content: mention(), files: [createFile()] });
      await harness.discord.waitFor((message) => message.channel_id === ada.dm().id && textOf(message).includes(hint));
      harness.discord.state.users.get(ben.id)!.hasDmsClosed = true;
      const unanswered = ben.post(channel, { content: `${mention()} ${question}` });
      const card = await ben.slash(channel, "summarise", { text: createText() }).response(isDone);
      expect(textOf(card)).toContain(FAITHFUL);
      const replies = harness.discord.messagesIn(channel).filter((one) => one.reference?.message_id === unanswered.id);
      expect(replies).toEqual([]);
      expect(harness.model.requests.length - before).toBe(1);
      harness.discord.state.users.get(ben.id)!.hasDmsClosed = false;
    });

    test("posts a card without a reply reference if the bot lacks Read Message History", async () => {
      const { ada, state } = harness.discord;
      const channel = createChannel("ReadMessageHistory");
      ada.post(channel, { content: mention(), files: [createFile()] });
      const card = await harness.discord.waitFor(
        ({ channel_id, author, ...message }) =>
          channel_id === channel.id && author === state.bot.id && isDone(message as Message),
      );
      expect(textOf(card)).toContain(FAITHFUL);
    });

    test.each(["EmbedLinks", "CreatePublicThreads", "SendMessagesInThreads"] as const)(
      "posts a digest that exceeds the limits of a card if the bot lacks %s, by mention and by command",
      async (permission) => {
        const { ada } = harness.discord;
        const channel = createChannel(permission);
        harness.model.delayMs = 600; // Long enough for a draft to be shown first.
        const reply = await replyTo(ada.post(channel, { content: mention(), files: [createLongFile()] }));
        const options = { file: createLongFile(), length: "detailed" };
        const response = await ada.slash(channel, "summarise", options).response(isDone);
        for (const card of [reply, response]) expect(buttonsOf(card).map(({ label }) => label)).toEqual(BUTTONS);
      },
    );

    test("posts a late digest with a note in place of its file if the bot lacks Attach Files", async () => {
      const { ada, state } = harness.discord;
      const channel = createChannel("AttachFiles");
      harness.model.delayMs = 600;
      const command = ada.slash(channel, "summarise", { file: createLongFile(), length: "detailed" });
      await command.acknowledged;
      harness.discord.expireTokens();
      const isLate = ({ channel_id, author }: Message) => channel_id === channel.id && author === state.bot.id;
      const late = await harness.discord.waitFor(
        (message) => isLate(message) && textOf(message).includes("sorry for the wait"),
      );
      expect(textOf(late)).toContain("I'm not allowed to attach files in this channel.");
      expect(buttonsOf(late).map(({ label }) => label)).toEqual(BUTTONS);
      expect(harness.takeBotPings().map(({ id }) => id)).toEqual([ada.id]);
    });

    test("leaves out a file that Discord rejects, with a note", async () => {
      const { ada, faults } = harness.discord;
      const file = createLongFile();
      await ada.slash("#news", "summarise", { file, length: "detailed" }).response(isDone);
      const patch = { method: "PATCH", path: /^\/webhooks\// };
      faults.respond(patch, 403, { code: 50_013, message: "Missing Permissions" });
      const card = await ada.slash("#news", "summarise", { file, length: "detailed" }).response(isDone);
      expect(textOf(card)).toContain("I'm not allowed to attach files in this channel.");
      expect(card.attachments).toEqual([]);
      faults.clear();
    });
  });

  describe("offers", () => {
    const offerUnder = ({ id }: Message): Promise<Message> =>
      harness.discord.waitFor((message) => message.reference?.message_id === id && buttonsOf(message).length > 0);
    beforeAll(async () => {
      await harness.setMode("#auto", "offer");
    });

    test("summarise the content of a forwarded message", async () => {
      const { ada, ben } = harness.discord;
      const forwarded = ada.forward(ada.post("#news", { files: [createFile()] }), "#auto");
      const card = await ben.press(await offerUnder(forwarded), "Summarise").response(isDone);
      expect(textOf(card)).toContain(FAITHFUL);
    });

    test("show the reading time of a text file, and fetch neither URLs nor other files", async () => {
      const { ada, ben } = harness.discord;
      const fetched = harness.site.requestedPaths.length;
      const text = Array.from({ length: 60 }, () => createText()).join("\n\n");
      const textFile = { name: "message.txt", type: "text/plain; charset=utf-8", bytes: Buffer.from(text) };
      const offer = await offerUnder(ada.post("#auto", { files: [textFile] }));
      const words = text.split(/\s+/).length;
      const [minutes] = /\d+/.exec(buttonsOf(offer)[0]!.label!)!;
      expect(buttonsOf(offer)[0]!.label).toBe(`Summarise (${minutes} min read)`);
      expect(Math.abs(Number(minutes) - words / 238)).toBeLessThan(1);
      const urlOffer = await offerUnder(ada.post("#auto", { content: `${harness.site.origin}/unread` }));
      const pdf = { name: "a.pdf", type: "application/pdf", bytes: Buffer.from("%PDF-1.4") };
      const pdfOffer = await offerUnder(ada.post("#auto", { files: [pdf] }));
      for (const one of [urlOffer, pdfOffer]) expect(buttonsOf(one).map(({ label }) => label)).toEqual(["Summarise"]);
      expect(harness.site.requestedPaths.length).toBe(fetched);
      expect(textOf(await ben.press(offer, "v1:offer").response(isDone))).toContain(FAITHFUL);
    });

    test("are refused with an ephemeral message if the source message was deleted", async () => {
      const { ada, ben } = harness.discord;
      const posted = ada.post("#auto", { files: [createFile()] });
      const offer = await offerUnder(posted);
      ada.deleteMessage(posted);
      const refused = await ben.press(offer, "Summarise").response(isDone);
      expect([refused.ephemeralFor, textOf(refused)]).toEqual([
        ben.id,
        expect.stringContaining("the message was deleted"),
      ]);
    });
  });

  describe("interactions of other versions or without valid content", () => {
    test.each([
      "v1:offer:",
      "v1:ask:",
      "v1:stop:",
      "v0:ask:AAAAAAAAAAAAAAAAAAAAAA",
      "v1:offer:nobody",
      "v1:offer:../../users/@me",
      "v1:constructor:x",
      "v1:__proto__:x",
      "::",
      "x".repeat(100),
      `v1:offer:${"9".repeat(91)}`,
    ])("refuses a button with the custom_id %s", async (customId) => {
      const { ada } = harness.discord;
      const refused = await ada.press(await postButton(customId), "Press").response(isDone);
      expect(isEphemeral(refused)).toBe(true);
    });

    test("refuses an unknown command", async () => {
      const refused = await harness.discord.ada.slash("#news", "nothing", {}, { force: true }).response(isDone);
      expect([isEphemeral(refused), textOf(refused)]).toEqual([
        true,
        expect.stringContaining("that command is out of date"),
      ]);
      expect(await harness.discord.ada.autocomplete("#news", "nothing", { a: "b" }, "a", { force: true })).toEqual([]);
    });

    test.each(["text", "focus"])("refuses a modal without its field %s", async (field) => {
      const { ada } = harness.discord;
      const command = ada.slash("#news", "summarise");
      const modal = await command.modal;
      modal.components = modal.components.filter(({ component }) => component?.custom_id !== field);
      const refused = await (await ada.submit(command, {})).response(isDone);
      expect([isEphemeral(refused), textOf(refused)]).toEqual([
        true,
        expect.stringContaining("that form is out of date"),
      ]);
    });

    test.each(["standard.auto.1.0", "11.endless.auto", "", "1"])("refuses a modal with the options %j", async (id) => {
      const { ada } = harness.discord;
      const command = ada.slash("#news", "summarise");
      (await command.modal).custom_id = `v1:give:${id}`;
      const refused = await (await ada.submit(command, { text: createText() })).response(isDone);
      expect([isEphemeral(refused), textOf(refused)]).toEqual([
        true,
        expect.stringContaining("that form is out of date"),
      ]);
    });

    test("refuses an empty modal and an empty question", async () => {
      const { ada } = harness.discord;
      const empty = await (await ada.submit(ada.slash("#news", "summarise"), {})).response(isDone);
      expect([isEphemeral(empty), textOf(empty)]).toEqual([true, expect.stringContaining("there's nothing to read")]);
      for (const question of ["   ", "\u200b\u2060"]) {
        const refused = await ada.slash("#news", "ask", { question }).response(isDone);
        expect([isEphemeral(refused), textOf(refused)]).toEqual([
          true,
          expect.stringContaining("the question has no words"),
        ]);
      }
    });
  });

  test("does not answer from a document that is forgotten during the model request", async () => {
    const { ada } = harness.discord;
    const card = await ada.slash("#news", "summarise", { text: createText() }).response(isDone);
    const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
    harness.model.delayMs = 1500;
    const command = ada.slash("#news", "ask", { question: "What would the change cost the council?", document });
    await command.acknowledged;
    await ada.slash("#news", "forget", { document }, { subcommand: "document" }).response(isDone);
    expect(textOf(await command.response(isDone))).toContain("I can't find that document");
  });

  test("forgets the documents of a server that the bot leaves, but not of an unavailable one", async () => {
    const { state } = harness.discord;
    const guild = state.addGuild("A short stay");
    const channel = state.addChannel(guild, "short");
    const zoe = harness.discord.addPerson("zoe", { hasUserInstall: true }, guild);
    const card = await zoe.slash(channel, "summarise", { text: createText() }).response(isDone);
    const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
    const ask = async () => textOf(await zoe.slash(channel, "ask", { question, document }).response(isDone));
    state.markGuildUnavailable(guild);
    expect(await ask()).toContain("48,000 visitors");
    state.leaveGuild(guild);
    await expect.poll(ask).toContain("I can't find that document");
  });
});
