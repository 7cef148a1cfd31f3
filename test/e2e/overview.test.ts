import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Channel, type Interaction, type Message, textOf } from "../../playground/discord/index.ts";
import type { PermissionName } from "../../playground/discord/state/permissions.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone, labelsOf } from "./harness.ts";

const GIST = "Opponents said the money was needed for the swimming hall, which has been closed since March.";
let editions = 0;
const createText = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;
const createFile = (name: string, text = createText()) => ({ name, type: "text/plain", bytes: Buffer.from(text) });

describe("overviews of several sources", () => {
  let harness: BotHarness;
  let channels = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => {
    harness.discord.faults.clear();
    harness.model.delayMs = 0;
    expectNoViolations(harness);
  });
  afterAll(async () => {
    await harness.close();
  });

  /** Creates a channel in which the bot lacks the given permissions. */
  const createChannel = (...deny: PermissionName[]): Channel => {
    const { state, guild } = harness.discord;
    const channel = state.addChannel(guild, `channel-${++channels}`);
    if (deny.length) state.setOverwrite(channel, state.bot.id, { deny });
    return channel;
  };
  const createPage = (title: string): string => {
    const path = `/several-${++editions}`;
    harness.site.pages.set(path, articlePage(title, createText().split("\n\n")));
    return harness.site.origin + path;
  };
  const isByBot = ({ author }: Message): boolean => author === harness.discord.state.bot.id;
  const botMessagesIn = (channel: Channel | string): Message[] => harness.discord.messagesIn(channel).filter(isByBot);
  const currentVersion = ({ id }: Message): Message => harness.discord.state.message(id)!;
  const cardsInThread = ({ id }: Message): Message[] => botMessagesIn(harness.discord.channel(id)).filter(isDone);
  const mention = (): string => `<@${harness.discord.state.bot.id}>`;
  /** Waits for the finished overview in a channel that has no other messages by the bot. */
  const overviewIn = (channel: Channel): Promise<Message> =>
    harness.discord.waitFor((one) => one.channel_id === channel.id && isByBot(one) && isDone(one));

  test("/summarise with a URL and a file posts an overview, and a card for each source in its thread", async () => {
    const channel = createChannel();
    const options = { url: createPage("The harbour"), file: createFile("library.txt") };
    const overview = await harness.discord.ada.slash(channel, "summarise", options).response(isDone);
    const text = textOf(overview);
    expect(text).toContain(
      `### 2 sources\n1. **library.txt** · ${GIST}\n2. **[The harbour](<${options.url}>)** · ${GIST}`,
    );
    expect(labelsOf(overview)).toEqual([]);
    expect(botMessagesIn(channel)).toHaveLength(1);
    const thread = harness.discord.channel(overview.id);
    expect(thread.name).toBe("📄 2 sources");
    expect(cardsInThread(overview).map((card) => textOf(card).includes(FAITHFUL))).toEqual([true, true]);
    expect(harness.botTextsIn(thread).filter((words) => words.startsWith("Questions? Reply to a card"))).toHaveLength(
      1,
    );
    expect(cardsInThread(overview).every(({ id }) => !harness.discord.state.channels.has(id))).toBe(true);
  });

  test("shows the progress of each source, and a Stop button for all of them", async () => {
    const channel = createChannel();
    harness.model.delayMs = 20_000;
    const { ada, ben } = harness.discord;
    const before = harness.model.requests.length;
    const command = ada.slash(channel, "summarise", { url: createPage("Slow"), file: createFile("slow.txt") });
    const working = await command.response((one) => textOf(one).includes("2 sources"));
    expect(textOf(working)).toMatch(
      /1\. \*\*slow\.txt\*\* · Reading …\n2\. \*\*127\.0\.0\.1\\:\d+\/several-\d+\*\* · Reading …/,
    );
    expect(labelsOf(working)).toEqual(["Stop"]);
    expect(textOf(await ben.press(working, "Stop").response())).toContain("You're not allowed to do that");
    await expect.poll(() => harness.model.requests.length - before).toBe(2);
    ada.press(working, "Stop");
    const stopped = await command.response(isDone);
    // Both keep their drafts.
    expect(textOf(stopped)).not.toContain("Stopped.");
    const kept = cardsInThread(stopped).map(textOf);
    expect(kept.filter((text) => text.includes("Stopped before the AI finished"))).toHaveLength(2);
    expect(labelsOf(stopped)).toEqual([]);
    await expect.poll(() => harness.model.abortedRequests).toBe(2);
  });

  test("shows an error in the line of its source, and the next step in an ephemeral follow-up", async () => {
    const channel = createChannel();
    const { ada } = harness.discord;
    const command = ada.slash(channel, "summarise", { text: createText(), file: createFile("empty.txt", "") });
    const overview = await command.response(isDone);
    expect(textOf(overview)).toContain("1. **empty.txt** · There's no text in it");
    expect(textOf(overview)).toContain(GIST);
    await expect.poll(() => command.followUps.length).toBe(1);
    const [followUp] = command.followUps;
    expect([followUp!.ephemeralFor, textOf(followUp!)]).toEqual([
      ada.id,
      expect.stringMatching(/^empty\.txt\nThere's no text.*Check/),
    ]);
    expect(cardsInThread(overview)).toHaveLength(1);
  });

  test("posts an overview for files in the modal, from the Apps menu and in an offer", async () => {
    const { ada, ben } = harness.discord;
    const [modalChannel, menuChannel, offerChannel] = [createChannel(), createChannel(), createChannel()];
    const files = [createFile("a.txt"), createFile("b.txt"), createFile("c.txt")];
    const modal = await ada.submit(ada.slash(modalChannel, "summarise"), { files });
    expect(cardsInThread(await modal.response(isDone))).toHaveLength(3);
    const menu = ben.messageCommand("Summarise", ada.post(menuChannel, { files: files.slice(1) }));
    expect(cardsInThread(await menu.response(isDone))).toHaveLength(2);
    await harness.setMode(offerChannel.id, "offer");
    const posted = ada.post(offerChannel, { files: files.slice(1) });
    const offer = await harness.discord.waitFor((one) => one.reference?.message_id === posted.id);
    const overview = await ben
      .press(offer, "Summarise")
      .response((one) => textOf(one).includes("sources") && isDone(one));
    expect([overview.id, cardsInThread(overview).length]).toEqual([offer.id, 2]);
  });

  test.each<[string, (urls: string[], channel: Channel) => Promise<Interaction>]>([
    [
      "in the modal",
      async (urls, channel) => {
        const { ada } = harness.discord;
        return ada.submit(ada.slash(channel, "summarise"), { text: urls.join("\n"), files: [createFile("first.txt")] });
      },
    ],
    [
      "in a message, from the Apps menu",
      async (urls, channel) =>
        harness.discord.ada.messageCommand("Summarise", harness.discord.ben.post(channel, { content: urls.join(" ") })),
    ],
  ])("summarises the first five of six URLs %s, with a note", async (_, submit) => {
    const channel = createChannel();
    const urls = Array.from({ length: 6 }, (__, i) => createPage(`Number ${i}`));
    const overview = await (await submit(urls, channel)).response(isDone);
    expect(textOf(overview)).toMatch(/^### 5 sources\n.*Number 3.*\n-# I read the first 5/s);
    expect(cardsInThread(overview)).toHaveLength(5);
    expect(harness.discord.channel(overview.id).name).toBe("📄 5 sources");
  });

  test("replies to a mention with an overview, and posts errors in its thread", async () => {
    const channel = createChannel();
    const content = `${mention()} ${createPage("One")} and ${createPage("Two")} and ${harness.site.origin}/missing`;
    const posted = harness.discord.ada.post(channel, { content });
    const overview = await overviewIn(channel);
    expect(overview.reference?.message_id).toBe(posted.id);
    expect(textOf(overview)).toMatch(
      /### 3 sources\n1\. .*One.*\n2\. .*Two.*\n3\. \*\*.*\/missing\*\* · That page or file doesn't exist/,
    );
    await expect.poll(() => cardsInThread(overview).length).toBe(3);
    const failed = cardsInThread(overview).find((one) => textOf(one).includes("That page or file doesn't exist"))!;
    expect(labelsOf(failed)).toEqual(["Delete"]);
    expect(botMessagesIn(channel)).toHaveLength(1);
  });

  test("answers a reply from the document of its card, and a mention from all documents of the overview", async () => {
    const channel = createChannel();
    const [first, second] = ["The ferry had 311 passengers on Monday.", "The tower had 777 steps on Monday."];
    const files = [first, second].map((line, i) => createFile(`${i}.txt`, `${line}\n\n${createText()}`));
    harness.discord.ada.post(channel, { content: mention(), files });
    const overview = await overviewIn(channel);
    const [ferry] = cardsInThread(overview).filter((one) => textOf(one).includes("0.txt"));
    const thread = harness.discord.channel(overview.id);
    const ask = async (content: string, replyTo?: Message): Promise<string> => {
      const question = harness.discord.ben.post(thread, { content, ...(replyTo && { replyTo }) });
      return textOf(await harness.discord.waitFor((one) => one.reference?.message_id === question.id && isDone(one)));
    };
    const command = harness.discord.ben.slash(channel, "ask", { question: "How many visitors had the library?" });
    expect(textOf(await command.response(isDone))).toContain("48,000 visitors");
    expect(await ask("How many steps had the tower?", ferry)).toContain("does not say");
    expect(await ask(`${mention()} How many steps had the tower?`)).toContain("777 steps");
  });

  test("removes a forgotten document from the overview, by /forget and with its source message", async () => {
    const channel = createChannel();
    const { ada } = harness.discord;
    const posted = ada.post(channel, { content: mention(), files: [createFile("kept.txt"), createFile("gone.txt")] });
    const overview = await overviewIn(channel);
    const gone = cardsInThread(overview).find((one) => textOf(one).includes("gone.txt"))!;
    const [posting] = await harness.postingsOf(gone.id);
    await ada.slash(channel, "forget", { document: posting!.id }, { subcommand: "document" }).response(isDone);
    expect(textOf(currentVersion(gone))).toBe("Deleted.");
    expect(textOf(currentVersion(overview))).toMatch(/1\. \*\*kept\.txt\*\* · .*\n2\. Deleted\./);
    ada.deleteMessage(posted);
    await harness.discord.waitFor(
      ({ id, ...one }) => id === overview.id && /1\. Deleted\.\n2\. Deleted\./.test(textOf(one as Message)),
    );
    await expect.poll(() => cardsInThread(overview).map((one) => textOf(one))).toEqual(["Deleted.", "Deleted."]);
  });

  test.each<[string, (posted: Message, channel: Channel) => Promise<unknown>]>([
    [
      "/forget mine",
      async (_, channel) => {
        const { ada } = harness.discord;
        const confirmation = await ada.slash(channel, "forget", {}, { subcommand: "mine" }).response();
        return ada.press(confirmation, "Delete all").response((one) => textOf(one).startsWith("Deleted"));
      },
    ],
    ["the deletion of their source message", async (posted) => harness.discord.ada.deleteMessage(posted)],
  ])("removes documents from the overview while they are being summarised, by %s", async (_, forget) => {
    const channel = createChannel();
    harness.model.delayMs = 2000;
    const { ada } = harness.discord;
    const posted = ada.post(channel, { content: mention(), files: [createFile("secret.txt"), createFile("plan.txt")] });
    const working = await harness.discord.waitFor((one) => one.channel_id === channel.id && isByBot(one));
    expect(textOf(working)).toContain("secret.txt");
    await forget(posted, channel);
    await expect.poll(() => textOf(currentVersion(working))).toMatch(/^### 2 sources\n1\. Deleted\.\n2\. Deleted\.$/);
    expect(isDone(currentVersion(working))).toBe(true);
  });

  test("Adjust changes a card in the thread", async () => {
    const channel = createChannel();
    const { ada } = harness.discord;
    const command = ada.slash(channel, "summarise", { text: createText(), file: createFile("shape.txt") });
    const overview = await command.response(isDone);
    const [card] = cardsInThread(overview);
    const menu = await ada.press(card!, "Adjust").response();
    const response = await ada.choose(menu, "v1:shape", ["shorter"]).response(isDone);
    expect(textOf(response)).toContain("Updated.");
    expect([currentVersion(card!).editCount > card!.editCount, cardsInThread(overview).length]).toEqual([true, 2]);
  });

  test("marks the sources as removed if the thread is deleted while they are being summarised", async () => {
    const channel = createChannel();
    harness.model.delayMs = 2500;
    const command = harness.discord.ada.slash(channel, "summarise", {
      text: createText(),
      file: createFile("gone.txt"),
    });
    const working = await command.response((one) => textOf(one).includes("2 sources"));
    const { state } = harness.discord;
    await expect.poll(() => state.channels.has(working.id)).toBe(true);
    state.removeChannel(harness.discord.channel(working.id));
    const overview = await command.response((one) => isDone(one) && labelsOf(one).length === 0);
    expect(textOf(overview)).toMatch(/1\. Deleted\.\n2\. Deleted\./);
    expect(botMessagesIn(channel)).toHaveLength(1);
  });

  test("forgets documents without a source message when the thread is deleted", async () => {
    const channel = createChannel();
    const { ada, state } = harness.discord;
    const own = await ada
      .slash(channel, "summarise", { text: createText(), file: createFile("gone.txt") })
      .response(isDone);
    const posted = ada.post(channel, { content: mention(), files: [createFile("a.txt"), createFile("b.txt")] });
    await harness.discord.waitFor((one) => one.reference?.message_id === posted.id && isDone(one));
    for (const { id } of botMessagesIn(channel)) state.removeChannel(harness.discord.channel(id));
    await expect.poll(() => textOf(currentVersion(own))).toMatch(/1\. Deleted\.\n2\. Deleted\./);
    expect(await harness.postingsIn(own.id)).toEqual([]);
    expect(await harness.postingsOf(posted.id)).toHaveLength(2); // Their source message still exists.
  });

  describe("without a thread", () => {
    const countCards = (channel: Channel | string) =>
      harness.botTextsIn(channel).filter((text) => text.includes(FAITHFUL)).length;
    test.each<PermissionName>(["CreatePublicThreads", "SendMessagesInThreads"])(
      "posts a card for each source without the permission %s",
      async (permission) => {
        const channel = createChannel(permission);
        await harness.discord.ada
          .slash(channel, "summarise", { text: createText(), file: createFile("a.txt") })
          .response(isDone);
        await expect.poll(() => countCards(channel)).toBe(2);
        expect(botMessagesIn(channel)).toHaveLength(2);
      },
    );

    test("posts a card for each source in threads and direct messages", async () => {
      const { ada } = harness.discord;
      const thread = ada.startThread(createChannel(), "talk");
      for (const channel of [thread, ada.dm()]) {
        await ada.slash(channel, "summarise", { text: createText(), file: createFile("a.txt") }).response(isDone);
        await expect.poll(() => countCards(channel)).toBe(2);
        expect(harness.botTextsIn(channel).filter((text) => text.includes("2 sources"))).toEqual([]);
      }
    });

    test("refuses more than five URLs in the modal with an ephemeral message", async () => {
      const { ada } = harness.discord;
      const thread = ada.startThread(createChannel(), "talk");
      const urls = Array.from({ length: 6 }, (_, i) => createPage(`Number ${i}`));
      const modal = await ada.submit(ada.slash(thread, "summarise"), { text: urls.join("\n") });
      const refusal = await modal.response((one) => one.ephemeralFor !== null);
      expect([refusal.ephemeralFor, textOf(refusal)]).toEqual([ada.id, expect.stringContaining("5 at a time")]);
      expect(countCards(thread)).toBe(0);
    });

    test("summarises the first five of six URLs in a message, with a note", async () => {
      const { ada } = harness.discord;
      const urls = Array.from({ length: 6 }, (_, i) => createPage(`Number ${i}`));
      const before = countCards(ada.dm());
      ada.post(ada.dm(), { content: urls.join(" ") });
      await expect.poll(() => countCards(ada.dm())).toBe(before + 5);
      await expect.poll(() => harness.botTextsIn(ada.dm()).join("\n")).toContain("I read the first 5");
    });

    test("posts the cards in the channel if Discord refuses the thread", async () => {
      const channel = createChannel();
      const refused = { code: 50_013, message: "Missing Permissions" };
      harness.discord.faults.respond({ method: "POST", path: /\/threads$/ }, 403, refused);
      const command = harness.discord.ada.slash(channel, "summarise", {
        text: createText(),
        file: createFile("a.txt"),
      });
      expect(textOf(await command.response(isDone))).toContain("2 sources");
      await expect.poll(() => countCards(channel)).toBe(2);
      expect(botMessagesIn(channel)).toHaveLength(3);
    });
  });

  test("edits the overview at most once per interval", async () => {
    // The interval is longer than in the other tests. With the short interval, sources finish while an edit is running,
    // and another edit follows at once.
    const slowEdits = await BotHarness.build("SQLite", { timings: { editIntervalMs: 1500 } });
    await slowEdits.start();
    const files = Array.from({ length: 5 }, (_, i) => createFile(`${i}.txt`));
    const { ada, requests } = slowEdits.discord;
    const startedAt = performance.now();
    const overview = await (await ada.submit(ada.slash("#news", "summarise"), { files })).response(isDone);
    const elapsedMs = performance.now() - startedAt;
    expect(slowEdits.discord.messagesIn(overview.id).filter(isDone)).toHaveLength(5);
    const edits = requests.filter(
      ({ method, path }) => method === "PATCH" && path.endsWith(`/messages/${overview.id}`),
    );
    expect(edits.length).toBeLessThanOrEqual(1 + elapsedMs / slowEdits.timings.editIntervalMs);
    expectNoViolations(slowEdits);
    await slowEdits.close();
  });

  const request = (method: string, path: RegExp) => ({ method, path });
  test.each<[string, { method: string; path: RegExp }]>([
    ["the first edit of the response", request("PATCH", /^\/webhooks\//)],
    ["the creation of the thread", request("POST", /\/threads$/)],
    ["a message in the thread", request("POST", /^\/channels\/\d+\/messages$/)],
    ["an edit of the overview", request("PATCH", /^\/channels\/\d+\/messages\/\d+$/)],
  ])("posts each card once if %s fails, or its response is lost", async (_, match) => {
    for (const afterHandling of [false, true]) {
      const channel = createChannel();
      harness.discord.faults.drop(match, { afterHandling });
      const command = harness.discord.ada.slash(channel, "summarise", {
        text: createText(),
        file: createFile("a.txt"),
      });
      const overview = await command.response(isDone, 20_000);
      expect(cardsInThread(overview)).toHaveLength(2);
      expect(
        harness.botTextsIn(overview.id).filter((words) => words.startsWith("Questions? Reply to a card")),
      ).toHaveLength(1);
      expect(botMessagesIn(channel)).toHaveLength(1);
      harness.faults.splice(0); // The error is expected in the log.
    }
  });

  test("posts the overview as a message that mentions the requester if the interaction token has expired", async () => {
    const channel = createChannel();
    harness.discord.faults.respond({ method: "POST", path: "/callback" }, 404, { code: 10_062, message: "x" });
    harness.discord.ada.slash(channel, "summarise", { text: createText(), file: createFile("a.txt") });
    const overview = await overviewIn(channel);
    expect(cardsInThread(overview)).toHaveLength(2);
    expect(harness.takeBotPings().map(({ id }) => id)).toEqual([harness.discord.ada.id]);
  });
});
