import { expect, test } from "vitest";
import { buttonsOf, type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { BotHarness, isDone } from "./harness.ts";

const VERIFIED = "3 claims, 3 verified";
const followUp = { method: "POST", path: /^\/webhooks\/\d+\/[^/]+$/ };
let editions = 0;
const fresh = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;
const file = (name: string) => ({ name, type: "text/plain", bytes: Buffer.from(fresh()) });
const postingOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;

test("a batch that is killed half-way: after the restart each source has one card, in one thread", async () => {
  const house = await BotHarness.build("SQLite");
  const { ada, state } = house.discord;
  const bot = await house.spawn();
  house.model.delayMs = 2500;
  const asked = ada.slash("#news", "summarise", { text: fresh(), file: file("killed.txt") });
  const posted = ada.post("#files", { content: `<@${state.bot.id}>`, files: [file("a.txt"), file("b.txt")] });
  await asked.response((one) => textOf(one).includes("2 sources"));
  const reply = await house.discord.waitFor((one) => one.reference?.message_id === posted.id);
  await bot.kill("SIGKILL");
  house.model.delayMs = 0;
  await house.spawn();
  const first = await asked.response(isDone, 40_000);
  const second = await house.discord.waitFor((one) => one.id === reply.id && isDone(one), 40_000);
  for (const overview of [first, second]) {
    const cards = house.botTextsIn(overview.id).filter((text) => text.includes(VERIFIED));
    expect([cards.length, house.botTextsIn(overview.id).filter(Boolean).length]).toEqual([2, 3]);
  }
  expect([house.botTextsIn("#news").length, house.botTextsIn("#files").length]).toEqual([1, 1]);
  await house.close();
  expect(house.discord.violations).toEqual([]);
}, 120_000);

test("a kill while an error is being reported: the error is reported after the restart, though the request would succeed now", async () => {
  const house = await BotHarness.build("SQLite");
  const bot = await house.spawn();
  const asked = house.discord.ada.slash("#news", "summarise", { url: `${house.site.origin}/late` });
  house.discord.faults.hang(followUp);
  await expect
    .poll(() => house.discord.requests.filter(({ method }) => method === "POST").at(-1)?.path, { timeout: 20_000 })
    .toMatch(followUp.path);
  await bot.kill("SIGKILL");
  expect([asked.original, asked.followUps]).toEqual([null, []]);
  house.site.pages.set("/late", articlePage("Late", STORY.split("\n\n")));
  await house.spawn();
  const told = await asked.response(isDone, 30_000);
  expect([told.ephemeralFor, textOf(told)]).toEqual([
    house.discord.ada.id,
    expect.stringContaining("There is nothing there"),
  ]);
  expect([house.botTextsIn("#news"), asked.followUps.length]).toEqual([[], 1]);
  await house.close();
  expect(house.discord.violations).toEqual([]);
}, 60_000);

test("a comparison that is killed half-way is delivered once after the restart", async () => {
  const house = await BotHarness.build("SQLite");
  const bot = await house.spawn();
  const { ada } = house.discord;
  const first = fresh();
  const cards = [first, first.replace("61,000 crowns", "64,500 crowns")].map((text) =>
    ada.slash("#news", "summarise", { text }).response(isDone),
  );
  const [a, b] = (await Promise.all(cards)).map(postingOf);
  house.model.delayMs = 2500;
  const asked = ada.slash("#news", "compare", { a: a!, b: b! });
  await asked.response((message) => textOf(message).includes("Comparing"));
  await bot.kill("SIGKILL");
  house.model.delayMs = 0;
  await house.spawn();
  expect(textOf(await asked.response(isDone, 40_000))).toContain("**61,000 crowns** ⟷ **64,500 crowns**");
  const told = house.discord.messagesIn("#news").filter((message) => textOf(message).includes("They differ"));
  expect(told).toHaveLength(1);
  await house.close();
  expect(house.discord.violations).toEqual([]);
}, 90_000);
