import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  bits,
  buttonsOf,
  type Interaction,
  type Message,
  type Person,
  textOf,
} from "../../playground/discord/index.ts";
import { PATIENCE } from "../../src/jobs/contract.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { expectQuiet } from "./expectNoViolations.ts";
import { House, isDone, labelsOf } from "./harness.ts";

const REFUSED = "http://127.0.0.1:9/";
const CAUSE = "Pith does not open that address";
const followUp = { method: "POST", path: /^\/webhooks\/\d+\/[^/]+$/ };
const removal = { method: "DELETE", path: /^\/webhooks\// };
const empty = { name: "empty.txt", type: "text/plain", bytes: Buffer.from("") };

describe("work that fails is told to its asker alone", () => {
  let house: House;
  let greta: Person;
  let rooms = 0;
  const { retryMs } = PATIENCE;
  beforeAll(async () => {
    PATIENCE.retryMs = 50;
    house = await House.build("SQLite");
    await house.start();
    greta = house.discord.addPerson("greta", { locale: "de" });
  });
  afterEach(() => {
    house.discord.faults.clear();
    house.model.delayMs = 0;
    expectQuiet(house);
  });
  afterAll(async () => {
    await house.close();
    PATIENCE.retryMs = retryMs;
  });

  const room = () => house.discord.world.addChannel(house.discord.guild, `failing-${++rooms}`);

  test.each<[string, (who: Person, where: ReturnType<typeof room>) => Interaction | Promise<Interaction>, string]>([
    ["/summarise of an address", (who, where) => who.slash(where, "summarise", { url: REFUSED }), CAUSE],
    ["/summarise of an empty file", (who, where) => who.slash(where, "summarise", { file: empty }), "no text in it"],
    ["its form", (who, where) => who.submit(who.slash(where, "summarise"), { text: REFUSED }), CAUSE],
    ["/compare", (who, where) => who.slash(where, "compare", { a: REFUSED, b: REFUSED }), CAUSE],
    [
      "Apps ▸ Summarise",
      (who, where) => who.menu("Summarise", house.discord.ben.post(where, { content: REFUSED })),
      CAUSE,
    ],
  ])("%s", async (_, start, cause) => {
    const channel = room();
    const asked = await start(house.discord.ada, channel);
    const told = await asked.response(isDone);
    expect([told.only, textOf(told)]).toEqual([house.discord.ada.id, expect.stringContaining(cause)]);
    expect([asked.original, asked.followUps.length]).toEqual([null, 1]);
    expect(house.said(channel)).toEqual([]);
    expect(labelsOf(told)).toEqual([]); // Discord lets him dismiss it
  });

  test("in the asker's own language, whatever the server's is", async () => {
    const told = await greta.slash("#news", "summarise", { url: REFUSED }).response(isDone);
    expect([told.only, textOf(told)]).toEqual([greta.id, expect.stringMatching(/Adresse/)]);
  });

  test("each who had joined the same work is told by himself", async () => {
    const channel = room();
    const { ada, ben } = house.discord;
    const asked = [ada, ben].map((who) => who.slash(channel, "summarise", { url: `${house.site.origin}/missing` }));
    const told = await Promise.all(asked.map((one) => one.response(isDone)));
    expect(told.map(({ only }) => only)).toEqual([ada.id, ben.id]);
    expect(house.said(channel)).toEqual([]);
  });

  test("a question whose document is forgotten on its way", async () => {
    const channel = room();
    const { ada, ben } = house.discord;
    const card = await ada.slash(channel, "summarise", { text: `${STORY}\n\nForgotten.` }).response(isDone);
    const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
    house.model.delayMs = 1000;
    const asked = ben.slash(channel, "ask", { question: "What would the change cost the council?", document });
    await asked.acknowledged;
    await ada.slash(channel, "forget", { document }, { subcommand: "document" }).response(isDone);
    const told = await asked.response(isDone);
    expect([told.only, textOf(told)]).toEqual([ben.id, expect.stringContaining("no such document")]);
    expect(house.said(channel)).toEqual(["Removed."]);
  });

  test("a message that posted it is answered with a reply, which may be taken away", async () => {
    const { ada, world } = house.discord;
    const posted = ada.post("#news", { content: `<@${world.bot.id}> ${REFUSED}` });
    const reply = await house.discord.waitFor((one) => one.reference?.message_id === posted.id && isDone(one));
    expect([reply.only, textOf(reply), labelsOf(reply)]).toEqual([null, expect.stringContaining(CAUSE), ["Delete"]]);
  });

  test("in direct messages it stands where the answer would: nobody else reads there", async () => {
    const { ada } = house.discord;
    const asked = ada.slash(ada.dm(), "summarise", { url: REFUSED });
    const told = await asked.response(isDone);
    expect([told.id, told.only, labelsOf(told)]).toEqual([asked.original?.id, null, ["Delete"]]);
    expect(textOf(told)).toContain(CAUSE);
  });

  test("under an offer: who pressed it is told, and the offer goes with the work", async () => {
    const { ada, ben } = house.discord;
    const channel = room();
    await house.setMode(channel.id, "offer");
    const posted = ada.post(channel, { files: [empty] });
    const offer = await house.discord.waitFor((one) => one.reference?.message_id === posted.id);
    const told = await ben.press(offer, "Summarise").response((one) => one.only !== null && isDone(one));
    expect([told.only, textOf(told)]).toEqual([ben.id, expect.stringContaining("no text in it")]);
    expect(house.said(channel)).toEqual([]);
  });

  test("when the token has run out: a message that mentions the asker, and nobody else", async () => {
    const channel = room();
    const { ada, world } = house.discord;
    house.discord.faults.answer({ method: "POST", path: "/callback" }, 404, { code: 10_062, message: "x" });
    ada.slash(channel, "summarise", { url: REFUSED });
    const isLate = ({ channel_id, author }: Message) => channel_id === channel.id && author === world.bot.id;
    const late = await house.discord.waitFor(isLate);
    expect(textOf(late)).toContain(`<@${ada.id}>, this came to nothing:`);
    expect([textOf(late), labelsOf(late)]).toEqual([expect.stringContaining(CAUSE), ["Delete"]]);
    expect(house.pinged().map(({ kind, id }) => [kind, id])).toEqual([["user", ada.id]]);
  });

  describe("when Discord fails between the steps", () => {
    test.each<[string, () => void]>([
      ["the removal fails", () => house.discord.faults.answer(removal, 500, {})],
      ["the answer to the removal is lost", () => house.discord.faults.drop(removal, { after: true })],
      ["the follow-up fails", () => house.discord.faults.answer(followUp, 500, {})],
    ])("%s: it is told once, and nothing is left", async (_, fault) => {
      const channel = room();
      fault();
      const asked = house.discord.ada.slash(channel, "summarise", { url: REFUSED });
      const isTold = (one: Message) => one.only !== null && isDone(one);
      await expect.poll(() => asked.followUps.filter(isTold).length, { timeout: 10_000 }).toBe(1);
      expect(house.said(channel)).toEqual([]);
      house.faults.splice(0); // that it is logged is right
      expect(asked.followUps).toHaveLength(1);
    });

    test("a refusal comes after Discord gave up on the interaction: nobody is told, and that is no fault", async () => {
      const unknown = { code: 10_062, message: "Unknown interaction" };
      house.discord.faults.answer({ method: "POST", path: /\/callback$/ }, 404, unknown);
      const before = house.discord.requests.length;
      house.discord.ada.slash(room(), "summarise", { text: STORY, file: empty, private: true });
      const tries = () => house.discord.requests.slice(before).filter(({ path }) => path.startsWith("/webhooks/"));
      await expect.poll(() => tries().length).toBe(1);
      await sleep(500); // for a fault to be told
    });

    test("a moderator took it away before: it is told all the same", async () => {
      const channel = room();
      const { world, guild } = house.discord;
      const moderator = house.discord.addPerson("moderator");
      world.addMember(guild, moderator.user, [world.addRole(guild, "moderators", bits("ManageMessages"))]);
      house.discord.faults.delay(removal, 1000);
      const asked = house.discord.ada.slash(channel, "summarise", { url: REFUSED });
      await asked.acknowledged;
      moderator.remove(asked.original!);
      expect(textOf(await asked.response(isDone))).toContain(CAUSE);
      expect(house.said(channel)).toEqual([]);
    });

    test("the answer to the follow-up is lost: the asker, and nobody else, may read it twice", async () => {
      const channel = room();
      house.discord.faults.drop(followUp, { after: true });
      const asked = house.discord.ada.slash(channel, "summarise", { url: REFUSED });
      await asked.response(isDone);
      await expect.poll(() => asked.followUps.length, { timeout: 10_000 }).toBe(2);
      expect(new Set(asked.followUps.map((one) => textOf(one))).size).toBe(1);
      house.faults.splice(0); // that it is logged is right
      expect(house.said(channel)).toEqual([]);
    });
  });
});

test("a kill between the steps: what failed is told as it was, though it would go well now", async () => {
  const house = await House.build("SQLite");
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
  expect([told.only, textOf(told)]).toEqual([house.discord.ada.id, expect.stringContaining("There is nothing there")]);
  expect([house.said("#news"), asked.followUps.length]).toEqual([[], 1]);
  await house.close();
  expect(house.discord.breaches).toEqual([]);
}, 60_000);
