import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Channel, type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { createLongText } from "../fakes/longText.ts";
import { completion, numberedSentences, type Responder, statement } from "../fakes/modelServer.ts";
import { openClaims, visibleTextOf, waitForOpening, waitForReply } from "./cardHelpers.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

/** Statements that no document of these tests bears out. None of their long words occurs in one. */
const INVENTED = {
  gist: "Smugglers robbed a casino.",
  point: "Surgeons praised vegetarian submarines.",
  claim: "Astronauts planted poppies on Jupiter.",
};

/** A language model that is made to state things that the source does not say. */
describe("a captured model", () => {
  let harness: BotHarness;
  let respondFaithfully: Responder;
  let [channels, editions] = [0, 0];
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    respondFaithfully = harness.model.respond;
    await harness.start();
  });
  afterEach(() => {
    harness.model.respond = respondFaithfully;
    expectNoViolations(harness);
  });
  afterAll(() => harness.close());

  const createChannel = (): Channel => harness.discord.state.addChannel(harness.discord.guild, `made-up-${++channels}`);
  const createText = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;

  /** Returns everything that all readers of a channel and the threads on its messages can see, files included. */
  const publicContentOf = (channel: Channel): string => {
    const { state, cdn } = harness.discord;
    const inChannel = harness.discord.messagesIn(channel);
    const inThreads = inChannel.flatMap(({ id }) => (state.channels.has(id) ? harness.discord.messagesIn(id) : []));
    return [...inChannel, ...inThreads]
      .filter(({ ephemeralFor }) => ephemeralFor === null)
      .flatMap((message) => [
        message.content,
        JSON.stringify(message.components),
        ...message.attachments.map((attachment) => String(cdn.bytesOf(attachment))),
      ])
      .join("\n");
  };
  /** Returns the words of at least five letters in a statement that a text contains. */
  const wordsFoundIn = (text: string, statement: string): string[] =>
    statement.match(/\p{L}{5,}/gu)!.filter((word) => text.toLowerCase().includes(word.toLowerCase()));

  /** Makes the model return the first sentences of the document as statements, together with the given statements. */
  const capture = ({ gist, point, claim: invented }: Partial<typeof INVENTED>, pointCount = 3): void => {
    harness.model.respond = (request, nth) => {
      const name = request.body.response_format?.json_schema?.name;
      if (name === "answer") {
        const text = `${INVENTED.point} [1] ${INVENTED.claim} [2]`;
        return completion({ ids: [1, 2], text, answerable: true });
      }
      if (name === "repair") return respondFaithfully(request, nth);
      const sentences = numberedSentences(request);
      return completion({
        statements: [
          ...sentences.slice(0, pointCount).map(([n, text]) => statement(text, [n])),
          ...(point ? [statement(point, [1]), statement(point)] : []),
          ...(invented ? [statement(invented)] : []),
        ],
        gist: gist ?? sentences.at(-1)![1],
      });
    };
  };
  const summarise = async (options: { text?: string; file?: object; length?: string }) => {
    const channel = createChannel();
    const { ada } = harness.discord;
    const card = await ada.slash(channel, "summarise", options as never).response(isDone);
    await waitForOpening(harness, card);
    return { channel, card };
  };
  const openDropped = async (card: Message): Promise<string> => {
    const { text } = await openClaims(harness, harness.discord.ben, card);
    return text.split("\n**Dropped**\n")[1] ?? "";
  };

  test("drops an invented claim from everything public, and tells who checks the quotes about it", async () => {
    capture({ claim: INVENTED.claim });
    const { channel, card } = await summarise({ text: createText() });
    expect(visibleTextOf(card)).toMatch(/^-# 5 quotes found · 1 dropped · stub/m);
    expect(wordsFoundIn(publicContentOf(channel), INVENTED.claim)).toEqual([]);
    expect(await openDropped(card)).toContain(`- ${INVENTED.claim}\n-# the quote isn't in the source`);
    expect(wordsFoundIn(publicContentOf(channel), INVENTED.claim)).toEqual([]);
  });

  test("keeps invented points and claims out of the file that is attached to a long card", async () => {
    capture({ point: INVENTED.point, claim: INVENTED.claim }, 14);
    const bytes = Buffer.from(createLongText());
    const file = { name: "long.txt", type: "text/plain", bytes };
    const { channel, card } = await summarise({ file, length: "detailed" });
    expect(card.attachments.map(({ filename }) => filename)).toEqual(["digest.md"]);
    expect(publicContentOf(channel)).toContain("## ");
    for (const statement of [INVENTED.point, INVENTED.claim])
      expect(wordsFoundIn(publicContentOf(channel), statement)).toEqual([]);
  });

  test("shows no word of an invented answer in a thread", async () => {
    const { channel, card } = await summarise({ text: createText() });
    capture({});
    const question = harness.discord.ben.post(card.id, { content: "What would the change cost a year?" });
    expect(textOf(await waitForReply(harness, question))).toContain("so here are quotes only");
    for (const statement of [INVENTED.point, INVENTED.claim])
      expect(wordsFoundIn(publicContentOf(channel), statement)).toEqual([]);
  });

  test("drops an invented gist, point and claim from everything public, and gives a reason for each", async () => {
    capture(INVENTED);
    const { channel, card } = await summarise({ text: createText() });
    for (const statement of Object.values(INVENTED))
      expect(wordsFoundIn(publicContentOf(channel), statement)).toEqual([]);
    expect(visibleTextOf(card)).toMatch(/ · 3 dropped · stub/);
    const page = await harness.discord.ben.press(card, "Check quotes").response();
    let shown = visibleTextOf(page);
    const isSecond = (message: Message): boolean => textOf(message).includes("page 2 of 2");
    shown += visibleTextOf(await harness.discord.ben.press(page, "v1:after:").response(isSecond));
    for (const statement of Object.values(INVENTED)) expect(shown).toContain(`- ${statement}\n-# `);
    for (const statement of Object.values(INVENTED))
      expect(wordsFoundIn(publicContentOf(channel), statement)).toEqual([]);
  });
});
