import { REST, Routes } from "discord.js";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, textOf } from "../../playground/discord/index.ts";
import type { PermissionName } from "../../playground/discord/state/permissions.ts";
import { STORY } from "../fakes/engine.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const BUTTONS = ["Ask", "Claims & quotes", "Shape", "⋯"];
const question = "How many visitors had the library?";
let edition = 0;
const fresh = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
const story = (name = "story.txt") => ({ name, type: "text/plain", bytes: Buffer.from(fresh()) });
const heavy = "that the matter was of weight and ".repeat(14);
/** A text whose detailed digest does not fit on a card. */
const long = () =>
  [fresh(), ...Array.from({ length: 14 }, (_, i) => `Speaker ${i} of ${i * 3} said ${heavy} ended ${i}.`)].join("\n\n");

describe("what Discord or people do not let the bot do", () => {
  let house: BotHarness;
  let rooms = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
  });
  afterEach(() => {
    house.model.delayMs = 0;
    expectNoViolations(house);
  });
  afterAll(() => house.close());

  /** A channel of its own, in which the bot may not do some things. */
  const room = (...deny: PermissionName[]) => {
    const { state, guild } = house.discord;
    const channel = state.addChannel(guild, `room-${++rooms}`);
    state.setOverwrite(channel, state.bot.id, { deny });
    return channel;
  };
  const replyTo = ({ id }: Message): Promise<Message> =>
    house.discord.waitFor((message) => message.reference?.message_id === id && isDone(message));
  const mention = (): string => `<@${house.discord.state.bot.id}>`;
  const isEphemeral = ({ ephemeralFor }: Message): boolean => ephemeralFor !== null;
  /** A message of the bot with a button of any custom id. */
  const withButton = async (customId: string): Promise<Message> => {
    const { environment, state } = house.discord;
    const rest = new REST({ api: environment.DISCORD_API_URL! }).setToken(environment.DISCORD_TOKEN!);
    const button = { type: 2, style: 1, label: "Press", custom_id: customId };
    const body = { content: "x", components: [{ type: 1, components: [button] }] };
    const { id } = (await rest.post(Routes.channelMessages(house.discord.channel("#news").id), { body })) as Message;
    return state.message(id)!;
  };

  describe("rights that are missing in a channel", () => {
    test.each<[string, PermissionName[]]>([
      ["Send Messages", ["SendMessages"]],
      ["Send Messages and the history", ["SendMessages", "ReadMessageHistory"]],
    ])("%s: a mention is answered in direct messages", async (_, deny) => {
      const { ada, ben } = house.discord;
      const channel = room(...deny);
      const calls = house.model.requests.length;
      const words = `I may not write in <#${channel.id}>. /summarise and /ask work there`;
      ada.post(channel, { content: mention(), files: [story()] });
      await house.discord.waitFor((message) => message.channel_id === ada.dm().id && textOf(message).includes(words));
      house.discord.state.users.get(ben.id)!.hasDmsClosed = true;
      const silent = ben.post(channel, { content: `${mention()} ${question}` });
      const works = await ben.slash(channel, "summarise", { text: fresh() }).response(isDone);
      expect(textOf(works)).toContain("3 claims, 3 verified");
      expect(house.discord.messagesIn(channel).filter((one) => one.reference?.message_id === silent.id)).toEqual([]);
      expect(house.model.requests.length - calls).toBe(1);
      house.discord.state.users.get(ben.id)!.hasDmsClosed = false;
    });

    test("Read Message History: the card comes, though not as a reply", async () => {
      const { ada, state } = house.discord;
      const channel = room("ReadMessageHistory");
      ada.post(channel, { content: mention(), files: [story()] });
      const card = await house.discord.waitFor(
        ({ channel_id, author, ...message }) =>
          channel_id === channel.id && author === state.bot.id && isDone(message as Message),
      );
      expect(textOf(card)).toContain("3 claims, 3 verified");
    });

    test.each(["EmbedLinks", "CreatePublicThreads", "SendMessagesInThreads"] as const)(
      "%s: a digest that does not fit ends all the same, by message and by command",
      async (right) => {
        const { ada } = house.discord;
        const channel = room(right);
        house.model.delayMs = 600; // so that a draft is shown before
        const file = { name: "long.txt", type: "text/plain", bytes: Buffer.from(long()) };
        const card = await replyTo(ada.post(channel, { content: mention(), files: [file] }));
        const other = { ...file, bytes: Buffer.from(long()) };
        const answer = await ada.slash(channel, "summarise", { file: other, length: "detailed" }).response(isDone);
        for (const one of [card, answer]) expect(buttonsOf(one).map(({ label }) => label)).toEqual(BUTTONS);
      },
    );

    test("Attach Files, after the token has run out: the message comes without the file, and says so", async () => {
      const { ada, state } = house.discord;
      const channel = room("AttachFiles");
      house.model.delayMs = 600;
      const file = { name: "long.txt", type: "text/plain", bytes: Buffer.from(long()) };
      const asked = ada.slash(channel, "summarise", { file, length: "detailed" });
      await asked.acknowledged;
      house.discord.expireTokens();
      const isLate = ({ channel_id, author }: Message) => channel_id === channel.id && author === state.bot.id;
      const late = await house.discord.waitFor((message) => isLate(message) && textOf(message).includes("late"));
      expect(textOf(late)).toContain("I may not attach files in this channel.");
      expect(buttonsOf(late).map(({ label }) => label)).toEqual(BUTTONS);
      expect(house.takeBotPings().map(({ id }) => id)).toEqual([ada.id]);
    });

    test("a file that Discord does not take is left out, and the card says so", async () => {
      const { ada, faults } = { ada: house.discord.ada, faults: house.discord.faults };
      const file = { name: "long.txt", type: "text/plain", bytes: Buffer.from(long()) };
      await ada.slash("#news", "summarise", { file, length: "detailed" }).response(isDone);
      const patch = { method: "PATCH", path: /^\/webhooks\// };
      faults.respond(patch, 403, { code: 50_013, message: "Missing Permissions" });
      const card = await ada.slash("#news", "summarise", { file, length: "detailed" }).response(isDone);
      expect(textOf(card)).toContain("I may not attach files in this channel.");
      expect(card.attachments).toEqual([]);
      faults.clear();
    });
  });

  describe("offers", () => {
    const offerUnder = ({ id }: Message): Promise<Message> =>
      house.discord.waitFor((message) => message.reference?.message_id === id && buttonsOf(message).length > 0);
    beforeAll(async () => {
      await house.setMode("#auto", "offer");
    });

    test("under a forwarded message: what it carries is digested", async () => {
      const { ada, ben } = house.discord;
      const forwarded = ada.forward(ada.post("#news", { files: [story()] }), "#auto");
      const card = await ben.press(await offerUnder(forwarded), "Summarise").response(isDone);
      expect(textOf(card)).toContain("3 claims, 3 verified");
    });

    test("under a text: how long it takes to read; under what is not read yet, nothing of it", async () => {
      const { ada, ben } = house.discord;
      const fetched = house.site.requestedPaths.length;
      const text = Array.from({ length: 60 }, () => fresh()).join("\n\n");
      const file = { name: "message.txt", type: "text/plain; charset=utf-8", bytes: Buffer.from(text) };
      const offer = await offerUnder(ada.post("#auto", { files: [file] }));
      const words = text.split(/\s+/).length;
      const [minutes] = /\d+/.exec(buttonsOf(offer)[0]!.label!)!;
      expect(buttonsOf(offer)[0]!.label).toBe(`Summarise (${minutes} min read)`);
      expect(Math.abs(Number(minutes) - words / 238)).toBeLessThan(1);
      const linked = await offerUnder(ada.post("#auto", { content: `${house.site.origin}/unread` }));
      const pictured = { name: "a.pdf", type: "application/pdf", bytes: Buffer.from("%PDF-1.4") };
      const filed = await offerUnder(ada.post("#auto", { files: [pictured] }));
      for (const one of [linked, filed]) expect(buttonsOf(one).map(({ label }) => label)).toEqual(["Summarise"]);
      expect(house.site.requestedPaths.length).toBe(fetched);
      expect(textOf(await ben.press(offer, "v1:offer").response(isDone))).toContain("claims");
    });

    test("under a message that was deleted: a private sentence", async () => {
      const { ada, ben } = house.discord;
      const posted = ada.post("#auto", { files: [story()] });
      const offer = await offerUnder(posted);
      ada.deleteMessage(posted);
      const refused = await ben.press(offer, "Summarise").response(isDone);
      expect([refused.ephemeralFor, textOf(refused)]).toEqual([
        ben.id,
        expect.stringContaining("the message was deleted"),
      ]);
    });
  });

  describe("what no person of this version can send gets a private sentence", () => {
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
    ])("the button %s", async (customId) => {
      const { ada } = house.discord;
      const refused = await ada.press(await withButton(customId), "Press").response(isDone);
      expect(isEphemeral(refused)).toBe(true);
    });

    test("a command of another version", async () => {
      const refused = await house.discord.ada.slash("#news", "nothing", {}, { force: true }).response(isDone);
      expect([isEphemeral(refused), textOf(refused)]).toEqual([true, expect.stringContaining("an old command")]);
      expect(await house.discord.ada.autocomplete("#news", "nothing", { a: "b" }, "a", { force: true })).toEqual([]);
    });

    test.each(["text", "focus"])("a form without its field %s", async (field) => {
      const { ada } = house.discord;
      const opened = ada.slash("#news", "summarise");
      const modal = await opened.modal;
      modal.components = modal.components.filter(({ component }) => component?.custom_id !== field);
      const refused = await (await ada.submit(opened, {})).response(isDone);
      expect([isEphemeral(refused), textOf(refused)]).toEqual([true, expect.stringContaining("an old form")]);
    });

    test.each(["standard.auto.1.0", "11.endless.auto", "", "1"])("a form that was opened with %s", async (id) => {
      const { ada } = house.discord;
      const opened = ada.slash("#news", "summarise");
      (await opened.modal).custom_id = `v1:give:${id}`;
      const refused = await (await ada.submit(opened, { text: fresh() })).response(isDone);
      expect([isEphemeral(refused), textOf(refused)]).toEqual([true, expect.stringContaining("an old form")]);
    });

    test("a form with nothing in it, and a question without words", async () => {
      const { ada } = house.discord;
      const empty = await (await ada.submit(ada.slash("#news", "summarise"), {})).response(isDone);
      expect([isEphemeral(empty), textOf(empty)]).toEqual([true, expect.stringContaining("nothing was given to read")]);
      for (const question of ["   ", "\u200b\u2060"]) {
        const asked = await ada.slash("#news", "ask", { question }).response(isDone);
        expect([isEphemeral(asked), textOf(asked)]).toEqual([true, expect.stringContaining("a question has words")]);
      }
    });
  });

  test("a document that is forgotten while the model works is not quoted from any more", async () => {
    const { ada } = house.discord;
    const card = await ada.slash("#news", "summarise", { text: fresh() }).response(isDone);
    const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
    house.model.delayMs = 1500;
    const asked = ada.slash("#news", "ask", { question: "What would the change cost the council?", document });
    await asked.acknowledged;
    await ada.slash("#news", "forget", { document }, { subcommand: "document" }).response(isDone);
    expect(textOf(await asked.response(isDone))).toContain("There is no such document here");
  });

  test("a server that the bot leaves is forgotten; one that cannot be reached is not", async () => {
    const { state } = house.discord;
    const guild = state.addGuild("A short stay");
    const channel = state.addChannel(guild, "short");
    const zoe = house.discord.addPerson("zoe", { hasUserInstall: true }, guild);
    const card = await zoe.slash(channel, "summarise", { text: fresh() }).response(isDone);
    const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
    const ask = async () => textOf(await zoe.slash(channel, "ask", { question, document }).response(isDone));
    state.markGuildUnavailable(guild);
    expect(await ask()).toContain("48,000 visitors");
    state.leaveGuild(guild);
    await expect.poll(ask, { timeout: 5000 }).toContain("There is no such document here");
  });
});
