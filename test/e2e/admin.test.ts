import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { buttonsOf, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isChosen, isDone } from "./harness.ts";

describe("settings, budgets, export and /forget", () => {
  let harness: BotHarness;
  let manager: Person;
  let editions = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite", { environment: { PITH_USER_PER_MINUTE: "40" } });
    await harness.start();
    manager = harness.addManager();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());

  const createText = (): string => `${STORY}\n\nThis is edition ${++editions}.`;
  const openSettings = (person: Person): Promise<Message> =>
    person.slash("#news", "settings", {}, { force: true }).response();
  const summarise = (person: Person, channel = "#news", text = createText()): Promise<Message> =>
    person.slash(channel, "summarise", { text }).response(isDone);
  const submitLimits = async (values: Record<string, string>): Promise<Message> => {
    const form = manager.press(await openSettings(manager), "v1:set:limits");
    return (await manager.submit(form, values)).response();
  };
  /** Returns the text of a panel and the labels of its buttons. */
  const settingsIn = (panel: Message): string =>
    [textOf(panel), ...buttonsOf(panel).map(({ label }) => label)].join("\n");
  const currentVersion = ({ id }: Message): Message => harness.discord.state.message(id)!;

  test("/settings shows an ephemeral panel to managers, and refuses everybody else", async () => {
    const { ada } = harness.discord;
    const refused = await openSettings(ada);
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      ada.id,
      expect.stringMatching(/^That's for people who manage this server\. Ask one of them\./),
    ]);
    const panel = await openSettings(manager);
    expect(panel.ephemeralFor).toBe(manager.id);
    const inDm = await ada.slash(ada.dm(), "settings", {}, { force: true }).response();
    expect(textOf(inDm)).toContain("settings only work in servers");
  });

  test("uses the server's length and thread settings, unless the command sets a length", async () => {
    const { ada, state } = harness.discord;
    await manager.choose(await openSettings(manager), "v1:set:length", ["brief"]).response((m) => isChosen(m, "brief"));
    await manager
      .press(await openSettings(manager), "v1:set:threads")
      .response((m) => JSON.stringify(m).includes(": off"));
    const card = await summarise(ada);
    const lastPrompt = (): string => harness.model.requests.at(-1)!.body.messages.at(-1)!.content;
    const brief = lastPrompt();
    await ada.slash("#news", "summarise", { text: createText(), length: "standard" }).response(isDone);
    expect(Number(/up to (\d+) "statements"/.exec(lastPrompt())![1])).toBeGreaterThan(
      Number(/up to (\d+) "statements"/.exec(brief)![1]),
    );
    expect(state.channels.has(card.id)).toBe(false);
    await manager
      .choose(await openSettings(manager), "v1:set:length", ["standard"])
      .response((m) => isChosen(m, "standard"));
    await manager
      .press(await openSettings(manager), "v1:set:threads")
      .response((m) => JSON.stringify(m).includes(": on"));
  });

  test("a channel's settings override the server's settings in the channel and its threads", async () => {
    const { ada, state, guild } = harness.discord;
    const channel = state.addChannel(guild, `own`);
    const lastPrompt = (): string => harness.model.requests.at(-1)!.body.messages.at(-1)!.content;
    const requestedPoints = (): number => Number(/up to (\d+) "statements"/.exec(lastPrompt())![1]);
    const openPanel = (): Promise<Message> => manager.slash(channel, "settings").response();
    const chooseOption = async (name: string, value: string): Promise<Message> =>
      manager.choose(await openPanel(), `v1:set:${name}`, [value]).response((m) => isChosen(m, value));
    const setLanguage = async (languageHere: string): Promise<string> => {
      const form = manager.press(await openPanel(), "v1:set:languageHere");
      return settingsIn(await (await manager.submit(form, { languageHere })).response());
    };
    const summariseIn = async (target: typeof channel): Promise<Message> =>
      ada.slash(target, "summarise", { text: createText() }).response(isDone);

    expect(settingsIn(await openPanel())).toContain("Language: same as server");
    await chooseOption("lengthHere", "brief");
    await chooseOption("threadsHere", "off");
    expect(await setLanguage("klingonese!")).toMatch(/don't know that language \(klingonese!\)\. .*Deutsch/);
    expect(await setLanguage("Alemán")).toContain("Language: German");
    const card = await summariseIn(channel);
    const [brief, germanPrompt] = [requestedPoints(), lastPrompt()];
    expect(germanPrompt).toMatch(/German|Deutsch|\bde\b/);
    expect(state.channels.has(card.id)).toBe(false);
    const thread = ada.startThread(channel, "talk");
    await summariseIn(thread);
    const inThread = await manager.slash(thread, "settings").response();
    expect(settingsIn(inThread)).toContain("Language: German");
    expect(isChosen(inThread, "brief")).toBe(true);
    expect([requestedPoints(), /German|Deutsch|\bde\b/.test(lastPrompt())]).toEqual([brief, true]);
    await summarise(ada);
    expect([requestedPoints() > brief, /German|Deutsch/.test(lastPrompt())]).toEqual([true, false]);

    await chooseOption("lengthHere", "server");
    await chooseOption("threadsHere", "server");
    expect(await setLanguage("")).toContain("Language: same as server");
    const cardByDefaults = await summariseIn(channel);
    expect(requestedPoints()).toBeGreaterThan(brief);
    await vi.waitFor(() => expect(state.channels.has(cardByDefaults.id)).toBe(true), 5000);
    const panel = await harness.setMode(channel.id, "offer");
    expect([isChosen(panel, "offer"), settingsIn(panel)]).toEqual([true, expect.stringContaining("same as server")]);
  });

  test("refuses roles and channels that the server excludes, but not managers", async () => {
    const { ben, ada, state, guild } = harness.discord;
    const role = state.addRole(guild, "guests", 0n);
    const guest = harness.discord.addPerson("guest");
    state.addMember(guild, guest.user, [role]);
    const channel = state.addChannel(guild, `quiet`);
    const setRefused = async (list: string, ids: string[]): Promise<unknown> =>
      manager
        .choose(await openSettings(manager), `v1:set:${list}`, ids)
        .response((panel) => ids.every((id) => JSON.stringify(panel.components).includes(`{"id":"${id}"`)));
    await setRefused("refusedRoles", [role.id]);
    await setRefused("refusedChannels", [channel.id]);
    const refused = await guest.slash("#news", "summarise", { text: createText() }).response(isDone);
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      guest.id,
      expect.stringContaining("not allowed to use me"),
    ]);
    const refusedQuestion = await ben.slash(channel, "ask", { question: "How many visitors?" }).response(isDone);
    expect(textOf(refusedQuestion)).toContain("not allowed to use me in this server or channel");
    const posted = ada.post(channel, { content: `<@${state.bot.id}> ${createText()}` });
    const reply = await harness.discord.waitFor((message) => message.reference?.message_id === posted.id);
    expect(textOf(reply)).toContain("in this server or channel");
    expect(textOf(await manager.slash(channel, "summarise", { text: createText() }).response(isDone))).toContain(
      FAITHFUL,
    );
    for (const list of ["refusedRoles", "refusedChannels"]) await setRefused(list, []);
    await vi.waitFor(async () =>
      expect(JSON.stringify(await openSettings(manager))).not.toContain(`{"id":"${role.id}"`),
    );
  });

  test("rejects invalid limits, names the field, and saves nothing", async () => {
    expect(textOf(await submitLimits({ tokens: "many", usd: "", days: "" }))).toContain("Tokens per day");
    expect(textOf(await submitLimits({ tokens: "", usd: "-1", days: "" }))).toContain("US dollars per day");
    expect(textOf(await openSettings(manager))).toContain("Days to keep documents: 90 (default)");
    const panel = textOf(await submitLimits({ tokens: "", usd: "2,5", days: "1000" }));
    expect(panel).toContain("US dollars per day: 2.5");
    expect(panel).toMatch(/Days to keep documents: 90$/m); // Capped at the limit set by the operator.
    await submitLimits({ tokens: "", usd: "", days: "" });
  });

  test("understands the server's language by name, keeps the other settings, and refuses unknown languages", async () => {
    const setLanguage = async (language: string): Promise<string> => {
      const form = manager.press(await openSettings(manager), "v1:set:language");
      return settingsIn(await (await manager.submit(form, { language })).response());
    };
    await submitLimits({ tokens: "5,000,000".replaceAll(",", "'"), usd: "", days: "" });
    const panel = await setLanguage("brazilian portuguese");
    expect(panel).toContain("Language: Brazilian Portuguese");
    expect(panel).toContain("Tokens per day: 5000000");
    for (const unknown of ["klingonish", "x"])
      expect(await setLanguage(unknown)).toContain(`I don't know that language (${unknown}).`);
    expect(settingsIn(await openSettings(manager))).toContain("Language: Brazilian Portuguese");
    expect(await setLanguage("auto")).toContain("Language: same as source");
    await submitLimits({ tokens: "", usd: "", days: "" });
  });

  test("/summarise understands a language by name, and refuses an unknown one to the requester alone", async () => {
    const { ada } = harness.discord;
    await ada.slash("#news", "summarise", { text: createText(), language: "ドイツ語" }).response(isDone);
    expect(harness.model.requests.at(-1)!.body.messages.at(-1)!.content).toContain("German");
    const calls = harness.model.requests.length;
    for (const options of [{ text: createText() }, {}]) {
      const refused = await ada.slash("#news", "summarise", { ...options, language: "klingonish" }).response(isDone);
      expect([refused.ephemeralFor, textOf(refused)]).toEqual([
        ada.id,
        expect.stringContaining("I don't know that language (klingonish)."),
      ]);
    }
    expect(harness.model.requests.length).toBe(calls);
  });

  test("warns near the daily budget, and uses the extractive engine above it", async () => {
    const { ada } = harness.discord;
    const usage = textOf(await ada.slash("#news", "pith", {}, { subcommand: "usage" }).response());
    const today = Number(/Today: ([\d,]+) tokens/.exec(usage)![1]!.replace(",", ""));
    expect(today).toBeGreaterThan(0);
    expect(usage).toContain("Daily budget: no limit");
    await submitLimits({ tokens: String(Math.ceil(today * 1.02)), usd: "", days: "" });
    expect(textOf(await summarise(ada))).toContain("80% of today's AI budget");
    const calls = harness.model.requests.length;
    const overBudget = textOf(await summarise(ada));
    expect(overBudget).toContain("Today's AI budget is used up");
    expect(overBudget).toContain("quotes only");
    expect(harness.model.requests.length).toBe(calls);
    await submitLimits({ tokens: "", usd: "", days: "" });
  });

  test("names the model on cards, the model and its host in /pith help, and the token count only on uncached digests", async () => {
    const { ada } = harness.discord;
    const host = new URL(harness.model.url).host;
    const text = createText();
    const card = textOf(await summarise(ada, "#news", text));
    expect(card).toContain(`${FAITHFUL}, 1,200 tokens`);
    expect(card).not.toContain("127.0.0.1");
    await vi.waitFor(async () => expect(textOf(await summarise(ada, "#news", text))).toMatch(/cached(?!.*tokens)/));
    const help = await ada.slash("#news", "pith", {}, { subcommand: "help" }).response();
    expect(textOf(help)).toContain(`stub at ${host} reads the texts. They are kept for 90 days.`);
    expect(help.ephemeralFor).toBe(ada.id);
  });

  test("reacts with 📰 in mode react, and summarises once when people add the reaction", async () => {
    const { ada, ben, state } = harness.discord;
    await harness.setMode("#auto", "react");
    const file = { name: "story.txt", type: "text/plain", bytes: Buffer.from(createText()) };
    const posted = ada.post("#auto", { files: [file] });
    await vi.waitFor(() => expect(currentVersion(posted).reactions.map(({ emoji }) => emoji)).toEqual(["📰"]), 5000);
    ben.addReaction(posted, "📰");
    ada.addReaction(posted, "📰");
    const card = await harness.discord.waitFor(
      (message) => message.reference?.message_id === posted.id && isDone(message),
    );
    expect(textOf(card)).toContain(FAITHFUL);
    const withoutSource = ada.post("#auto", { content: "just talk" });
    ben.addReaction(withoutSource, "📰");
    const cards = [...state.messages.values()].flat().filter(({ reference }) => reference?.message_id === posted.id);
    expect(cards).toHaveLength(1);
    await harness.setMode("#auto", "off");
  });

  test("/pith export returns only what is stored about the user", async () => {
    const { ben } = harness.discord;
    await summarise(ben, "#news", `${STORY}\n\nOnly ben had this edition.`);
    const shown = await ben.slash("#news", "pith", {}, { subcommand: "export" }).response();
    expect(shown.ephemeralFor).toBe(ben.id);
    const own = JSON.parse(String(harness.discord.cdn.bytesOf(shown.attachments[0]!))) as Record<
      string,
      { asker: string }[]
    >;
    expect(own.postings!.length).toBeGreaterThan(0);
    for (const list of Object.values(own)) for (const { asker } of list) expect(asker).toBe(ben.id);
  });

  test("/forget mine asks for confirmation, then deletes the user's documents, cards, questions and answers", async () => {
    const { state } = harness.discord;
    const mia = harness.discord.addPerson("mia");
    const otherCard = await summarise(harness.discord.ada);
    const card = await summarise(mia);
    const answer = await mia.slash("#news", "ask", { question: "What would the change cost a year?" }).response(isDone);
    const confirmation = await vi.waitFor(async () => {
      const shown = await mia.slash("#news", "forget", {}, { subcommand: "mine" }).response();
      expect(textOf(shown)).toContain("That's 1 question and 1 document with its summary, in all servers");
      return shown;
    });
    expect(textOf(currentVersion(card))).toContain(FAITHFUL);
    const done = await mia
      .press(confirmation, "Delete all")
      .response((message) => textOf(message).startsWith("Deleted"));
    expect(textOf(done)).toContain("Deleted 1 document and 1 question.");
    await vi.waitFor(() =>
      expect([card, answer].map((one) => textOf(state.message(one.id)!))).toEqual(["Deleted.", "Deleted."]),
    );
    expect(textOf(currentVersion(otherCard))).toContain(FAITHFUL);
    expect(textOf(await mia.slash("#news", "forget", {}, { subcommand: "mine" }).response())).toContain(
      "nothing to delete",
    );
  });

  test("/forget mine stops the user's running work", async () => {
    const noa = harness.discord.addPerson("noa");
    harness.model.delayMs = 2000;
    const working = noa.slash("#news", "summarise", { text: createText() });
    await working.response((message) => textOf(message).includes("First draft"));
    const confirmation = await noa.slash("#news", "forget", {}, { subcommand: "mine" }).response();
    await noa.press(confirmation, "Delete all").response((message) => textOf(message).startsWith("Deleted"));
    harness.model.delayMs = 0;
    expect(textOf(await working.response(isDone))).toContain("Stopped.");
    expect(textOf(await noa.slash("#news", "forget", {}, { subcommand: "mine" }).response())).toContain(
      "nothing to delete",
    );
  });

  test("deletes a channel's and the server's data from the panel, and by confirmations of earlier versions", async () => {
    const { ada, ben, guild, state } = harness.discord;
    const channel = state.addChannel(guild, `gone`);
    const isDeleted = (message: Message): boolean => /^Deleted \d+ document/.test(textOf(message));
    const summariseHere = () => ada.slash(channel, "summarise", { text: createText() }).response(isDone);
    const card = await summariseHere();
    const panel = await manager.slash(channel, "settings").response();
    const confirmation = await manager.press(panel, "Delete this channel's data").response();
    expect([confirmation.ephemeralFor, textOf(confirmation)]).toEqual([
      manager.id,
      `Delete 1 document from <#${channel.id}>, with its summary and all questions about it?`,
    ]);
    // Another member can use a confirmation only with Manage Messages, as in earlier versions.
    const confirmAs = async (person: Person): Promise<Message> => {
      const shown = await manager.press(panel, "v1:set:dataChannel").response();
      shown.ephemeralFor = person.id;
      return person.press(shown, "v1:forget:channel").response((message) => !textOf(message).startsWith("Delete "));
    };
    expect(textOf(await confirmAs(ben))).toContain("You're not allowed to do that");
    state.setOverwrite(channel, ben.id, { allow: ["ManageMessages"] });
    expect(textOf(await confirmAs(ben))).toContain("Deleted 1 document");
    await expect.poll(() => textOf(currentVersion(card))).toBe("Deleted.");

    const others = [await summariseHere(), await summarise(ada)];
    const again = await manager.press(panel, "v1:set:dataChannel").response();
    await manager.press(again, "Delete all").response((message) => textOf(message).includes("Deleted 1 document"));
    await expect.poll(() => textOf(currentVersion(others[0]!))).toBe("Deleted.");
    expect(textOf(currentVersion(others[1]!))).not.toBe("Deleted.");
    const serverConfirmation = await manager.press(panel, "Delete this server's data").response();
    expect(textOf(serverConfirmation)).toMatch(/^Delete \d+ documents? from this server, /);
    await manager.press(serverConfirmation, "Delete all").response(isDeleted);
    await expect.poll(() => textOf(currentVersion(others[1]!))).toBe("Deleted.");
    const answer = await ada.slash("#news", "ask", { question: "How many visitors?" }).response(isDone);
    expect(textOf(answer)).toContain("I can't find that document");
  });

  test("the panel names each setting, filled or not, within Discord's limits", async () => {
    const { guild, state } = harness.discord;
    const ids = (count: number, create: (i: number) => { id: string }) =>
      Array.from({ length: count }, (_, i) => create(i).id);
    const roles = ids(25, (i) => state.addRole(guild, `role-${i}`, 0n));
    const channels = ids(25, (i) => state.addChannel(guild, `full-${i}`));
    const lists = { allowedRoles: roles, refusedRoles: roles, allowedChannels: channels, refusedChannels: channels };
    let panel = await harness.setMode("#news", "off");
    for (const [name, values] of Object.entries(lists))
      panel = await manager
        .choose(await openSettings(manager), `v1:set:${name}`, values)
        .response((message) => JSON.stringify(message.components).includes(`{"id":"${values.at(-1)}"`));
    panel = await openSettings(manager);
    const all = panel.components.flatMap((component) => [component, ...(component.components ?? [])]);
    expect(all.length).toBeLessThanOrEqual(40);
    expect(textOf(panel).length).toBeLessThanOrEqual(4000);
    for (const heading of ["Only these roles can use Pith", "These roles can't use Pith", "Only in these channels"])
      expect(textOf(panel)).toContain(`**${heading}**`);
    const labels = all.flatMap(
      ({ options }) => (options as { label: string }[] | undefined)?.map((o) => o.label) ?? [],
    );
    expect(labels.length).toBeGreaterThan(10);
    for (const label of labels) expect(label).toMatch(/^(Auto-summaries|Length|Threads): .{1,25}$/);
    for (const name of Object.keys(lists))
      panel = await manager
        .choose(await openSettings(manager), `v1:set:${name}`, [])
        .response((message) => !JSON.stringify(message.components).includes(`{"id":"nothing"`));
  });

  test("refuses too many requests per minute with an ephemeral reply", async () => {
    const person = harness.discord.addPerson("hasty");
    let refused: Message | null = null;
    for (let i = 0; i < 85 && !refused; i++) {
      const answer = await person.slash("#news", "ask", { question: `Why ${i}?`, document: "none" }).response(isDone);
      if (textOf(answer).includes("too many requests in a short time")) refused = answer;
    }
    expect(refused?.ephemeralFor).toBe(person.id);
  });
});

test("asks the requester to approve a digest above the price limit, with the estimated cost", async () => {
  const harness = await BotHarness.build("SQLite", {
    environment: { PITH_PRICE_INPUT: "900", PITH_PRICE_OUTPUT: "900", PITH_ASK_USD: "0.05" },
  });
  await harness.start();
  const { ada, ben } = harness.discord;
  const card = await ada.slash("#news", "summarise", { text: `${STORY}\n\nA dear edition.` }).response(isDone);
  expect(textOf(card)).toContain("I'm asking first");
  expect(harness.model.requests).toEqual([]);
  const button = buttonsOf(card).find(({ label }) => label?.startsWith("Use AI"))!;
  expect(button.label).toMatch(/^Use AI \(\$\d+\.\d\d\)$/);
  expect(textOf(await ben.press(card, button.label!).response(isDone))).toContain("You're not allowed to do that");
  await ada.press(card, button.label!).response((message) => textOf(message).includes("Updated"));
  expect(textOf(harness.discord.state.message(card.id)!)).toMatch(/· stub, \$\d/);
  await harness.close();
  expect([harness.faults, harness.discord.violations]).toEqual([[], []]);
});
