import { expect, test } from "vitest";
import { buttonsOf, type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { BotHarness, isDone } from "./harness.ts";

const followUp = { method: "POST", path: /^\/webhooks\/\d+\/[^/]+$/ };
let editions = 0;
const createText = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;
const createFile = (name: string) => ({ name, type: "text/plain", bytes: Buffer.from(createText()) });
const postingIdOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;

test("a batch interrupted by SIGKILL has one card per source in one thread after the restart", async () => {
  const harness = await BotHarness.build("SQLite");
  const { ada, state } = harness.discord;
  const bot = await harness.spawn();
  harness.model.delayMs = 2500;
  const interaction = ada.slash("#news", "summarise", { text: createText(), file: createFile("killed.txt") });
  const posted = ada.post("#files", {
    content: `<@${state.bot.id}>`,
    files: [createFile("a.txt"), createFile("b.txt")],
  });
  await interaction.response((one) => textOf(one).includes("2 sources"));
  const reply = await harness.discord.waitFor((one) => one.reference?.message_id === posted.id);
  await bot.kill("SIGKILL");
  harness.model.delayMs = 0;
  await harness.spawn();
  const first = await interaction.response(isDone, 40_000);
  const second = await harness.discord.waitFor((one) => one.id === reply.id && isDone(one), 40_000);
  for (const overview of [first, second]) {
    const cards = harness.botTextsIn(overview.id).filter((text) => text.includes(FAITHFUL));
    expect([cards.length, harness.botTextsIn(overview.id).filter(Boolean).length]).toEqual([2, 3]);
  }
  expect([harness.botTextsIn("#news").length, harness.botTextsIn("#files").length]).toEqual([1, 1]);
  await harness.close();
  expect(harness.discord.violations).toEqual([]);
}, 120_000);

test("an error interrupted by SIGKILL is reported after the restart, although the request would now succeed", async () => {
  const harness = await BotHarness.build("SQLite");
  const bot = await harness.spawn();
  const interaction = harness.discord.ada.slash("#news", "summarise", { url: `${harness.site.origin}/late` });
  harness.discord.faults.hang(followUp);
  await expect
    .poll(() => harness.discord.requests.filter(({ method }) => method === "POST").at(-1)?.path, { timeout: 20_000 })
    .toMatch(followUp.path);
  await bot.kill("SIGKILL");
  expect([interaction.original, interaction.followUps]).toEqual([null, []]);
  harness.site.pages.set("/late", articlePage("Late", STORY.split("\n\n")));
  await harness.spawn();
  const reply = await interaction.response(isDone, 30_000);
  expect([reply.ephemeralFor, textOf(reply)]).toEqual([
    harness.discord.ada.id,
    expect.stringContaining("That page or file doesn't exist"),
  ]);
  expect([harness.botTextsIn("#news"), interaction.followUps.length]).toEqual([[], 1]);
  await harness.close();
  expect(harness.discord.violations).toEqual([]);
}, 60_000);

test("a comparison interrupted by SIGKILL is delivered once after the restart", async () => {
  const harness = await BotHarness.build("SQLite");
  const bot = await harness.spawn();
  const { ada } = harness.discord;
  const first = createText();
  const cards = [first, first.replace("61,000 crowns", "64,500 crowns")].map((text) =>
    ada.slash("#news", "summarise", { text }).response(isDone),
  );
  const [a, b] = (await Promise.all(cards)).map(postingIdOf);
  harness.model.delayMs = 2500;
  const interaction = ada.slash("#news", "compare", { a: a!, b: b! });
  await interaction.response((message) => textOf(message).includes("Comparing"));
  await bot.kill("SIGKILL");
  harness.model.delayMs = 0;
  await harness.spawn();
  expect(textOf(await interaction.response(isDone, 40_000))).toContain("**61,000 crowns** ⟷ **64,500 crowns**");
  const comparisons = harness.discord
    .messagesIn("#news")
    .filter((message) => textOf(message).includes("Where they differ"));
  expect(comparisons).toHaveLength(1);
  await harness.close();
  expect(harness.discord.violations).toEqual([]);
}, 90_000);
