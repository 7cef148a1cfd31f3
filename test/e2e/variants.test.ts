import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Channel, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

/** A text of which longer and shorter digests can be made. */
const createText = (edition: number): string =>
  Array.from(
    { length: 30 },
    (_, i) =>
      `In ${1950 + i} the council of Orrin spent ${1000 + i * 37} crowns on bridge ${edition}.${i} over the river, said engineer Petra Voss of office ${i}.`,
  ).join("\n\n");
const USE = { subcommand: "document" };

describe("a document with variants that were asked for in its thread", () => {
  let harness: BotHarness;
  let created = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite", {
      environment: { PITH_ENGINE: "extractive", PITH_USER_PER_MINUTE: "" },
    });
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());

  type Place = { channel: Channel; mia: Person; tom: Person };
  const createPlace = (): Place => {
    const { state } = harness.discord;
    const guild = state.addGuild(`Server ${++created}`);
    const [mia, tom] = ["mia", "tom"].map((name) => harness.discord.addPerson(name, { locale: "en-GB" }, guild));
    return { channel: state.addChannel(guild, `channel-${created}`), mia: mia!, tom: tom! };
  };
  const idOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
  const replyTo = ({ id }: Message): Promise<Message> =>
    harness.discord.waitFor((message) => message.reference?.message_id === id && isDone(message));
  /** Posts a file, and asks for the variants in the thread of its card. */
  const post = async (
    { channel, mia }: Place,
    name: string,
    wishes: [person: Person, wish: string][],
  ): Promise<{ posted: Message; card: Message; variants: Message[]; thread: Channel }> => {
    const file = { name, type: "text/plain", bytes: Buffer.from(createText(++created)) };
    const posted = mia.post(channel, { content: `<@${harness.discord.state.bot.id}>`, files: [file] });
    const card = await replyTo(posted);
    await expect.poll(() => harness.discord.state.channels.has(card.id)).toBe(true);
    const thread = harness.discord.state.channels.get(card.id)!;
    const variants: Message[] = [];
    for (const [person, wish] of wishes) variants.push(await replyTo(person.post(thread, { content: wish })));
    return { posted, card, variants, thread };
  };
  const list = (person: Person, channel: Channel) =>
    person.autocomplete(channel, "forget", { document: "" }, "document", USE);
  const forget = async (person: Person, channel: Channel, document: string): Promise<string> =>
    textOf(await person.slash(channel, "forget", { document }, USE).response(isDone));

  test("is listed once, with its poster, and is what its title means", async () => {
    const place = createPlace();
    const { channel, mia, tom } = place;
    const { card } = await post(place, "report.txt", [
      [tom, "shorter please"],
      [mia, "bullet points"],
    ]);
    const { card: other } = await post(place, "minutes.txt", [[tom, "more detail pls"]]);
    for (const person of [mia, tom]) {
      const choices = await list(person, channel);
      expect(choices.map(({ value }) => value)).toEqual([idOf(other), idOf(card)]);
      for (const { name } of choices) expect(name).toContain("@Mia");
    }
    expect(await forget(tom, channel, "report.txt")).toContain("You're not allowed to do that");
    expect(await forget(mia, channel, "report.txt")).toContain("Deleted 1 document");
    expect((await list(mia, channel)).map(({ value }) => value)).toEqual([idOf(other)]);
    expect(await harness.postingsOf(card.id)).toEqual([]);
  });

  test("is what the title means to somebody who has a private variant", async () => {
    const place = createPlace();
    const { channel, tom } = place;
    const { card } = await post(place, "report.txt", []);
    const menu = await tom.press(card, "Adjust").response();
    await tom.choose(menu, "v1:shape", ["shorter"]).response(isDone);
    expect((await list(tom, channel)).map(({ value }) => value)).toEqual([idOf(card)]);
    const answer = await tom
      .slash(channel, "ask", { question: "What happened?", document: "report.txt" })
      .response(isDone);
    expect(answer.ephemeralFor).toBeNull();
  });

  test.for(["Delete", "/forget document", "/forget mine", "the source message"])(
    "is deleted by %s with the cards of its variants and the answers about them",
    async (how) => {
      const place = createPlace();
      const { channel, mia, tom } = place;
      const { posted, card, variants } = await post(place, "report.txt", [
        [mia, "shorter please"],
        [tom, "more detail pls"],
      ]);
      const { state } = harness.discord;
      const form = tom.press(variants[1]!, "Ask");
      const answer = await (await tom.submit(form, { question: "Who is Petra Voss?" })).response(isDone);
      if (how === "Delete") {
        const more = await mia.press(state.message(card.id)!, "⋯").response();
        await mia.press(more, "Delete").response((message) => textOf(message).startsWith("Deleted"));
      } else if (how === "/forget document") {
        expect(await forget(mia, channel, idOf(card))).toContain("Deleted 1 document and 1 question");
      } else if (how === "/forget mine") {
        const confirmation = await mia.slash(channel, "forget", {}, { subcommand: "mine" }).response();
        await mia.press(confirmation, "Delete all").response((message) => textOf(message).startsWith("Deleted"));
      } else mia.deleteMessage(posted);
      for (const { id } of [card, ...variants, answer])
        await expect.poll(() => textOf(state.message(id)!)).toBe("Deleted.");
      for (const { id } of [card, ...variants]) expect(await harness.postingsOf(id)).toEqual([]);
    },
  );

  test("stays if only a variant is forgotten", async () => {
    const place = createPlace();
    const { card, variants } = await post(place, "report.txt", [[place.tom, "shorter please"]]);
    const [variant] = variants;
    expect(await forget(place.tom, place.channel, idOf(variant!))).toContain("Deleted 1 document");
    expect(textOf(harness.discord.state.message(variant!.id)!)).toBe("Deleted.");
    expect(textOf(harness.discord.state.message(card.id)!)).toBe(textOf(card));
    expect(await harness.postingsOf(card.id)).toHaveLength(1);
  });
});
