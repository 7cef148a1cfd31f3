import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Channel, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { completion, idsOf, modelError, type Responder } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { visibleTextOf } from "./cardHelpers.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const NO_DOCUMENT = "I can't find that document, or you're not allowed to see it";
const UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA";
const OTHER = STORY.replace("61,000 crowns", "64,500 crowns").replace(
  "The mayor did not say how the council would pay for both.",
  "Parents of schoolchildren had collected 1,200 signatures.",
);
const [COST_A, COST_B] = ["61,000 crowns a year", "64,500 crowns a year"];
const COST_DIFFERENCE = "**61,000 crowns** ⟷ **64,500 crowns**";

let editions = 0;
/** Creates the texts of two stories, in an edition that no other test uses. */
const createTexts = (): [string, string] => {
  const edition = `This is edition ${++editions} of the story.`;
  return [`${STORY}\n\n${edition}`, `${OTHER}\n\n${edition}`];
};
const idOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;

describe("/compare", () => {
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

  /** Creates a channel visible only to the given people and the bot, or to everybody if no people are given. */
  const createChannel = (...people: Person[]): Channel => {
    const { state, guild } = harness.discord;
    const channel = state.addChannel(guild, `compare-${++channels}`);
    if (!people.length) return channel;
    state.setOverwrite(channel, guild.id, { deny: ["ViewChannel"] });
    for (const { id } of [...people, state.bot]) state.setOverwrite(channel, id, { allow: ["ViewChannel"] });
    return channel;
  };
  const summarise = async (person: Person, channel: Channel, text: string, isPrivate = false): Promise<string> =>
    idOf(await person.slash(channel, "summarise", { text, private: isPrivate }).response(isDone));
  const compare = (person: Person, channel: Channel, a: string, b: string, isPrivate = false): Promise<Message> =>
    person.slash(channel, "compare", { a, b, private: isPrivate }).response(isDone);
  const summariseBoth = async (person: Person, channel: Channel): Promise<[string, string]> => {
    const [first, second] = createTexts();
    return [await summarise(person, channel, first), await summarise(person, channel, second)];
  };

  test("shows agreements, differences and statements found in only one document, with quotes from both", async () => {
    const { ada, ben } = harness.discord;
    const channel = createChannel();
    const [a, b] = await summariseBoth(ada, channel);
    const before = harness.model.requests.length;
    const card = await compare(ben, channel, a, b);
    const text = visibleTextOf(card);
    expect(card.ephemeralFor).toBeFalsy();
    expect(text).toMatch(
      /Where they differ\n- .+\n> Librarian Ada Quill .*61,000 crowns a year\. A, ¶ 2\n> .*64,500 crowns a year\. B, ¶ 2\n/,
    );
    expect(text).toContain(`Where they differ\n- ${COST_DIFFERENCE}\n`);
    expect(text).toMatch(/Where they agree\n> The council of Orrin .*\. A, ¶ 1 B, ¶ 1\n/);
    expect(text).toMatch(/Only in A\n> The mayor did not say .*\. A, ¶ 6\n/);
    expect(text).toMatch(/Only in B\n> Parents of schoolchildren .*\. B, ¶ 6\n/);
    expect(buttonsOf(card)).toEqual([]);
    expect(harness.model.requests.length).toBe(before + 1);
    // The cached comparison is the same, and needs no further request.
    const cachedText = visibleTextOf(await compare(ada, channel, a, b));
    expect(cachedText).toBe(text);
    expect(harness.model.requests.length).toBe(before + 1);
  });

  test("accepts titles, autocomplete choices and URLs", async () => {
    const { ada } = harness.discord;
    const channel = createChannel();
    const [one, other] = createTexts();
    const title = "The library of Marenholm";
    const file = { name: "library.md", type: "text/markdown", bytes: Buffer.from(`# ${title}\n\n${one}`) };
    const first = await ada.slash(channel, "summarise", { file }).response(isDone);
    const [choice] = await ada.autocomplete(channel, "compare", { a: title, b: "" }, "a");
    expect(choice).toMatchObject({ name: expect.stringContaining(`${title} · @Ada · `), value: idOf(first) });
    harness.site.pages.set("/other", articlePage("Another paper", other.split("\n\n")));
    const text = textOf(await compare(ada, channel, title, `${harness.site.origin}/other`));
    expect(text).toContain(COST_DIFFERENCE);
    expect(text).toContain("Another paper");
  });

  test("gives the same answer for an unknown document and one without access", async () => {
    const { ada, ben } = harness.discord;
    const [visible, hidden] = [createChannel(), createChannel(ada)];
    const [one, other] = createTexts();
    const [visibleDocument, hiddenDocument] = [await summarise(ada, visible, one), await summarise(ada, hidden, other)];
    const unknown = await compare(ben, visible, visibleDocument, UNKNOWN);
    expect(textOf(unknown)).toContain(NO_DOCUMENT);
    for (const [a, b] of [
      [visibleDocument, hiddenDocument],
      [hiddenDocument, visibleDocument],
      [hiddenDocument, UNKNOWN],
      [hiddenDocument, hiddenDocument],
    ] as const) {
      const refused = await compare(ben, visible, a, b);
      expect([refused.ephemeralFor, textOf(refused)]).toEqual([unknown.ephemeralFor, textOf(unknown)]);
    }
    expect(textOf(await compare(ada, visible, visibleDocument, hiddenDocument))).toContain(COST_DIFFERENCE);
  });

  test("is ephemeral if a document is private, and refused to others", async () => {
    const { ada, ben } = harness.discord;
    const channel = createChannel();
    const [one, other] = createTexts();
    const [publicDocument, privateDocument] = [
      await summarise(ada, channel, one),
      await summarise(ada, channel, other, true),
    ];
    for (const [a, b] of [
      [publicDocument, privateDocument],
      [privateDocument, publicDocument],
    ] as const) {
      const comparison = await compare(ada, channel, a, b);
      expect([comparison.ephemeralFor, textOf(comparison)]).toEqual([ada.id, expect.stringContaining("64,500 crowns")]);
      const refused = await compare(ben, channel, a, b);
      const unknown = await compare(ben, channel, a, UNKNOWN);
      expect(textOf(refused)).toBe(textOf(unknown));
    }
    const requestedPrivately = await compare(
      ada,
      channel,
      publicDocument,
      await summarise(ada, channel, createTexts()[1]),
      true,
    );
    expect(requestedPrivately.ephemeralFor).toBe(ada.id);
    const messages = harness.discord.messagesIn(channel).filter((message) => textOf(message).includes(COST_B));
    expect(
      messages.filter((message) => !message.ephemeralFor && textOf(message).includes("Where they differ")),
    ).toEqual([]);
  });

  test("reports that both documents are the same text", async () => {
    const { ada } = harness.discord;
    const channel = createChannel();
    const [a] = await summariseBoth(ada, channel);
    expect(textOf(await compare(ada, channel, a, a))).toContain("Those two are the same text");
  });

  test("drops false statements of the model from every list", async () => {
    const { ada } = harness.discord;
    const channel = createChannel();
    const [a, b] = await summariseBoth(ada, channel);
    const lie = "The council sold the library to a bank for 99 million crowns.";
    harness.model.respond = (request) => {
      const [costA, costB] = [idsOf(request, COST_A), idsOf(request, COST_B)];
      return completion({
        agree: [
          { a: [1], b: costB, text: lie },
          { a: costA, b: costB, text: `It costs ${COST_A}.` },
          { a: [99], b: [], text: lie },
        ],
        differ: [
          { a: { ids: costA, text: `It would cost ${COST_B}.` }, b: { ids: costB, text: `It would cost ${COST_A}.` } },
          { a: { ids: costA, text: lie }, b: { ids: costB, text: lie } },
        ],
        only_a: [
          { ids: [1], text: lie },
          { ids: [4], text: "The library had 48,000 visitors last year." },
        ],
        only_b: [
          { ids: idsOf(request, "swimming hall"), text: "The swimming hall was never closed." },
          { ids: [], text: lie },
        ],
      });
    };
    const text = textOf(await compare(ada, channel, a, b));
    expect(text).toContain("I found nothing that both documents cover.");
    expect(text).toContain("I left out statements that the source doesn't back up");
    expect(text).not.toMatch(/bank|99|64,500|61,000|48,000|never|^>/m);
  });

  test("uses the extractive engine if the model fails, with a notice", async () => {
    const { ada } = harness.discord;
    const channel = createChannel();
    const [a, b] = await summariseBoth(ada, channel);
    harness.model.respond = () => modelError(400, "no");
    const text = textOf(await compare(ada, channel, a, b));
    expect(text).toContain(COST_DIFFERENCE);
    expect(text).toContain("The AI model failed");
    expect(text).toContain("quotes only");
  });

  test("can be stopped by its requester, which aborts the model request", async () => {
    const { ada } = harness.discord;
    const channel = createChannel();
    const [a, b] = await summariseBoth(ada, channel);
    harness.model.delayMs = 3000;
    const interaction = ada.slash(channel, "compare", { a, b });
    const working = await interaction.response((message) => textOf(message).includes("Comparing"));
    await ada.press(working, "Stop").response((message) => textOf(message).includes("Stopped."));
    await expect.poll(() => harness.model.abortedRequests).toBeGreaterThan(0);
  });

  test("quotes nothing from a document that is forgotten during the work", async () => {
    const { ada } = harness.discord;
    const channel = createChannel();
    const [a, b] = await summariseBoth(ada, channel);
    harness.model.delayMs = 1000;
    const before = harness.model.requests.length;
    const interaction = ada.slash(channel, "compare", { a, b });
    await expect.poll(() => harness.model.requests.length).toBe(before + 1);
    await ada.slash(channel, "forget", { document: b }, { subcommand: "document" }).response(isDone);
    expect(textOf(await interaction.response(isDone))).toContain(NO_DOCUMENT);
  });
});
