import { expect, test } from "vitest";
import { buttonsOf, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";

/** A talk from the first word to the last, as people have it, with a restart in the middle. */
test.for(STORES)("a talk on $store: post, ask, restart, ask again, forget", async ({ store, skipped }, { skip }) => {
  if (skipped) return skip(`skipped: ${skipped}`);
  const house = await BotHarness.build(store);
  const { discord } = house;
  const { ada, ben, guild, state } = discord;
  const answerTo = async (id: string): Promise<string> =>
    textOf(await discord.waitFor((message) => message.reference?.message_id === id && isDone(message)));

  await house.start();
  const room = state.addChannel(guild, "room");
  state.setOverwrite(room, guild.id, { deny: ["ViewChannel"] });
  for (const { id } of [ada, ben, state.bot]) state.setOverwrite(room, id, { allow: ["ViewChannel"] });
  const eve = discord.addPerson("eve");

  const story = { name: "story.txt", type: "text/plain", bytes: Buffer.from(STORY) };
  const posted = ada.post(room, { content: `<@${state.bot.id}>`, files: [story] });
  const card = await discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message));
  expect(textOf(card)).toContain("3 claims, 3 verified");
  const opening = await discord.waitFor((message) => message.content.startsWith("Ask about this here"));
  const thread = state.channels.get(opening.channel_id)!;

  const first = ada.post(thread, { content: "How many visitors had the library?", replyTo: opening });
  expect(await answerTo(first.id)).toContain("> The library had 48,000 visitors last year");
  const second = ada.post(thread, { content: `<@${state.bot.id}> What would the change cost?` });
  expect(await answerTo(second.id)).toContain("> Librarian Ada Quill said the change would cost 61,000 crowns a year.");

  await house.stop();
  await house.start();

  const third = ben.post(thread, { content: `<@${state.bot.id}> When is the second vote planned?` });
  expect(await answerTo(third.id)).toContain("> A second vote on the hall is planned for the spring.");
  const pressed = await ben.submit(ben.press(card, "Ask"), { question: "Who rules Spain?" });
  expect(textOf(await pressed.response(isDone))).toContain("The document does not say.");

  const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
  const ask = async (who: typeof eve): Promise<string> =>
    textOf(
      await who.slash("#news", "ask", { question: "How many visitors had the library?", document }).response(isDone),
    );
  const refused = await ask(eve);
  expect(refused).toContain("There is no such document here, or you may not read it.");
  expect(await ask(ben)).toContain("48,000 visitors");

  const forgotten = await ada.slash(room, "forget", { document }, { subcommand: "document" }).response(isDone);
  expect(textOf(forgotten)).toContain("Forgotten: 1 document");
  expect(textOf(state.message(card.id)!)).toBe("Removed.");
  expect(await ask(ben)).toBe(refused);
  const late = ben.post(thread, { content: `<@${state.bot.id}> How many visitors?` });
  expect(await answerTo(late.id)).toBe(refused);

  // Commands are registered when they have changed: at the first start, and not at the second.
  expect(discord.requests.filter(({ method, path }) => method === "PUT" && path.endsWith("/commands"))).toHaveLength(1);
  expect(house.faults).toEqual([]);
  expect(discord.violations).toEqual([]);
  expect(house.takeBotPings()).toEqual([]);
  await house.close();
});
