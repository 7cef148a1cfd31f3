import { expect, test, vi } from "vitest";
import { type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { completion, type ModelRequest } from "../fakes/modelServer.ts";
import { BotHarness, isDone } from "./harness.ts";

const DAY_MS = 86_400_000;
const VISITORS = "> The library had 48,000 visitors last year";
const COST = "> Librarian Ada Quill said the change would cost 61,000 crowns a year.";
const HALL = [
  "The swimming hall of Orrin will open again",
  "The swimming hall of Orrin will open again on 3 April 2027, said the mayor, after two years of work on its roof.",
  "Librarian Ada Quill said the change would cost 64,000 crowns a year.",
].join("\n\n");

const isComparison = ({ body }: ModelRequest): boolean => body.response_format?.json_schema?.name === "compare";

/** Responds to a comparison with one true difference and two false statements. */
function respondWithFalseStatements({ body }: ModelRequest) {
  const documents = body.messages.at(-1)!.content.split("</document>");
  const cost = documents.slice(0, 2).map((text) => Number(/^(\d+)>.*crowns a year/m.exec(text)![1]));
  const costStatement = (crowns: string, sentence: number) => ({
    ids: [sentence],
    text: `The change would cost ${crowns} crowns a year.`,
  });
  return completion({
    agree: [{ text: "The moon is made of cheese.", a: [1], b: [1] }],
    differ: [{ a: costStatement("61,000", cost[0]!), b: costStatement("64,000", cost[1]!) }],
    only_a: [costStatement("75,000", cost[0]!)],
    only_b: [],
  });
}

/**
 * The conversation is about two documents. Three people have access to them, and one has none. It includes a restart,
 * an edit, a deletion, a question that the documents do not answer, a comparison, and a question a month later.
 */
test("answers correctly in a conversation of twelve turns", { timeout: 60_000 }, async () => {
  const harness = await BotHarness.build("SQLite");
  const { discord, model } = harness;
  const { ada, ben, guild, state } = discord;
  const respondFaithfully = model.respond;
  model.respond = (request, nth) =>
    isComparison(request) ? respondWithFalseStatements(request) : respondFaithfully(request, nth);
  await harness.start();
  try {
    const mia = discord.addPerson("mia");
    const eve = discord.addPerson("eve");
    const channel = state.addChannel(guild, "twelve");
    state.setOverwrite(channel, guild.id, { deny: ["ViewChannel"] });
    for (const { id } of [ada, ben, mia, state.bot]) state.setOverwrite(channel, id, { allow: ["ViewChannel"] });

    const answerTo = ({ id }: Message): Promise<Message> =>
      discord.waitFor((message) => message.reference?.message_id === id && isDone(message));
    const createFile = (name: string, text: string) => ({ name, type: "text/plain", bytes: Buffer.from(text) });

    // 1: a mention with the first document
    const posted = ada.post(channel, { content: `<@${state.bot.id}>`, files: [createFile("story.txt", STORY)] });
    const card = await answerTo(posted);
    const opening = await discord.waitFor((message) => message.content.startsWith("Questions?"));
    const thread = state.channels.get(opening.channel_id)!;
    const postInThread = (person: Person, content: string): Message => person.post(thread, { content });

    // 2: a question in a mention
    const firstQuestion = postInThread(ada, `<@${state.bot.id}> How many visitors had the library?`);
    const first = await answerTo(firstQuestion);
    expect(textOf(first)).toContain(VISITORS);
    // 3: a question by another person, in a reply
    const reply = ben.post(thread, { content: "What would the change cost?", replyTo: first });
    expect(textOf(await answerTo(reply))).toContain(COST);
    // 4: a mention with the second document, in the thread
    await answerTo(ben.post(thread, { content: `<@${state.bot.id}>`, files: [createFile("hall.txt", HALL)] }));
    // 5: a question by a third person through the Ask button, which applies only to the document of its card
    const pressed = await mia.submit(mia.press(card, "Ask"), { question: "When is the second vote planned?" });
    expect(textOf(await pressed.response(isDone))).toContain("> A second vote on the hall is planned for the spring.");
    // 6: a question that neither document answers
    expect(textOf(await answerTo(postInThread(mia, "Who rules Spain?")))).toContain("The document does not say.");
    // 7: an edited question, whose answer is edited
    const question = postInThread(ada, "How many visitors had the library?");
    const answer = await answerTo(question);
    ada.edit(question, "When will the swimming hall open again?");
    await discord.waitFor(({ id, ...message }) => id === answer.id && textOf(message).includes("3 April 2027"));
    // 8: a deleted question, which gets no answer
    model.delayMs = 500;
    const deletedQuestion = postInThread(ben, "Which towns opened their libraries?");
    await vi.waitFor(() => expect(model.requests.at(-1)!.body.messages.at(-1)!.content).toContain("Which towns"), 5000);
    ben.deleteMessage(deletedQuestion);
    model.delayMs = 0;

    await harness.stop();
    await harness.start();

    // 9: a question after a restart
    expect(textOf(await answerTo(postInThread(mia, "What would the change cost, by the librarian?")))).toMatch(
      /6[14],000 crowns/,
    );
    // 10: a question and a comparison without access
    const firstDocument = card.components.flatMap((c) => JSON.stringify(c).match(/v1:ask:([\w-]+)/)?.[1] ?? [])[0]!;
    const refused = await eve
      .slash("#news", "ask", { question: "How many visitors?", document: firstDocument })
      .response(isDone);
    const unknown = await eve.slash("#news", "ask", { question: "How many visitors?", document: "x" }).response(isDone);
    expect(textOf(refused)).toBe(textOf(unknown));
    const secondDocument = (await harness.postingsIn(thread.id)).find(({ id }) => id !== firstDocument)!.id;
    expect(textOf(await eve.slash("#news", "compare", { a: firstDocument, b: secondDocument }).response(isDone))).toBe(
      textOf(unknown),
    );
    // 11: a comparison without the false statements
    const comparison = await ben.slash(thread, "compare", { a: firstDocument, b: secondDocument }).response(isDone);
    expect(textOf(comparison)).toMatch(/\*\*6[14],000 crowns\*\* ⟷ \*\*6[14],000 crowns\*\*/);
    expect(textOf(comparison)).not.toMatch(/cheese|75,000/);
    // 12: a question 30 days later
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 30 * DAY_MS });
    await harness.stop();
    await harness.start();
    expect(textOf(await answerTo(postInThread(ben, "How many visitors had the library, once more?")))).toContain(
      VISITORS,
    );

    expect(
      [...state.messages.values()].flat().filter(({ reference }) => reference?.message_id === deletedQuestion.id),
    ).toEqual([]);
    // Neither deleted questions nor the original texts of edited questions are stored.
    const questions = await harness.questionsIn(thread.id);
    expect(questions).not.toContain("Which towns opened their libraries?");
    expect(questions.filter((question) => question === "How many visitors had the library?")).toHaveLength(1);
    expect(harness.faults).toEqual([]);
    expect(discord.violations).toEqual([]);
    expect(harness.takeBotPings()).toEqual([]);
  } finally {
    vi.useRealTimers();
    await harness.close();
  }
});
