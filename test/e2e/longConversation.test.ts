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

/** A comparison as a model writes it that lies beside the truth. */
function compared({ body }: ModelRequest) {
  const shown = body.messages.at(-1)!.content.split("</document>");
  const cost = shown.slice(0, 2).map((text) => Number(/^(\d+) .*crowns a year/m.exec(text)![1]));
  const said = (crowns: string, at: number) => ({
    text: `The change would cost ${crowns} crowns a year.`,
    sentences: [at],
  });
  return completion({
    agree: [{ text: "The moon is made of cheese.", a: [1], b: [1] }],
    differ: [{ a: said("61,000", cost[0]!), b: said("64,000", cost[1]!) }],
    only_a: [said("75,000", cost[0]!)],
    only_b: [],
  });
}

/**
 * Two documents, three people and one who may not read them; a restart, an edit, a deletion, a question that the
 * documents do not answer, a comparison, and a question a month later.
 */
test("a conversation of twelve turns", { timeout: 60_000 }, async () => {
  const house = await BotHarness.build("SQLite");
  const { discord, model } = house;
  const { ada, ben, guild, state } = discord;
  const honest = model.respond;
  model.respond = (request, nth) => (isComparison(request) ? compared(request) : honest(request, nth));
  await house.start();
  try {
    const mia = discord.addPerson("mia");
    const eve = discord.addPerson("eve");
    const room = state.addChannel(guild, "twelve");
    state.setOverwrite(room, guild.id, { deny: ["ViewChannel"] });
    for (const { id } of [ada, ben, mia, state.bot]) state.setOverwrite(room, id, { allow: ["ViewChannel"] });

    const answerTo = ({ id }: Message): Promise<Message> =>
      discord.waitFor((message) => message.reference?.message_id === id && isDone(message));
    const fileOf = (name: string, text: string) => ({ name, type: "text/plain", bytes: Buffer.from(text) });

    // 1: the first document, by mention
    const posted = ada.post(room, { content: `<@${state.bot.id}>`, files: [fileOf("story.txt", STORY)] });
    const card = await answerTo(posted);
    const opening = await discord.waitFor((message) => message.content.startsWith("Ask about this here"));
    const thread = state.channels.get(opening.channel_id)!;
    const say = (who: Person, content: string): Message => who.post(thread, { content });

    // 2: a question by mention
    const asked = say(ada, `<@${state.bot.id}> How many visitors had the library?`);
    const first = await answerTo(asked);
    expect(textOf(first)).toContain(VISITORS);
    // 3: another person, by reply
    const reply = ben.post(thread, { content: "What would the change cost?", replyTo: first });
    expect(textOf(await answerTo(reply))).toContain(COST);
    // 4: the second document, in the thread
    await answerTo(ben.post(thread, { content: `<@${state.bot.id}>`, files: [fileOf("hall.txt", HALL)] }));
    // 5: a third person, by the Ask button: of the card that bears it alone
    const pressed = await mia.submit(mia.press(card, "Ask"), { question: "When is the second vote planned?" });
    expect(textOf(await pressed.response(isDone))).toContain("> A second vote on the hall is planned for the spring.");
    // 6: what neither answers
    expect(textOf(await answerTo(say(mia, "Who rules Spain?")))).toContain("The document does not say.");
    // 7: an edited question is answered in place
    const wrong = say(ada, "How many visitors had the library?");
    const answer = await answerTo(wrong);
    ada.edit(wrong, "When will the swimming hall open again?");
    await discord.waitFor(({ id, ...message }) => id === answer.id && textOf(message).includes("3 April 2027"));
    // 8: a deleted one is not answered
    model.delayMs = 500;
    const dropped = say(ben, "Which towns opened their libraries?");
    await vi.waitFor(() => expect(model.requests.at(-1)!.body.messages.at(-1)!.content).toContain("Which towns"), 5000);
    ben.deleteMessage(dropped);
    model.delayMs = 0;

    await house.stop();
    await house.start();

    // 9: after a restart
    expect(textOf(await answerTo(say(mia, "What would the change cost, by the librarian?")))).toMatch(
      /6[14],000 crowns/,
    );
    // 10: without rights, by every way there is
    const named = card.components.flatMap((c) => JSON.stringify(c).match(/v1:ask:([\w-]+)/)?.[1] ?? [])[0]!;
    const refused = await eve
      .slash("#news", "ask", { question: "How many visitors?", document: named })
      .response(isDone);
    const unknown = await eve.slash("#news", "ask", { question: "How many visitors?", document: "x" }).response(isDone);
    expect(textOf(refused)).toBe(textOf(unknown));
    const other = (await house.postingsIn(thread.id)).find(({ id }) => id !== named)!.id;
    expect(textOf(await eve.slash("#news", "compare", { a: named, b: other }).response(isDone))).toBe(textOf(unknown));
    // 11: a comparison, of which nothing false is shown
    const comparison = await ben.slash(thread, "compare", { a: named, b: other }).response(isDone);
    expect(textOf(comparison)).toMatch(/\*\*6[14],000 crowns\*\* ⟷ \*\*6[14],000 crowns\*\*/);
    expect(textOf(comparison)).not.toMatch(/cheese|75,000/);
    // 12: a month later
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 30 * DAY_MS });
    await house.stop();
    await house.start();
    expect(textOf(await answerTo(say(ben, "How many visitors had the library, once more?")))).toContain(VISITORS);

    expect([...state.messages.values()].flat().filter(({ reference }) => reference?.message_id === dropped.id)).toEqual(
      [],
    );
    // What was asked by mistake and what was deleted are no part of the talk.
    const questions = await house.questionsIn(thread.id);
    expect(questions).not.toContain("Which towns opened their libraries?");
    expect(questions.filter((question) => question === "How many visitors had the library?")).toHaveLength(1);
    expect(house.faults).toEqual([]);
    expect(discord.violations).toEqual([]);
    expect(house.takeBotPings()).toEqual([]);
  } finally {
    vi.useRealTimers();
    await house.close();
  }
});
