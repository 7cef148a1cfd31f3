import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Channel, type Message, textOf } from "../../playground/discord/index.ts";
import { openRecords } from "../../src/records/index.ts";
import { STORY } from "../fakes/engine.ts";
import { visibleTextOf } from "./cardHelpers.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const COST = "> Librarian Ada Quill said the change would cost 61,000 crowns a year.";
const VISITORS = "> The library had 48,000 visitors last year";

describe("questions in a thread", () => {
  let harness: BotHarness;
  let thread: Channel;
  beforeAll(async () => {
    // The continuation window is longer than the tests, so that it cannot end while a test is slow.
    harness = await BotHarness.build("SQLite", { timings: { continuationMs: 60_000 } });
    await harness.start();
    const { ada, guild, state } = harness.discord;
    const channel = state.addChannel(guild, "questions");
    const file = { name: "story.txt", type: "text/plain", bytes: Buffer.from(`${STORY}\n\nEdition 1.`) };
    ada.post(channel, { content: `<@${state.bot.id}>`, files: [file] });
    const opening = await harness.discord.waitFor((message) => message.content.startsWith("Questions?"));
    thread = state.channels.get(opening.channel_id)!;
  });
  afterEach(() => {
    harness.model.delayMs = 0;
    expectNoViolations(harness);
  });
  afterAll(() => harness.close());

  const repliesTo = ({ id }: Message): Message[] =>
    [...harness.discord.state.messages.values()].flat().filter(({ reference }) => reference?.message_id === id);
  const answerTo = ({ id }: Message): Promise<Message> =>
    harness.discord.waitFor((message) => message.reference?.message_id === id && isDone(message));
  const ask = (content: string): Message => harness.discord.ada.post(thread, { content });
  /** Waits until the bot has stored a job for the question in a message. */
  const waitUntilStored = async ({ id }: Message): Promise<void> => {
    const records = await openRecords(harness.environment.STORE_URL!);
    await expect
      .poll(() => records.jobs.findPendingDeliveriesBySource(id))
      .toHaveLength(1)
      .finally(() => records.close());
  };
  /** Asks a question and waits until the model has received the request. The model responds after 700 ms. */
  const askSlowModel = async (content: string): Promise<Message> => {
    const { model } = harness;
    const before = model.requests.length;
    model.delayMs = 700;
    const question = ask(content);
    await expect.poll(() => model.requests.length).toBe(before + 1);
    return question;
  };

  test("answers a question that spans two messages once, in reply to the second one", async () => {
    const first = ask("What would the change");
    await waitUntilStored(first);
    const last = ask("cost a year?");
    expect(textOf(await answerTo(last))).toContain(COST);
    expect(repliesTo(first)).toEqual([]);
  });

  test("answers a text that can stand alone at once, and answers anew when the next message continues it", async () => {
    const first = ask("Which towns opened their libraries");
    const early = await answerTo(first);
    ask("on Sundays in 2024?");
    await expect
      .poll(() => harness.questionsIn(thread.id))
      .toContain("Which towns opened their libraries on Sundays in 2024?");
    expect(repliesTo(first).map(({ id }) => id)).toEqual([early.id]);
    expect(await harness.questionsIn(thread.id)).not.toContain("Which towns opened their libraries");
  });

  test("does not join two questions of which each can stand alone", async () => {
    const [first, second] = [ask("How many visitors had the library"), ask("what would the change cost")];
    expect(textOf(await answerTo(second))).toContain(COST);
    expect(textOf(await answerTo(first))).toContain(VISITORS);
  });

  test("after a restart, answers a question that was waiting for a continuation", async () => {
    const question = ask("How many visitors last year had the library,");
    await waitUntilStored(question);
    await harness.stop();
    expect(repliesTo(question)).toEqual([]);
    await harness.start();
    expect(textOf(await answerTo(question))).toContain(VISITORS);
  });

  test("answers from both documents of a thread, and names the document of each quote", async () => {
    const { ada, state } = harness.discord;
    const hall = [
      "The swimming hall of Orrin will open again",
      "The swimming hall of Orrin will open again on 3 April 2027, said the mayor, after two years of work on its roof.",
      "The work on the hall has cost more than anybody in Orrin thought when it began.",
    ].join("\n\n");
    const file = { name: "hall.txt", type: "text/plain", bytes: Buffer.from(hall) };
    const posted = ada.post(thread, { content: `<@${state.bot.id}>`, files: [file] });
    await answerTo(posted);
    const text = visibleTextOf(await answerTo(ask("When will the hall open again?")));
    expect(text).toMatch(
      /^> The swimming hall of Orrin will open again on 3 April 2027, .+ its roof\. The swimming hall of Orrin will open…, ¶ 1$/m,
    );
    expect(textOf(await answerTo(ask("How many visitors had the library?")))).toContain(VISITORS);
  });

  test("replaces the answer when the question is edited", async () => {
    const question = ask("How many visitors had the library?");
    const answer = await answerTo(question);
    expect(textOf(answer)).toContain(VISITORS);
    harness.discord.ada.edit(question, "What would the change cost?");
    await harness.discord.waitFor((message) => message.id === answer.id && textOf(message).includes(COST));
    expect(repliesTo(question)).toHaveLength(1);
  });

  test("answers only the new text of a question that is edited before its answer", async () => {
    const aborted = harness.model.abortedRequests;
    const question = await askSlowModel("How many visitors had the library?");
    harness.discord.ada.edit(question, "When is the second vote planned?");
    expect(textOf(await answerTo(question))).toContain("> A second vote on the hall is planned for the spring.");
    await expect.poll(() => harness.model.abortedRequests).toBe(aborted + 1);
    await answerTo(ask("What would the change cost?"));
    expect(repliesTo(question)).toHaveLength(1);
  });

  test("does not answer a question that is deleted before its answer", async () => {
    const aborted = harness.model.abortedRequests;
    const question = await askSlowModel("Which towns opened their libraries?");
    harness.discord.ada.deleteMessage(question);
    await expect.poll(() => harness.model.abortedRequests).toBe(aborted + 1);
    await answerTo(ask("When is the second vote planned?"));
    expect(repliesTo(question)).toEqual([]);
  });
});
