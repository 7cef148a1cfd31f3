import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Channel, type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const COST = "> Librarian Ada Quill said the change would cost 61,000 crowns a year.";
const VISITORS = "> The library had 48,000 visitors last year";

describe("questions as people write them", () => {
  let house: BotHarness;
  let thread: Channel;
  let editions = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
    const { ada, guild, state } = house.discord;
    const room = state.addChannel(guild, `talk`);
    const story = { name: "story.txt", type: "text/plain", bytes: Buffer.from(`${STORY}\n\nEdition ${++editions}.`) };
    ada.post(room, { content: `<@${state.bot.id}>`, files: [story] });
    const opening = await house.discord.waitFor((message) => message.content.startsWith("Ask about this here"));
    thread = state.channels.get(opening.channel_id)!;
  });
  afterEach(() => {
    house.model.delayMs = 0;
    expectNoViolations(house);
  });
  afterAll(() => house.close());

  const repliesTo = ({ id }: Message): Message[] =>
    [...house.discord.state.messages.values()].flat().filter(({ reference }) => reference?.message_id === id);
  const answerTo = ({ id }: Message): Promise<Message> =>
    house.discord.waitFor((message) => message.reference?.message_id === id && isDone(message));
  const say = (content: string): Message => house.discord.ada.post(thread, { content });

  test("one that comes in pieces is one, answered under its last piece", async () => {
    const first = say("What would the change");
    await sleep(300);
    const last = say("cost a year?");
    expect(textOf(await answerTo(last))).toContain(COST);
    expect(repliesTo(first)).toEqual([]);
  });

  test("one that nobody goes on with is answered, also by the next process", async () => {
    const asked = say("How many visitors had the library");
    await sleep(500); // written down, and waiting for more
    await house.stop();
    await house.start();
    expect(textOf(await answerTo(asked))).toContain(VISITORS);
  });

  test("one in a thread of two documents is answered from both, and says which", async () => {
    const { ada, state } = house.discord;
    const hall = [
      "The swimming hall of Orrin will open again",
      "The swimming hall of Orrin will open again on 3 April 2027, said the mayor, after two years of work on its roof.",
      "The work on the hall has cost more than anybody in Orrin thought when it began.",
    ].join("\n\n");
    const file = { name: "hall.txt", type: "text/plain", bytes: Buffer.from(hall) };
    const posted = ada.post(thread, { content: `<@${state.bot.id}>`, files: [file] });
    await answerTo(posted);
    const text = textOf(await answerTo(say("When will the hall open again?")));
    expect(text).toContain("> The swimming hall of Orrin will open again on 3 April 2027");
    expect(text).toContain("The swimming hall of Orrin will open again, paragraph");
    expect(textOf(await answerTo(say("How many visitors had the library?")))).toContain(VISITORS);
  });

  test("one that is edited is answered anew where its answer stood", async () => {
    const asked = say("How many visitors had the library?");
    const answer = await answerTo(asked);
    expect(textOf(answer)).toContain(VISITORS);
    house.discord.ada.edit(asked, "What would the change cost?");
    await house.discord.waitFor((message) => message.id === answer.id && textOf(message).includes(COST));
    expect(repliesTo(asked)).toHaveLength(1);
  });

  test("one that is edited while it is worked on is answered as it is at last", async () => {
    house.model.delayMs = 700;
    const asked = say("How many visitors had the library?");
    await sleep(200);
    house.discord.ada.edit(asked, "When is the second vote planned?");
    expect(textOf(await answerTo(asked))).toContain("> A second vote on the hall is planned for the spring.");
    await sleep(1000);
    expect(repliesTo(asked)).toHaveLength(1);
  });

  test("one that is deleted before its answer is not answered at all", async () => {
    house.model.delayMs = 700;
    const asked = say("Which towns opened their libraries?");
    await sleep(200);
    house.discord.ada.deleteMessage(asked);
    await sleep(1500);
    expect(repliesTo(asked)).toEqual([]);
  });
});
