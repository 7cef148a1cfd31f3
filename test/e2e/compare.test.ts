import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Channel, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { completion, modelError, type Responder } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const NO_DOCUMENT = "There is no such document here, or you may not read it";
const UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA";
const OTHER = STORY.replace("61,000 crowns", "64,500 crowns").replace(
  "The mayor did not say how the council would pay for both.",
  "Parents of schoolchildren had collected 1,200 signatures.",
);
const [COST_A, COST_B] = ["61,000 crowns a year", "64,500 crowns a year"];
const BESIDE = "**61,000 crowns** ⟷ **64,500 crowns**";

let editions = 0;
/** The two stories, in an edition of their own. */
const stories = (): [string, string] => {
  const edition = `This is edition ${++editions} of the story.`;
  return [`${STORY}\n\n${edition}`, `${OTHER}\n\n${edition}`];
};
const idOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;

describe("/compare", () => {
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

  /** A channel of its own, that only those named may see; with nobody named, everybody. */
  const room = (...people: Person[]): Channel => {
    const { state, guild } = house.discord;
    const channel = state.addChannel(guild, `compare-${++rooms}`);
    if (!people.length) return channel;
    state.setOverwrite(channel, guild.id, { deny: ["ViewChannel"] });
    for (const { id } of [...people, state.bot]) state.setOverwrite(channel, id, { allow: ["ViewChannel"] });
    return channel;
  };
  const post = async (who: Person, where: Channel, text: string, isPrivate = false): Promise<string> =>
    idOf(await who.slash(where, "summarise", { text, private: isPrivate }).response(isDone));
  const compare = (who: Person, where: Channel, a: string, b: string, isPrivate = false): Promise<Message> =>
    who.slash(where, "compare", { a, b, private: isPrivate }).response(isDone);
  const both = async (who: Person, where: Channel): Promise<[string, string]> => {
    const [one, other] = stories();
    return [await post(who, where, one), await post(who, where, other)];
  };

  test("shows what two documents agree on, where they differ, and what only one says, with quotes from both", async () => {
    const { ada, ben } = house.discord;
    const channel = room();
    const [a, b] = await both(ada, channel);
    const before = house.model.requests.length;
    const card = await compare(ben, channel, a, b);
    const text = textOf(card);
    expect(card.ephemeralFor).toBeFalsy();
    expect(text).toContain(`They differ\n- ${BESIDE} [1][2]\n-# [1] A, paragraph 2\n> Librarian Ada Quill`);
    expect(text).toMatch(/-# \[2\] B, paragraph 2\n> .*64,500 crowns a year\./);
    expect(text).toMatch(/They agree\n-# \[3\] A, paragraph 1\n> .*\n-# \[4\] B, paragraph 1\n> /);
    expect(text).toMatch(/Only in A\n-# \[\d+\] A, paragraph 6\n> The mayor did not say/);
    expect(text).toMatch(/Only in B\n-# \[\d+\] B, paragraph 6\n> Parents of schoolchildren/);
    expect(buttonsOf(card)).toEqual([]);
    expect(house.model.requests.length).toBe(before + 1);
    // Asked again, in this server or another, it is not paid again, and nobody is told.
    const again = textOf(await compare(ada, channel, a, b));
    expect(again).toBe(text);
    expect(house.model.requests.length).toBe(before + 1);
  });

  test("takes titles, what the list offers, and the address of a page", async () => {
    const { ada } = house.discord;
    const channel = room();
    const [one, other] = stories();
    const title = "The library of Marenholm";
    const file = { name: "library.md", type: "text/markdown", bytes: Buffer.from(`# ${title}\n\n${one}`) };
    const first = await ada.slash(channel, "summarise", { file }).response(isDone);
    const [choice] = await ada.autocomplete(channel, "compare", { a: title, b: "" }, "a");
    expect(choice).toMatchObject({ name: title, value: idOf(first) });
    house.site.pages.set("/other", articlePage("Another paper", other.split("\n\n")));
    const text = textOf(await compare(ada, channel, title, `${house.site.origin}/other`));
    expect(text).toContain(BESIDE);
    expect(text).toContain("Another paper");
  });

  test("names one sentence for what is unknown and what may not be read, whichever of the two it is", async () => {
    const { ada, ben } = house.discord;
    const [open, closed] = [room(), room(ada)];
    const [one, other] = stories();
    const [mine, hidden] = [await post(ada, open, one), await post(ada, closed, other)];
    const unknown = await compare(ben, open, mine, UNKNOWN);
    expect(textOf(unknown)).toContain(NO_DOCUMENT);
    for (const [a, b] of [
      [mine, hidden],
      [hidden, mine],
      [hidden, UNKNOWN],
      [hidden, hidden],
    ] as const) {
      const refused = await compare(ben, open, a, b);
      expect([refused.ephemeralFor, textOf(refused)]).toEqual([unknown.ephemeralFor, textOf(unknown)]);
    }
    expect(textOf(await compare(ada, open, mine, hidden))).toContain(BESIDE);
  });

  test("answers only its asker where one of the two was posted privately, and nobody else at all", async () => {
    const { ada, ben } = house.discord;
    const channel = room();
    const [one, other] = stories();
    const [mine, secret] = [await post(ada, channel, one), await post(ada, channel, other, true)];
    for (const [a, b] of [
      [mine, secret],
      [secret, mine],
    ] as const) {
      const own = await compare(ada, channel, a, b);
      expect([own.ephemeralFor, textOf(own)]).toEqual([ada.id, expect.stringContaining("64,500 crowns")]);
      const stranger = await compare(ben, channel, a, b);
      const unknown = await compare(ben, channel, a, UNKNOWN);
      expect(textOf(stranger)).toBe(textOf(unknown));
    }
    const wished = await compare(ada, channel, mine, await post(ada, channel, stories()[1]), true);
    expect(wished.ephemeralFor).toBe(ada.id);
    const said = house.discord.messagesIn(channel).filter((message) => textOf(message).includes(COST_B));
    expect(said.filter((message) => !message.ephemeralFor && textOf(message).includes("They differ"))).toEqual([]);
  });

  test("says that a text is compared with itself", async () => {
    const { ada } = house.discord;
    const channel = room();
    const [a] = await both(ada, channel);
    expect(textOf(await compare(ada, channel, a, a))).toContain("Both are the same text");
  });

  test("shows nothing false of a model that lies in every list", async () => {
    const { ada } = house.discord;
    const channel = room();
    const [a, b] = await both(ada, channel);
    const lie = "The council sold the library to a bank for 99 million crowns.";
    house.model.respond = () =>
      completion({
        agree: [
          { text: lie, a: [1], b: [1] },
          { text: `It costs ${COST_A}.`, a: [2], b: [2] },
          { text: lie, a: [99], b: [] },
        ],
        differ: [
          {
            a: { text: `It would cost ${COST_B}.`, sentences: [2] },
            b: { text: `It would cost ${COST_A}.`, sentences: [2] },
          },
          { a: { text: lie, sentences: [2] }, b: { text: lie, sentences: [2] } },
        ],
        only_a: [
          { text: lie, sentences: [1] },
          { text: "The library had 48,000 visitors last year.", sentences: [4] },
        ],
        only_b: [
          { text: "The swimming hall was never closed.", sentences: [3] },
          { text: lie, sentences: [] },
        ],
      });
    const text = textOf(await compare(ada, channel, a, b));
    expect(text).toContain("I found no statement of which both speak.");
    expect(text).toContain("Some quotes or statements did not hold");
    expect(text).not.toMatch(/bank|99|64,500|61,000|48,000|never|^>/m);
  });

  test("comes from the extractive engine when the model fails, and says so", async () => {
    const { ada } = house.discord;
    const channel = room();
    const [a, b] = await both(ada, channel);
    house.model.respond = () => modelError(400, "no");
    const text = textOf(await compare(ada, channel, a, b));
    expect(text).toContain(BESIDE);
    expect(text).toContain("The language model failed");
    expect(text).toContain("extractive engine");
  });

  test("is stopped by its asker", async () => {
    const { ada } = house.discord;
    const channel = room();
    const [a, b] = await both(ada, channel);
    house.model.delayMs = 3000;
    const asked = ada.slash(channel, "compare", { a, b });
    const working = await asked.response((message) => textOf(message).includes("Comparing"));
    await ada.press(working, "Stop").response((message) => textOf(message).includes("Stopped."));
    await expect.poll(() => house.model.abortedRequests, { timeout: 5000 }).toBeGreaterThan(0);
  });

  test("quotes nothing of a document that was forgotten while the model worked", async () => {
    const { ada } = house.discord;
    const channel = room();
    const [a, b] = await both(ada, channel);
    house.model.delayMs = 1000;
    const asked = ada.slash(channel, "compare", { a, b });
    await sleep(300);
    await ada.slash(channel, "forget", { document: b }, { subcommand: "document" }).response(isDone);
    expect(textOf(await asked.response(isDone))).toContain(NO_DOCUMENT);
  });
});
