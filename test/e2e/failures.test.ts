import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  buttonsOf,
  type Interaction,
  type Message,
  type Person,
  permissionBits,
  textOf,
} from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone, labelsOf } from "./harness.ts";

const PRIVATE_URL = "http://127.0.0.1:9/";
const PRIVATE_URL_ERROR = "I'm not allowed to open that address";
const followUp = { method: "POST", path: /^\/webhooks\/\d+\/[^/]+$/ };
const deleteOriginal = { method: "DELETE", path: /^\/webhooks\// };
const emptyFile = { name: "empty.txt", type: "text/plain", bytes: Buffer.from("") };

describe("errors are reported to the requester", () => {
  let harness: BotHarness;
  let german: Person;
  let channels = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
    german = harness.discord.addPerson("greta", { locale: "de" });
  });
  afterEach(() => {
    harness.discord.faults.clear();
    harness.model.delayMs = 0;
    expectNoViolations(harness);
  });
  afterAll(() => harness.close());

  const createChannel = () => harness.discord.state.addChannel(harness.discord.guild, `failing-${++channels}`);

  test.each<
    [string, (person: Person, channel: ReturnType<typeof createChannel>) => Interaction | Promise<Interaction>, string]
  >([
    [
      "/summarise with a URL",
      (person, channel) => person.slash(channel, "summarise", { url: PRIVATE_URL }),
      PRIVATE_URL_ERROR,
    ],
    [
      "/summarise with an empty file",
      (person, channel) => person.slash(channel, "summarise", { file: emptyFile }),
      "no text in it",
    ],
    [
      "the modal of /summarise",
      (person, channel) => person.submit(person.slash(channel, "summarise"), { text: PRIVATE_URL }),
      PRIVATE_URL_ERROR,
    ],
    [
      "/compare",
      (person, channel) => person.slash(channel, "compare", { a: PRIVATE_URL, b: PRIVATE_URL }),
      PRIVATE_URL_ERROR,
    ],
    [
      "Apps ▸ Summarise",
      (person, channel) =>
        person.messageCommand("Summarise", harness.discord.ben.post(channel, { content: PRIVATE_URL })),
      PRIVATE_URL_ERROR,
    ],
  ])("reports an error of %s in an ephemeral follow-up", async (_, start, error) => {
    const channel = createChannel();
    const interaction = await start(harness.discord.ada, channel);
    const reply = await interaction.response(isDone);
    expect([reply.ephemeralFor, textOf(reply)]).toEqual([harness.discord.ada.id, expect.stringContaining(error)]);
    expect([interaction.original, interaction.followUps.length]).toEqual([null, 1]);
    expect(harness.botTextsIn(channel)).toEqual([]);
    expect(labelsOf(reply)).toEqual([]); // Discord's client itself adds a link to dismiss the reply.
  });

  test("reports errors in the requester's language", async () => {
    const reply = await german.slash("#news", "summarise", { url: PRIVATE_URL }).response(isDone);
    expect([reply.ephemeralFor, textOf(reply)]).toEqual([german.id, expect.stringMatching(/Adresse/)]);
  });

  test("reports an error of shared work to each requester", async () => {
    const channel = createChannel();
    const { ada, ben } = harness.discord;
    const interactions = [ada, ben].map((person) =>
      person.slash(channel, "summarise", { url: `${harness.site.origin}/missing` }),
    );
    const replies = await Promise.all(interactions.map((one) => one.response(isDone)));
    expect(replies.map(({ ephemeralFor }) => ephemeralFor)).toEqual([ada.id, ben.id]);
    expect(harness.botTextsIn(channel)).toEqual([]);
  });

  test("reports that a document was forgotten while a question was being answered", async () => {
    const channel = createChannel();
    const { ada, ben } = harness.discord;
    const card = await ada.slash(channel, "summarise", { text: `${STORY}\n\nForgotten.` }).response(isDone);
    const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
    harness.model.delayMs = 1000;
    const interaction = ben.slash(channel, "ask", { question: "What would the change cost the council?", document });
    await interaction.acknowledged;
    await ada.slash(channel, "forget", { document }, { subcommand: "document" }).response(isDone);
    const reply = await interaction.response(isDone);
    expect([reply.ephemeralFor, textOf(reply)]).toEqual([ben.id, expect.stringContaining("can't find that document")]);
    expect(harness.botTextsIn(channel)).toEqual(["Deleted."]);
  });

  test("replies to a message with an error and a Delete button", async () => {
    const { ada, state } = harness.discord;
    const posted = ada.post("#news", { content: `<@${state.bot.id}> ${PRIVATE_URL}` });
    const reply = await harness.discord.waitFor((one) => one.reference?.message_id === posted.id && isDone(one));
    expect([reply.ephemeralFor, textOf(reply), labelsOf(reply)]).toEqual([
      null,
      expect.stringContaining(PRIVATE_URL_ERROR),
      ["Delete"],
    ]);
  });

  test("shows errors in place of the response in direct messages", async () => {
    const { ada } = harness.discord;
    const interaction = ada.slash(ada.dm(), "summarise", { url: PRIVATE_URL });
    const reply = await interaction.response(isDone);
    expect([reply.id, reply.ephemeralFor, labelsOf(reply)]).toEqual([interaction.original?.id, null, ["Delete"]]);
    expect(textOf(reply)).toContain(PRIVATE_URL_ERROR);
  });

  test("reports an error to the person who pressed an offer, and deletes the offer", async () => {
    const { ada, ben } = harness.discord;
    const channel = createChannel();
    await harness.setMode(channel.id, "offer");
    const posted = ada.post(channel, { files: [emptyFile] });
    const offer = await harness.discord.waitFor((one) => one.reference?.message_id === posted.id);
    const reply = await ben.press(offer, "Summarise").response((one) => one.ephemeralFor !== null && isDone(one));
    expect([reply.ephemeralFor, textOf(reply)]).toEqual([ben.id, expect.stringContaining("no text in it")]);
    expect(harness.botTextsIn(channel)).toEqual([]);
  });

  test("posts a message that mentions only the requester if the token has expired", async () => {
    const channel = createChannel();
    const { ada, state } = harness.discord;
    harness.discord.faults.respond({ method: "POST", path: "/callback" }, 404, { code: 10_062, message: "x" });
    ada.slash(channel, "summarise", { url: PRIVATE_URL });
    const isErrorMessage = ({ channel_id, author }: Message) => channel_id === channel.id && author === state.bot.id;
    const message = await harness.discord.waitFor(isErrorMessage);
    expect(textOf(message)).toContain(`<@${ada.id}>, sorry, that didn't work:`);
    expect([textOf(message), labelsOf(message)]).toEqual([expect.stringContaining(PRIVATE_URL_ERROR), ["Delete"]]);
    expect(harness.takeBotPings().map(({ kind, id }) => [kind, id])).toEqual([["user", ada.id]]);
  });

  describe("when Discord fails", () => {
    test.each<[string, () => void]>([
      ["deleting the original response fails", () => harness.discord.faults.respond(deleteOriginal, 500, {})],
      [
        "the response to the deletion is lost",
        () => harness.discord.faults.drop(deleteOriginal, { afterHandling: true }),
      ],
      ["the follow-up fails", () => harness.discord.faults.respond(followUp, 500, {})],
    ])("reports the error once and leaves no message if %s", async (_, armFault) => {
      const channel = createChannel();
      armFault();
      const interaction = harness.discord.ada.slash(channel, "summarise", { url: PRIVATE_URL });
      const isErrorReply = (one: Message) => one.ephemeralFor !== null && isDone(one);
      await expect.poll(() => interaction.followUps.filter(isErrorReply).length).toBe(1);
      expect(harness.botTextsIn(channel)).toEqual([]);
      harness.faults.splice(0); // The error is expected in the log.
      expect(interaction.followUps).toHaveLength(1);
    });

    test("logs no error if a request is refused after its interaction has expired", async () => {
      const unknown = { code: 10_062, message: "Unknown interaction" };
      harness.discord.faults.respond({ method: "POST", path: /\/callback$/ }, 404, unknown);
      const before = harness.discord.requests.length;
      harness.discord.ada.slash(createChannel(), "summarise", { text: STORY, file: emptyFile, private: true });
      const replyRequests = () =>
        harness.discord.requests.slice(before).filter(({ path }) => path.startsWith("/webhooks/"));
      await expect.poll(() => replyRequests().map(({ status }) => status > 0)).toEqual([true]);
      // By the end of another request, the bot has handled the rejected reply and would have logged an error.
      await harness.discord.ada
        .slash(createChannel(), "summarise", { text: `${STORY}\n\nAnother one.` })
        .response(isDone);
    });

    test("reports the error if a moderator has deleted the original response", async () => {
      const channel = createChannel();
      const { state, guild } = harness.discord;
      const moderator = harness.discord.addPerson("moderator");
      state.addMember(guild, moderator.user, [state.addRole(guild, "moderators", permissionBits("ManageMessages"))]);
      harness.discord.faults.delay(deleteOriginal, 1000);
      const interaction = harness.discord.ada.slash(channel, "summarise", { url: PRIVATE_URL });
      await interaction.acknowledged;
      moderator.deleteMessage(interaction.original!);
      expect(textOf(await interaction.response(isDone))).toContain(PRIVATE_URL_ERROR);
      expect(harness.botTextsIn(channel)).toEqual([]);
    });

    test("repeats the ephemeral error if the response to the follow-up is lost", async () => {
      const channel = createChannel();
      harness.discord.faults.drop(followUp, { afterHandling: true });
      const interaction = harness.discord.ada.slash(channel, "summarise", { url: PRIVATE_URL });
      await interaction.response(isDone);
      await expect.poll(() => interaction.followUps.length).toBe(2);
      expect(new Set(interaction.followUps.map((one) => textOf(one))).size).toBe(1);
      harness.faults.splice(0); // The error is expected in the log.
      expect(harness.botTextsIn(channel)).toEqual([]);
    });
  });
});
