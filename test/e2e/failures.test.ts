import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  buttonsOf,
  type Interaction,
  type Message,
  type Person,
  permissionBits,
  textOf,
} from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone, labelsOf } from "./harness.ts";

const REFUSED = "http://127.0.0.1:9/";
const CAUSE = "Pith does not open that address";
const followUp = { method: "POST", path: /^\/webhooks\/\d+\/[^/]+$/ };
const removal = { method: "DELETE", path: /^\/webhooks\// };
const empty = { name: "empty.txt", type: "text/plain", bytes: Buffer.from("") };

describe("work that fails is told to its asker alone", () => {
  let house: BotHarness;
  let greta: Person;
  let rooms = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
    greta = house.discord.addPerson("greta", { locale: "de" });
  });
  afterEach(() => {
    house.discord.faults.clear();
    house.model.delayMs = 0;
    expectNoViolations(house);
  });
  afterAll(async () => {
    await house.close();
  });

  const room = () => house.discord.state.addChannel(house.discord.guild, `failing-${++rooms}`);

  test.each<[string, (who: Person, where: ReturnType<typeof room>) => Interaction | Promise<Interaction>, string]>([
    ["/summarise of an address", (who, where) => who.slash(where, "summarise", { url: REFUSED }), CAUSE],
    ["/summarise of an empty file", (who, where) => who.slash(where, "summarise", { file: empty }), "no text in it"],
    ["its form", (who, where) => who.submit(who.slash(where, "summarise"), { text: REFUSED }), CAUSE],
    ["/compare", (who, where) => who.slash(where, "compare", { a: REFUSED, b: REFUSED }), CAUSE],
    [
      "Apps ▸ Summarise",
      (who, where) => who.messageCommand("Summarise", house.discord.ben.post(where, { content: REFUSED })),
      CAUSE,
    ],
  ])("%s", async (_, start, cause) => {
    const channel = room();
    const asked = await start(house.discord.ada, channel);
    const told = await asked.response(isDone);
    expect([told.ephemeralFor, textOf(told)]).toEqual([house.discord.ada.id, expect.stringContaining(cause)]);
    expect([asked.original, asked.followUps.length]).toEqual([null, 1]);
    expect(house.botTextsIn(channel)).toEqual([]);
    expect(labelsOf(told)).toEqual([]); // Discord lets him dismiss it
  });

  test("in the asker's own language, whatever the server's is", async () => {
    const told = await greta.slash("#news", "summarise", { url: REFUSED }).response(isDone);
    expect([told.ephemeralFor, textOf(told)]).toEqual([greta.id, expect.stringMatching(/Adresse/)]);
  });

  test("each who had joined the same work is told by himself", async () => {
    const channel = room();
    const { ada, ben } = house.discord;
    const asked = [ada, ben].map((who) => who.slash(channel, "summarise", { url: `${house.site.origin}/missing` }));
    const told = await Promise.all(asked.map((one) => one.response(isDone)));
    expect(told.map(({ ephemeralFor }) => ephemeralFor)).toEqual([ada.id, ben.id]);
    expect(house.botTextsIn(channel)).toEqual([]);
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
    expect([told.ephemeralFor, textOf(told)]).toEqual([ben.id, expect.stringContaining("no such document")]);
    expect(house.botTextsIn(channel)).toEqual(["Removed."]);
  });

  test("a message that posted it is answered with a reply, which may be taken away", async () => {
    const { ada, state } = house.discord;
    const posted = ada.post("#news", { content: `<@${state.bot.id}> ${REFUSED}` });
    const reply = await house.discord.waitFor((one) => one.reference?.message_id === posted.id && isDone(one));
    expect([reply.ephemeralFor, textOf(reply), labelsOf(reply)]).toEqual([
      null,
      expect.stringContaining(CAUSE),
      ["Delete"],
    ]);
  });

  test("in direct messages it stands where the answer would: nobody else reads there", async () => {
    const { ada } = house.discord;
    const asked = ada.slash(ada.dm(), "summarise", { url: REFUSED });
    const told = await asked.response(isDone);
    expect([told.id, told.ephemeralFor, labelsOf(told)]).toEqual([asked.original?.id, null, ["Delete"]]);
    expect(textOf(told)).toContain(CAUSE);
  });

  test("under an offer: who pressed it is told, and the offer goes with the work", async () => {
    const { ada, ben } = house.discord;
    const channel = room();
    await house.setMode(channel.id, "offer");
    const posted = ada.post(channel, { files: [empty] });
    const offer = await house.discord.waitFor((one) => one.reference?.message_id === posted.id);
    const told = await ben.press(offer, "Summarise").response((one) => one.ephemeralFor !== null && isDone(one));
    expect([told.ephemeralFor, textOf(told)]).toEqual([ben.id, expect.stringContaining("no text in it")]);
    expect(house.botTextsIn(channel)).toEqual([]);
  });

  test("when the token has run out: a message that mentions the asker, and nobody else", async () => {
    const channel = room();
    const { ada, state } = house.discord;
    house.discord.faults.respond({ method: "POST", path: "/callback" }, 404, { code: 10_062, message: "x" });
    ada.slash(channel, "summarise", { url: REFUSED });
    const isLate = ({ channel_id, author }: Message) => channel_id === channel.id && author === state.bot.id;
    const late = await house.discord.waitFor(isLate);
    expect(textOf(late)).toContain(`<@${ada.id}>, this came to nothing:`);
    expect([textOf(late), labelsOf(late)]).toEqual([expect.stringContaining(CAUSE), ["Delete"]]);
    expect(house.takeBotPings().map(({ kind, id }) => [kind, id])).toEqual([["user", ada.id]]);
  });

  describe("when Discord fails between the steps", () => {
    test.each<[string, () => void]>([
      ["the removal fails", () => house.discord.faults.respond(removal, 500, {})],
      ["the answer to the removal is lost", () => house.discord.faults.drop(removal, { afterHandling: true })],
      ["the follow-up fails", () => house.discord.faults.respond(followUp, 500, {})],
    ])("%s: it is told once, and nothing is left", async (_, fault) => {
      const channel = room();
      fault();
      const asked = house.discord.ada.slash(channel, "summarise", { url: REFUSED });
      const isTold = (one: Message) => one.ephemeralFor !== null && isDone(one);
      await expect.poll(() => asked.followUps.filter(isTold).length, { timeout: 10_000 }).toBe(1);
      expect(house.botTextsIn(channel)).toEqual([]);
      house.faults.splice(0); // that it is logged is right
      expect(asked.followUps).toHaveLength(1);
    });

    test("a refusal comes after Discord gave up on the interaction: nobody is told, and that is no fault", async () => {
      const unknown = { code: 10_062, message: "Unknown interaction" };
      house.discord.faults.respond({ method: "POST", path: /\/callback$/ }, 404, unknown);
      const before = house.discord.requests.length;
      house.discord.ada.slash(room(), "summarise", { text: STORY, file: empty, private: true });
      const tries = () => house.discord.requests.slice(before).filter(({ path }) => path.startsWith("/webhooks/"));
      await expect.poll(() => tries().length).toBe(1);
      await sleep(500); // for a fault to be told
    });

    test("a moderator took it away before: it is told all the same", async () => {
      const channel = room();
      const { state, guild } = house.discord;
      const moderator = house.discord.addPerson("moderator");
      state.addMember(guild, moderator.user, [state.addRole(guild, "moderators", permissionBits("ManageMessages"))]);
      house.discord.faults.delay(removal, 1000);
      const asked = house.discord.ada.slash(channel, "summarise", { url: REFUSED });
      await asked.acknowledged;
      moderator.deleteMessage(asked.original!);
      expect(textOf(await asked.response(isDone))).toContain(CAUSE);
      expect(house.botTextsIn(channel)).toEqual([]);
    });

    test("the answer to the follow-up is lost: the asker, and nobody else, may read it twice", async () => {
      const channel = room();
      house.discord.faults.drop(followUp, { afterHandling: true });
      const asked = house.discord.ada.slash(channel, "summarise", { url: REFUSED });
      await asked.response(isDone);
      await expect.poll(() => asked.followUps.length, { timeout: 10_000 }).toBe(2);
      expect(new Set(asked.followUps.map((one) => textOf(one))).size).toBe(1);
      house.faults.splice(0); // that it is logged is right
      expect(house.botTextsIn(channel)).toEqual([]);
    });
  });
});
