import { expect, test } from "vitest";
import { buttonsOf, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";

/** A whole conversation, from the first message to /forget, with a restart in between. */
test.for(STORES)(
  "answers questions about a document before and after a restart, and not after /forget ($store)",
  async ({ store, skipped }, { skip }) => {
    if (skipped) return skip(`skipped: ${skipped}`);
    const harness = await BotHarness.build(store);
    const { discord } = harness;
    const { ada, ben, guild, state } = discord;
    const answerTo = async (id: string): Promise<string> =>
      textOf(await discord.waitFor((message) => message.reference?.message_id === id && isDone(message)));

    await harness.start();
    const channel = state.addChannel(guild, "conversation");
    state.setOverwrite(channel, guild.id, { deny: ["ViewChannel"] });
    for (const { id } of [ada, ben, state.bot]) state.setOverwrite(channel, id, { allow: ["ViewChannel"] });
    const eve = discord.addPerson("eve");

    const story = { name: "story.txt", type: "text/plain", bytes: Buffer.from(STORY) };
    const posted = ada.post(channel, { content: `<@${state.bot.id}>`, files: [story] });
    const card = await discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message));
    expect(textOf(card)).toContain(FAITHFUL);
    const opening = await discord.waitFor((message) => message.content.startsWith("Questions?"));
    const thread = state.channels.get(opening.channel_id)!;

    const first = ada.post(thread, { content: "How many visitors had the library?", replyTo: opening });
    expect(await answerTo(first.id)).toContain("> The library had 48,000 visitors last year");
    const second = ada.post(thread, { content: `<@${state.bot.id}> What would the change cost?` });
    expect(await answerTo(second.id)).toContain(
      "> Librarian Ada Quill said the change would cost 61,000 crowns a year.",
    );

    await harness.stop();
    await harness.start();

    const third = ben.post(thread, { content: `<@${state.bot.id}> When is the second vote planned?` });
    expect(await answerTo(third.id)).toContain("> A second vote on the hall is planned for the spring.");
    const pressed = await ben.submit(ben.press(card, "Ask"), { question: "Who rules Spain?" });
    expect(textOf(await pressed.response(isDone))).toContain("The document does not say.");

    const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
    const ask = async (person: typeof eve): Promise<string> =>
      textOf(
        await person
          .slash("#news", "ask", { question: "How many visitors had the library?", document })
          .response(isDone),
      );
    const refused = await ask(eve);
    expect(refused).toContain("I can't find that document, or you're not allowed to see it.");
    expect(await ask(ben)).toContain("48,000 visitors");

    const forgotten = await ada.slash(channel, "forget", { document }, { subcommand: "document" }).response(isDone);
    expect(textOf(forgotten)).toContain("Deleted 1 document");
    expect(textOf(state.message(card.id)!)).toBe("Deleted.");
    expect(await ask(ben)).toBe(refused);
    const late = ben.post(thread, { content: `<@${state.bot.id}> How many visitors?` });
    expect(await answerTo(late.id)).toBe(refused);

    // Commands are deployed only when they have changed, so the second start does not deploy them.
    expect(discord.requests.filter(({ method, path }) => method === "PUT" && path.endsWith("/commands"))).toHaveLength(
      1,
    );
    expect(harness.faults).toEqual([]);
    expect(discord.violations).toEqual([]);
    expect(harness.takeBotPings()).toEqual([]);
    await harness.close();
  },
);
