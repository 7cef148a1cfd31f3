import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Channel, type Interaction, type Message, textOf } from "../../playground/discord/index.ts";
import type { PermissionName } from "../../playground/discord/state/permissions.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone, labelsOf } from "./harness.ts";

const VERIFIED = "3 claims, 3 verified";
const GIST = "What the document says in short.";
let editions = 0;
const fresh = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;
const file = (name: string, text = fresh()) => ({ name, type: "text/plain", bytes: Buffer.from(text) });
const empty = () => file("empty.txt", "");

describe("several sources at once", () => {
  let house: BotHarness;
  let rooms = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
  });
  afterEach(() => {
    house.discord.faults.clear();
    house.model.delayMs = 0;
    expectNoViolations(house);
  });
  afterAll(async () => {
    await house.close();
  });

  const room = (...deny: PermissionName[]): Channel => {
    const { state, guild } = house.discord;
    const channel = state.addChannel(guild, `several-${++rooms}`);
    if (deny.length) state.setOverwrite(channel, state.bot.id, { deny });
    return channel;
  };
  const page = (title: string): string => {
    const path = `/several-${++editions}`;
    house.site.pages.set(path, articlePage(title, fresh().split("\n\n")));
    return house.site.origin + path;
  };
  const isOurs = ({ author }: Message): boolean => author === house.discord.state.bot.id;
  const ours = (where: Channel | string): Message[] => house.discord.messagesIn(where).filter(isOurs);
  const now = ({ id }: Message): Message => house.discord.state.message(id)!;
  const inThread = ({ id }: Message): Message[] => ours(house.discord.channel(id)).filter((one) => isDone(one));
  const mention = (): string => `<@${house.discord.state.bot.id}>`;
  /** The overview of a channel that nothing else happens in, when all is done. */
  const overviewIn = (channel: Channel): Promise<Message> =>
    house.discord.waitFor((one) => one.channel_id === channel.id && isOurs(one) && isDone(one), 15_000);

  test("by command: a line for each in the channel, and in the thread on it a card for each", async () => {
    const channel = room();
    const options = { url: page("The harbour"), file: file("library.txt") };
    const overview = await house.discord.ada.slash(channel, "summarise", options).response(isDone);
    const text = textOf(overview);
    expect(text).toMatch(/^### 2 sources\n1\. \*\*library\.txt\*\* · What the document/);
    expect(text).toContain(`2. **[The harbour](<${options.url}>)** · ${GIST}`);
    expect(labelsOf(overview)).toEqual([]);
    expect(ours(channel)).toHaveLength(1);
    const thread = house.discord.channel(overview.id);
    expect(thread.name).toBe("📄 2 sources");
    expect(inThread(overview).map((card) => textOf(card).includes(VERIFIED))).toEqual([true, true]);
    expect(house.botTextsIn(thread).filter((words) => words.startsWith("Ask about these here"))).toHaveLength(1);
    expect(inThread(overview).every(({ id }) => !house.discord.state.channels.has(id))).toBe(true);
  });

  test("while work goes on it says so and has a Stop for all", async () => {
    const channel = room();
    house.model.delayMs = 4000;
    const { ada, ben } = house.discord;
    const before = house.model.requests.length;
    const asked = ada.slash(channel, "summarise", { url: page("Slow"), file: file("slow.txt") });
    const working = await asked.response((one) => textOf(one).includes("2 sources"));
    expect(textOf(working)).toMatch(
      /1\. \*\*slow\.txt\*\* · Reading …\n2\. \*\*127\.0\.0\.1\\:\d+\/several-\d+\*\* · Reading …/,
    );
    expect(labelsOf(working)).toEqual(["Stop"]);
    expect(textOf(await ben.press(working, "Stop").response())).toContain("not for you to do");
    await expect.poll(() => house.model.requests.length - before, { timeout: 4000 }).toBe(2);
    ada.press(working, "Stop");
    const over = await asked.response(isDone);
    expect(textOf(over).match(/Stopped\./g)).toHaveLength(2);
    expect(labelsOf(over)).toEqual([]);
    await expect.poll(() => house.model.abortedRequests, { timeout: 5000 }).toBe(2);
  });

  test("one that fails is told in its line, and to the asker alone with what he can do", async () => {
    const channel = room();
    const { ada } = house.discord;
    const asked = ada.slash(channel, "summarise", { text: fresh(), file: empty() });
    const overview = await asked.response(isDone);
    expect(textOf(overview)).toContain("1. **empty.txt** · There is no text in it");
    expect(textOf(overview)).toContain(GIST);
    await expect.poll(() => asked.followUps.length).toBe(1);
    const [told] = asked.followUps;
    expect([told!.ephemeralFor, textOf(told!)]).toEqual([
      ada.id,
      expect.stringMatching(/^empty\.txt\nThere is no text.*Check/),
    ]);
    expect(inThread(overview)).toHaveLength(1);
  });

  test("by the form, from the Apps menu, and by an offer", async () => {
    const { ada, ben } = house.discord;
    const [formed, listed, offered] = [room(), room(), room()];
    const files = [file("a.txt"), file("b.txt"), file("c.txt")];
    const form = await ada.submit(ada.slash(formed, "summarise"), { files });
    expect(inThread(await form.response(isDone))).toHaveLength(3);
    const menu = ben.messageCommand("Summarise", ada.post(listed, { files: files.slice(1) }));
    expect(inThread(await menu.response(isDone))).toHaveLength(2);
    await house.setMode(offered.id, "offer");
    const posted = ada.post(offered, { files: files.slice(1) });
    const offer = await house.discord.waitFor((one) => one.reference?.message_id === posted.id);
    const taken = await ben.press(offer, "Summarise").response((one) => textOf(one).includes("sources") && isDone(one));
    expect([taken.id, inThread(taken).length]).toEqual([offer.id, 2]);
  });

  test.each<[string, (urls: string[], channel: Channel) => Promise<Interaction>]>([
    [
      "typed into the form",
      async (urls, channel) => {
        const { ada } = house.discord;
        return ada.submit(ada.slash(channel, "summarise"), { text: urls.join("\n"), files: [file("first.txt")] });
      },
    ],
    [
      "in a message, from the Apps menu",
      async (urls, channel) =>
        house.discord.ada.messageCommand("Summarise", house.discord.ben.post(channel, { content: urls.join(" ") })),
    ],
  ])("of more addresses than can be taken, %s, the first are, and that is said", async (_, start) => {
    const channel = room();
    const urls = Array.from({ length: 6 }, (__, i) => page(`Number ${i}`));
    const overview = await (await start(urls, channel)).response(isDone, 15_000);
    expect(textOf(overview)).toMatch(/^### 5 sources\n.*Number 3.*\n-# I take 5 at a time/s);
    expect(inThread(overview)).toHaveLength(5);
    expect(house.discord.channel(overview.id).name).toBe("📄 5 sources");
  });

  test("by a message: a reply, and what fails stands in the thread", async () => {
    const channel = room();
    const content = `${mention()} ${page("One")} and ${page("Two")} and ${house.site.origin}/missing`;
    const posted = house.discord.ada.post(channel, { content });
    const overview = await overviewIn(channel);
    expect(overview.reference?.message_id).toBe(posted.id);
    expect(textOf(overview)).toMatch(
      /### 3 sources\n1\. .*One.*\n2\. .*Two.*\n3\. \*\*.*\/missing\*\* · There is nothing there/,
    );
    await expect.poll(() => inThread(overview).length).toBe(3);
    const failed = inThread(overview).find((one) => textOf(one).includes("There is nothing there"))!;
    expect(labelsOf(failed)).toEqual(["Delete"]);
    expect(ours(channel)).toHaveLength(1);
  });

  test("a reply to a card asks about that one, a mention about all of them", async () => {
    const channel = room();
    const [first, second] = ["The ferry had 311 passengers on Monday.", "The tower had 777 steps on Monday."];
    const files = [first, second].map((line, i) => file(`${i}.txt`, `${line}\n\n${fresh()}`));
    house.discord.ada.post(channel, { content: mention(), files });
    const overview = await overviewIn(channel);
    const [ferry] = inThread(overview).filter((one) => textOf(one).includes("0.txt"));
    const thread = house.discord.channel(overview.id);
    const ask = async (content: string, replyTo?: Message): Promise<string> => {
      const asked = house.discord.ben.post(thread, { content, ...(replyTo && { replyTo }) });
      return textOf(await house.discord.waitFor((one) => one.reference?.message_id === asked.id && isDone(one)));
    };
    const asked = house.discord.ben.slash(channel, "ask", { question: "How many visitors had the library?" });
    expect(textOf(await asked.response(isDone))).toContain("48,000 visitors");
    expect(await ask("How many steps had the tower?", ferry)).toContain("does not say");
    expect(await ask(`${mention()} How many steps had the tower?`)).toContain("777 steps");
  });

  test("what is forgotten is removed from its line, by /forget and with the message that held it", async () => {
    const channel = room();
    const { ada } = house.discord;
    const posted = ada.post(channel, { content: mention(), files: [file("kept.txt"), file("gone.txt")] });
    const overview = await overviewIn(channel);
    const gone = inThread(overview).find((one) => textOf(one).includes("gone.txt"))!;
    const [posting] = await house.postingsOf(gone.id);
    await ada.slash(channel, "forget", { document: posting!.id }, { subcommand: "document" }).response(isDone);
    expect(textOf(now(gone))).toBe("Removed.");
    expect(textOf(now(overview))).toMatch(/1\. \*\*kept\.txt\*\* · .*\n2\. Removed\./);
    ada.deleteMessage(posted);
    await house.discord.waitFor(
      ({ id, ...one }) => id === overview.id && /1\. Removed\.\n2\. Removed\./.test(textOf(one as Message)),
    );
    await expect.poll(() => inThread(overview).map((one) => textOf(one))).toEqual(["Removed.", "Removed."]);
  });

  test.each<[string, (posted: Message, channel: Channel) => Promise<unknown>]>([
    [
      "/forget mine",
      async (_, channel) => {
        const { ada } = house.discord;
        const sure = await ada.slash(channel, "forget", {}, { subcommand: "mine" }).response();
        return ada.press(sure, "Forget it all").response((one) => textOf(one).includes("Forgotten"));
      },
    ],
    ["the message that held them", async (posted) => house.discord.ada.deleteMessage(posted)],
  ])("what is being read is removed from its line too, with %s", async (_, forget) => {
    const channel = room();
    house.model.delayMs = 2000;
    const { ada } = house.discord;
    const posted = ada.post(channel, { content: mention(), files: [file("secret.txt"), file("plan.txt")] });
    const working = await house.discord.waitFor((one) => one.channel_id === channel.id && isOurs(one));
    expect(textOf(working)).toContain("secret.txt");
    await forget(posted, channel);
    await expect
      .poll(() => textOf(now(working)), { timeout: 8000 })
      .toMatch(/^### 2 sources\n1\. Removed\.\n2\. Removed\.$/);
    expect(isDone(now(working))).toBe(true);
  });

  test("another form of a card stands on it, in the thread", async () => {
    const channel = room();
    const { ada } = house.discord;
    const asked = ada.slash(channel, "summarise", { text: fresh(), file: file("shape.txt") });
    const overview = await asked.response(isDone);
    const [card] = inThread(overview);
    const choices = await ada.press(card!, "Shape").response();
    const said = await ada.choose(choices, "v1:shape", ["shorter"]).response(isDone);
    expect(textOf(said)).toContain("Done: the card");
    expect([now(card!).editCount > card!.editCount, inThread(overview).length]).toEqual([true, 2]);
  });

  test("a thread that is deleted while work goes on takes the cards with it, and the overview says so", async () => {
    const channel = room();
    house.model.delayMs = 2500;
    const asked = house.discord.ada.slash(channel, "summarise", { text: fresh(), file: file("gone.txt") });
    const working = await asked.response((one) => textOf(one).includes("2 sources"));
    const { state } = house.discord;
    await expect.poll(() => state.channels.has(working.id)).toBe(true);
    state.removeChannel(house.discord.channel(working.id));
    const over = await asked.response((one) => isDone(one) && labelsOf(one).length === 0);
    expect(textOf(over)).toMatch(/1\. Removed\.\n2\. Removed\./);
    expect(ours(channel)).toHaveLength(1);
  });

  test("a thread that is deleted later does so too: what only its cards held is forgotten", async () => {
    const channel = room();
    const { ada, state } = house.discord;
    const own = await ada.slash(channel, "summarise", { text: fresh(), file: file("gone.txt") }).response(isDone);
    const posted = ada.post(channel, { content: mention(), files: [file("a.txt"), file("b.txt")] });
    await house.discord.waitFor((one) => one.reference?.message_id === posted.id && isDone(one), 15_000);
    for (const { id } of ours(channel)) state.removeChannel(house.discord.channel(id));
    await expect.poll(() => textOf(now(own)), { timeout: 5000 }).toMatch(/1\. Removed\.\n2\. Removed\./);
    expect(await house.postingsIn(own.id)).toEqual([]);
    expect(await house.postingsOf(posted.id)).toHaveLength(2); // their message is there still
  });

  describe("where no thread can be begun", () => {
    const cards = (channel: Channel | string) => house.botTextsIn(channel).filter((text) => text.includes(VERIFIED)).length;
    test.each<PermissionName>(["CreatePublicThreads", "SendMessagesInThreads"])(
      "for want of %s: a card each",
      async (right) => {
        const channel = room(right);
        await house.discord.ada.slash(channel, "summarise", { text: fresh(), file: file("a.txt") }).response(isDone);
        await expect.poll(() => cards(channel), { timeout: 10_000 }).toBe(2);
        expect(ours(channel)).toHaveLength(2);
      },
    );

    test("in a thread and in direct messages: a card each", async () => {
      const { ada } = house.discord;
      const thread = ada.startThread(room(), "talk");
      for (const where of [thread, ada.dm()]) {
        await ada.slash(where, "summarise", { text: fresh(), file: file("a.txt") }).response(isDone);
        await expect.poll(() => cards(where), { timeout: 10_000 }).toBe(2);
        expect(house.botTextsIn(where).filter((text) => text.includes("2 sources"))).toEqual([]);
      }
    });

    test("more addresses than can be taken are refused, which the asker alone is told", async () => {
      const { ada } = house.discord;
      const thread = ada.startThread(room(), "talk");
      const urls = Array.from({ length: 6 }, (_, i) => page(`Number ${i}`));
      const asked = await ada.submit(ada.slash(thread, "summarise"), { text: urls.join("\n") });
      const told = await asked.response((one) => one.ephemeralFor !== null);
      expect([told.ephemeralFor, textOf(told)]).toEqual([ada.id, expect.stringContaining("5 at a time")]);
      expect(cards(thread)).toBe(0);
    });

    test("of more addresses than can be taken in a message the first are, and a reply says so", async () => {
      const { ada } = house.discord;
      const urls = Array.from({ length: 6 }, (_, i) => page(`Number ${i}`));
      const before = cards(ada.dm());
      ada.post(ada.dm(), { content: urls.join(" ") });
      await expect.poll(() => cards(ada.dm()), { timeout: 15_000 }).toBe(before + 5);
      await expect.poll(() => house.botTextsIn(ada.dm()).join("\n")).toContain("I take 5 at a time");
    });

    test("though it looked as if it could: the cards follow in the channel", async () => {
      const channel = room();
      const refused = { code: 50_013, message: "Missing Permissions" };
      house.discord.faults.respond({ method: "POST", path: /\/threads$/ }, 403, refused);
      const asked = house.discord.ada.slash(channel, "summarise", { text: fresh(), file: file("a.txt") });
      expect(textOf(await asked.response(isDone))).toContain("2 sources");
      await expect.poll(() => cards(channel)).toBe(2);
      expect(ours(channel)).toHaveLength(3);
    });
  });

  test("edits the overview at most once per interval", async () => {
    const channel = room();
    const files = Array.from({ length: 5 }, (_, i) => file(`${i}.txt`));
    const { ada, requests } = house.discord;
    const before = requests.length;
    const begun = performance.now();
    const overview = await (await ada.submit(ada.slash(channel, "summarise"), { files })).response(isDone);
    const took = performance.now() - begun;
    expect(inThread(overview)).toHaveLength(5);
    const edits = requests
      .slice(before)
      .filter(({ method, path }) => method === "PATCH" && path.endsWith(`/messages/${overview.id}`));
    expect(edits.length).toBeLessThanOrEqual(1 + took / house.timings.editIntervalMs);
  });

  const request = (method: string, path: RegExp) => ({ method, path });
  test.each<[string, { method: string; path: RegExp }]>([
    ["the first edit", request("PATCH", /^\/webhooks\//)],
    ["the thread", request("POST", /\/threads$/)],
    ["a message in it", request("POST", /^\/channels\/\d+\/messages$/)],
    ["an edit of the overview", request("PATCH", /^\/channels\/\d+\/messages\/\d+$/)],
  ])("%s fails, or its answer is lost: each card comes once", async (_, match) => {
    for (const after of [false, true]) {
      const channel = room();
      house.discord.faults.drop(match, { afterHandling: after });
      const asked = house.discord.ada.slash(channel, "summarise", { text: fresh(), file: file("a.txt") });
      const overview = await asked.response(isDone, 20_000);
      expect(inThread(overview)).toHaveLength(2);
      expect(house.botTextsIn(overview.id).filter((words) => words.startsWith("Ask about these"))).toHaveLength(1);
      expect(ours(channel)).toHaveLength(1);
      house.faults.splice(0); // that it is logged is right
    }
  });

  test("when the token has run out: the overview comes as a message that mentions its asker, once", async () => {
    const channel = room();
    house.discord.faults.respond({ method: "POST", path: "/callback" }, 404, { code: 10_062, message: "x" });
    house.discord.ada.slash(channel, "summarise", { text: fresh(), file: file("a.txt") });
    const overview = await overviewIn(channel);
    expect(inThread(overview)).toHaveLength(2);
    expect(house.takeBotPings().map(({ id }) => id)).toEqual([house.discord.ada.id]);
  });
});
