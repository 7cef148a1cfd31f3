import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { buttonsOf, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isChosen, isDone } from "./harness.ts";

const OFFICE = (subcommand: string) => ({ subcommand });

describe("settings, budgets and forgetting", () => {
  let house: BotHarness;
  let manager: Person;
  let editions = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite", { environment: { PITH_USER_PER_MINUTE: "40" } });
    await house.start();
    ({ manager } = house);
  });
  afterEach(() => expectNoViolations(house));
  afterAll(() => house.close());

  const fresh = (): string => `${STORY}\n\nThis is edition ${++editions}.`;
  const settings = (who: Person): Promise<Message> => who.slash("#news", "pith", {}, OFFICE("settings")).response();
  const summarise = (who: Person, where = "#news", text = fresh()): Promise<Message> =>
    who.slash(where, "summarise", { text }).response(isDone);
  const limit = async (filled: Record<string, string>): Promise<Message> => {
    const form = manager.press(await settings(manager), "v1:set:limits");
    return (await manager.submit(form, filled)).response();
  };
  const now = ({ id }: Message): Message => house.discord.state.message(id)!;

  test("only who manages the server may set anything, and sees it alone", async () => {
    const { ada } = house.discord;
    const refused = await settings(ada);
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      ada.id,
      expect.stringContaining("That is not for you to do"),
    ]);
    const panel = await settings(manager);
    expect(panel.ephemeralFor).toBe(manager.id);
    const inDm = await ada.slash(ada.dm(), "pith", {}, OFFICE("settings")).response();
    expect(textOf(inDm)).toContain("settings are for servers");
  });

  test("length and threads are as the server has set them, unless the asker says otherwise", async () => {
    const { ada, state } = house.discord;
    await manager.choose(await settings(manager), "v1:set:length", ["brief"]).response((m) => isChosen(m, "brief"));
    await manager.press(await settings(manager), "v1:set:threads").response((m) => JSON.stringify(m).includes(": off"));
    const card = await summarise(ada);
    const asked = (): string => house.model.requests.at(-1)!.body.messages.at(-1)!.content;
    const brief = asked();
    await ada.slash("#news", "summarise", { text: fresh(), length: "standard" }).response(isDone);
    expect(Number(/the (\d+) main points/.exec(asked())![1])).toBeGreaterThan(
      Number(/the (\d+) main points/.exec(brief)![1]),
    );
    expect(state.channels.has(card.id)).toBe(false);
    await manager
      .choose(await settings(manager), "v1:set:length", ["standard"])
      .response((m) => isChosen(m, "standard"));
    await manager.press(await settings(manager), "v1:set:threads").response((m) => JSON.stringify(m).includes(": on"));
  });

  test("a channel may have language, length and threads otherwise than its server, and so its threads do", async () => {
    const { ada, state, guild } = house.discord;
    const channel = state.addChannel(guild, `own`);
    const asked = (): string => house.model.requests.at(-1)!.body.messages.at(-1)!.content;
    const points = (): number => Number(/the (\d+) main points/.exec(asked())![1]);
    const panel = (): Promise<Message> => manager.slash(channel, "pith", {}, OFFICE("settings")).response();
    const choose = async (name: string, value: string): Promise<Message> =>
      manager.choose(await panel(), `v1:set:${name}`, [value]).response((m) => isChosen(m, value));
    const speak = async (languageHere: string): Promise<string> => {
      const form = manager.press(await panel(), "v1:set:limits");
      return textOf(await (await manager.submit(form, { languageHere })).response());
    };
    const read = async (where: typeof channel): Promise<Message> =>
      ada.slash(where, "summarise", { text: fresh() }).response(isDone);

    expect(textOf(await panel())).toContain("Language of digests in this channel: as the server");
    await choose("lengthHere", "brief");
    await choose("threadsHere", "off");
    expect(await speak("klingonese!")).toContain("klingonese!");
    expect(await speak("de")).toContain("Language of digests in this channel: de");
    const card = await read(channel);
    const [brief, inGerman] = [points(), asked()];
    expect(inGerman).toMatch(/German|Deutsch|\bde\b/);
    expect(state.channels.has(card.id)).toBe(false);
    const thread = ada.startThread(channel, "talk");
    await read(thread);
    const inThread = await manager.slash(thread, "pith", {}, OFFICE("settings")).response();
    expect(textOf(inThread)).toContain("Language of digests in this channel: de");
    expect(isChosen(inThread, "brief")).toBe(true);
    expect([points(), /German|Deutsch|\bde\b/.test(asked())]).toEqual([brief, true]);
    await summarise(ada);
    expect([points() > brief, /German|Deutsch/.test(asked())]).toEqual([true, false]);

    await choose("lengthHere", "server");
    await choose("threadsHere", "server");
    expect(await speak("")).toContain("Language of digests in this channel: as the server");
    const usual = await read(channel);
    expect(points()).toBeGreaterThan(brief);
    await vi.waitFor(() => expect(state.channels.has(usual.id)).toBe(true), 5000);
    const shown = await house.setMode(channel.id, "offer");
    expect([isChosen(shown, "offer"), textOf(shown)]).toEqual([true, expect.stringContaining("as the server")]);
  });

  test("a role or channel that is refused is told so alone, and managers go on", async () => {
    const { ben, ada, state, guild } = house.discord;
    const role = state.addRole(guild, "guests", 0n);
    const guest = house.discord.addPerson("guest");
    state.addMember(guild, guest.user, [role]);
    const channel = state.addChannel(guild, `quiet`);
    const refuse = async (list: string, ids: string[]): Promise<unknown> =>
      manager
        .choose(await settings(manager), `v1:set:${list}`, ids)
        .response((panel) => ids.every((id) => JSON.stringify(panel.components).includes(`{"id":"${id}"`)));
    await refuse("refusedRoles", [role.id]);
    await refuse("refusedChannels", [channel.id]);
    const refused = await guest.slash("#news", "summarise", { text: fresh() }).response(isDone);
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      guest.id,
      expect.stringContaining("does not let you use Pith"),
    ]);
    const here = await ben.slash(channel, "ask", { question: "How many visitors?" }).response(isDone);
    expect(textOf(here)).toContain("does not let you use Pith, or not in this channel");
    const posted = ada.post(channel, { content: `<@${state.bot.id}> ${fresh()}` });
    const told = await house.discord.waitFor((message) => message.reference?.message_id === posted.id);
    expect(textOf(told)).toContain("not in this channel");
    expect(textOf(await manager.slash(channel, "summarise", { text: fresh() }).response(isDone))).toMatch(/^## /);
    for (const list of ["refusedRoles", "refusedChannels"]) await refuse(list, []);
    await vi.waitFor(async () => expect(JSON.stringify(await settings(manager))).not.toContain(`{"id":"${role.id}"`));
  });

  test("what is typed wrongly changes nothing, and says which field", async () => {
    expect(textOf(await limit({ tokens: "many", language: "", usd: "", days: "" }))).toContain("Tokens a day");
    expect(textOf(await limit({ tokens: "", language: "klingonese!", usd: "", days: "" }))).toContain("klingonese!");
    const panel = textOf(await limit({ tokens: "", language: "de", usd: "2,5", days: "1000" }));
    expect(panel).toContain("US dollars a day: 2.5");
    expect(panel).toContain("Days that documents are kept: 90"); // no longer than the operator does
    await limit({ tokens: "", language: "", usd: "", days: "" });
  });

  test("a budget warns, and then the extractive engine serves, and says so", async () => {
    const { ada } = house.discord;
    const used = textOf(await ada.slash("#news", "pith", {}, OFFICE("usage")).response());
    const today = Number(/Today: ([\d,]+) tokens/.exec(used)![1]!.replace(",", ""));
    expect(today).toBeGreaterThan(0);
    expect(used).toContain("Budget of a day: no limit");
    await limit({ tokens: String(Math.ceil(today * 1.02)), language: "", usd: "", days: "" });
    expect(textOf(await summarise(ada))).toContain("Four fifths of today's budget");
    const calls = house.model.requests.length;
    const spent = textOf(await summarise(ada));
    expect(spent).toContain("Today's budget for the language model is used up");
    expect(spent).toContain("extractive engine");
    expect(house.model.requests.length).toBe(calls);
    await limit({ tokens: "", language: "", usd: "", days: "" });
  });

  test("the small print and help say who reads the texts, and what it cost is told to who paid", async () => {
    const { ada } = house.discord;
    const host = new URL(house.model.url).host;
    const text = fresh();
    const card = textOf(await summarise(ada, "#news", text));
    expect(card).toContain(`model stub · read at ${host.replace(":", "\\:")}`);
    expect(card).toMatch(/· [\d,]+ tokens/);
    await vi.waitFor(async () => expect(textOf(await summarise(ada, "#news", text))).toMatch(/cached(?!.*tokens)/));
    const help = await ada.slash("#news", "pith", {}, OFFICE("help")).response();
    expect(textOf(help)).toContain(`the language model stub at ${host}. They are kept for 90 days.`);
    expect(help.ephemeralFor).toBe(ada.id);
  });

  test("a channel set to react gets a newspaper, and whoever taps it has it digested once", async () => {
    const { ada, ben, state } = house.discord;
    await house.setMode("#auto", "react");
    const file = { name: "story.txt", type: "text/plain", bytes: Buffer.from(fresh()) };
    const posted = ada.post("#auto", { files: [file] });
    await vi.waitFor(() => expect(now(posted).reactions.map(({ emoji }) => emoji)).toEqual(["📰"]), 5000);
    ben.addReaction(posted, "📰");
    ada.addReaction(posted, "📰");
    const card = await house.discord.waitFor(
      (message) => message.reference?.message_id === posted.id && isDone(message),
    );
    expect(textOf(card)).toContain("3 claims");
    const plain = ada.post("#auto", { content: "just talk" });
    ben.addReaction(plain, "📰");
    const cards = [...state.messages.values()].flat().filter(({ reference }) => reference?.message_id === posted.id);
    expect(cards).toHaveLength(1);
    await house.setMode("#auto", "off");
  });

  test("/pith export gives somebody what is stored about him, and nobody else's", async () => {
    const { ben } = house.discord;
    await summarise(ben, "#news", `${STORY}\n\nOnly ben had this edition.`);
    const shown = await ben.slash("#news", "pith", {}, OFFICE("export")).response();
    expect(shown.ephemeralFor).toBe(ben.id);
    const own = JSON.parse(String(house.discord.cdn.bytesOf(shown.attachments[0]!))) as Record<
      string,
      { asker: string }[]
    >;
    expect(own.postings!.length).toBeGreaterThan(0);
    for (const list of Object.values(own)) for (const { asker } of list) expect(asker).toBe(ben.id);
  });

  test("/forget mine takes all of somebody's away after he confirms it: rows, cards, questions and their answers", async () => {
    const { state } = house.discord;
    const mia = house.discord.addPerson("mia");
    const others = await summarise(house.discord.ada);
    const card = await summarise(mia);
    const asked = await mia.slash("#news", "ask", { question: "What would the change cost a year?" }).response(isDone);
    const ask = await vi.waitFor(async () => {
      const shown = await mia.slash("#news", "forget", {}, OFFICE("mine")).response();
      expect(textOf(shown)).toContain("You have posted 1 document, and asked 1 question.");
      return shown;
    });
    expect(textOf(now(card))).toContain("3 claims");
    const done = await mia.press(ask, "Forget it all").response((message) => textOf(message).includes("Forgotten"));
    expect(textOf(done)).toContain("Forgotten: 1 document with its digest, and 1 question.");
    await vi.waitFor(() =>
      expect([card, asked].map((one) => textOf(state.message(one.id)!))).toEqual(["Removed.", "Removed."]),
    );
    expect(textOf(now(others))).toContain("3 claims");
    expect(textOf(await mia.slash("#news", "forget", {}, OFFICE("mine")).response())).toContain("nothing to forget");
  });

  test("/forget mine ends what is still being made", async () => {
    const noa = house.discord.addPerson("noa");
    house.model.delayMs = 2000;
    const working = noa.slash("#news", "summarise", { text: fresh() });
    await working.response((message) => textOf(message).includes("First draft"));
    const ask = await noa.slash("#news", "forget", {}, OFFICE("mine")).response();
    await noa.press(ask, "Forget it all").response((message) => textOf(message).includes("Forgotten"));
    house.model.delayMs = 0;
    expect(textOf(await working.response(isDone))).toContain("Stopped.");
    expect(textOf(await noa.slash("#news", "forget", {}, OFFICE("mine")).response())).toContain("nothing to forget");
  });

  test("/forget channel is for who moderates it, and /forget server for who manages that", async () => {
    const { ada, ben, guild, state } = house.discord;
    const channel = state.addChannel(guild, `gone`);
    const card = await ada.slash(channel, "summarise", { text: fresh() }).response(isDone);
    for (const scope of ["channel", "server"])
      expect(textOf(await ben.slash(channel, "forget", {}, OFFICE(scope)).response())).toContain(
        "That is not for you to do",
      );
    state.setOverwrite(channel, ben.id, { allow: ["ManageMessages"] });
    const ask = await ben.slash(channel, "forget", {}, OFFICE("channel")).response();
    expect(textOf(ask)).toContain("There is 1 document from this channel.");
    await ben.press(ask, "Forget it all").response((message) => textOf(message).includes("Forgotten: 1 document"));
    await vi.waitFor(() => expect(textOf(now(card))).toBe("Removed."));
    const all = await manager.slash(channel, "forget", {}, OFFICE("server")).response();
    await manager.press(all, "Forget it all").response((message) => /Forgotten: \d+ documents/.test(textOf(message)));
    const shown = await ada.slash("#news", "ask", { question: "How many visitors?" }).response(isDone);
    expect(textOf(shown)).toContain("There is no such document here");
  });

  test("who asks too often in a minute is told to wait, alone", async () => {
    const hasty = house.discord.addPerson("hasty");
    let refused: Message | null = null;
    for (let i = 0; i < 85 && !refused; i++) {
      const answer = await hasty.slash("#news", "ask", { question: `Why ${i}?`, document: "none" }).response(isDone);
      if (textOf(answer).includes("many requests in a short time")) refused = answer;
    }
    expect(refused?.ephemeralFor).toBe(hasty.id);
  });
});

test("a digest that is dearer than a set price waits for its asker's word, with the amount", async () => {
  const house = await BotHarness.build("SQLite", {
    environment: { PITH_PRICE_INPUT: "900", PITH_PRICE_OUTPUT: "900", PITH_ASK_USD: "0.05" },
  });
  await house.start();
  const { ada, ben } = house.discord;
  const card = await ada.slash("#news", "summarise", { text: `${STORY}\n\nA dear edition.` }).response(isDone);
  expect(textOf(card)).toContain("waits for your word");
  expect(house.model.requests).toEqual([]);
  const button = buttonsOf(card).find(({ label }) => label?.startsWith("Use the model"))!;
  expect(button.label).toMatch(/^Use the model \(\$\d+\.\d\d\)$/);
  expect(textOf(await ben.press(card, button.label!).response(isDone))).toContain("That is not for you to do");
  await ada.press(card, button.label!).response((message) => textOf(message).includes("Done"));
  expect(textOf(house.discord.state.message(card.id)!)).toMatch(/model stub .*\$\d/);
  await house.close();
  expect([house.faults, house.discord.violations]).toEqual([[], []]);
});
