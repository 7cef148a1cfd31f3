import Sqlite from "better-sqlite3";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FailOnNthCall, injectSqliteFaults } from "../fakes/failOnNthCall.ts";
import { FAITHFUL, modelError } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { BotHarness, isDone } from "./harness.ts";

/**
 * Maximum number of calls of one kind in a scenario. If a scenario makes more, the test fails instead of continuing
 * indefinitely.
 */
const MAX_CALLS = 160;
const TIMEOUT_MS = 20_000;
/** Matches the error texts that a requester may see. */
const ERROR_TEXT = /Something went wrong on my side|could not be|can't be|couldn't reach|I can't find that document/;
const GIST = "Opponents said the money was needed for the swimming hall, which has been closed since March.";
const question = "How many visitors had the library?";

describe("fault injection into each call", () => {
  let harness: BotHarness;
  let edition = 0;
  let databasePath = "";
  const rejections: unknown[] = [];
  const onRejection = (thrown: unknown): void => {
    // If a response arrives before an upload is complete, undici rejects a promise that no caller can handle.
    const isFromUndici =
      thrown instanceof Error && /\(?node:internal\/deps\/undici/.test(thrown.stack?.split("\n")[2] ?? "");
    if (!isFromUndici) rejections.push(thrown);
  };
  const { statements, commits, restore } = injectSqliteFaults();
  const [model, pageFetch, cacheGet, cacheSet] = [
    new FailOnNthCall(),
    new FailOnNthCall(),
    new FailOnNthCall(),
    new FailOnNthCall(),
  ];

  beforeAll(async () => {
    process.on("unhandledRejection", onRejection);
    harness = await BotHarness.build("SQLite");
    await harness.start();
    databasePath = harness.environment.STORE_URL!.slice("sqlite:".length);
    const { respond } = harness.model;
    harness.model.respond = (request, nth) =>
      model.shouldFail() ? modelError(500, "a model that fails on demand") : respond(request, nth);
    harness.site.shouldDropConnection = () => pageFetch.shouldFail();
    const { store } = harness.app!;
    const [get, set] = [store.get.bind(store), store.set.bind(store)];
    store.get = async (key) => {
      if (cacheGet.shouldFail()) throw new Error("a cache that fails on demand");
      return get(key);
    };
    store.set = async (key, value, ttlMs) => {
      if (cacheSet.shouldFail()) throw new Error("a cache that fails on demand");
      return set(key, value, ttlMs);
    };
  });
  afterEach(() => {
    harness.faults.splice(0); // The injected error is expected in the log.
    expect(rejections.splice(0)).toEqual([]);
    expect(harness.discord.violations.splice(0)).toEqual([]);
    expect(harness.takeBotPings()).toEqual([]);
  });
  afterAll(async () => {
    await harness.close();
    restore();
    process.off("unhandledRejection", onRejection);
  });

  const createText = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
  const addPage = (): string => {
    const path = `/page-${++edition}`;
    harness.site.pages.set(path, articlePage(`Story ${edition}`, createText().split("\n\n")));
    return harness.site.origin + path;
  };
  const botMessages = (): Message[] =>
    harness.discord.messagesIn("#news").filter(({ author }) => author === harness.discord.state.bot.id);
  const repliesTo = ({ id }: Message): Message[] =>
    botMessages().filter(({ reference }) => reference?.message_id === id);
  const areJobsFinished = (): boolean => {
    const database = new Sqlite(databasePath, { readonly: true });
    try {
      const { n } = database.prepare("select count(*) n from pith_jobs where finished_at is null").get() as {
        n: number;
      };
      return n === 0;
    } finally {
      database.close();
    }
  };
  const waitForJobs = () => expect.poll(areJobsFinished, { timeout: TIMEOUT_MS, interval: 50 }).toBe(true);
  /** Expects `text` to contain `success` or an error text. Returns whether it contains `success`. */
  const isSuccess = (text: string, success: string): boolean => {
    expect(text).toMatch(new RegExp(`${RegExp.escape(success)}|${ERROR_TEXT.source}`));
    return text.includes(success);
  };
  /** Expects a new request for the same source to return the model's complete digest. */
  const expectCompleteDigest = async (person: Person, options: { url: string } | { text: string }): Promise<void> => {
    const card = await person.slash("#news", "summarise", options).response(isDone, TIMEOUT_MS);
    expect(textOf(card)).toContain(FAITHFUL);
    expect(textOf(card)).toContain(GIST);
  };

  /**
   * One use of the bot. `prepare` sets it up without a fault and returns a function that runs it. That function calls
   * `arm` to enable the fault, and returns a function that checks the outcome.
   */
  type Scenario = { name: string; prepare(): Promise<(arm: () => void) => Promise<() => Promise<void>>> };
  const scenarios: Scenario[] = [
    {
      name: "a link in a message that mentions the bot",
      async prepare() {
        const url = addPage();
        return async (arm) => {
          arm();
          const content = `<@${harness.discord.state.bot.id}> ${url}`;
          const posted = harness.discord.ada.post("#news", { content });
          const isReply = ({ reference }: Message): boolean => reference?.message_id === posted.id;
          const card = await harness.discord.waitFor((one) => isReply(one) && isDone(one), TIMEOUT_MS);
          await waitForJobs();
          return async () => {
            expect(repliesTo(posted)).toHaveLength(1);
            const current = harness.discord.state.message(card.id)!;
            if (isSuccess(textOf(current), FAITHFUL)) {
              const opening = harness.discord
                .messagesIn(card.id)
                .filter(({ content: text }) => text.startsWith("Questions?"));
              expect(opening).toHaveLength(1);
            }
            await expectCompleteDigest(harness.discord.ben, { url });
          };
        };
      },
    },
    {
      name: "/summarise with a text",
      async prepare() {
        const text = createText();
        const before = botMessages().length;
        return async (arm) => {
          arm();
          const interaction = harness.discord.ada.slash("#news", "summarise", { text });
          await interaction.response(isDone, TIMEOUT_MS);
          await waitForJobs();
          return async () => {
            // An error is ephemeral, and replaces the public response.
            const isCard = isSuccess(textOf(interaction.currentResponse!), FAITHFUL);
            expect(interaction.currentResponse!.ephemeralFor).toBe(isCard ? null : harness.discord.ada.id);
            expect(botMessages()).toHaveLength(before + Number(isCard));
            await expectCompleteDigest(harness.discord.ben, { text });
          };
        };
      },
    },
    {
      name: "two files in a message that mentions the bot",
      async prepare() {
        const files = ["one", "two"].map((name) => ({
          name: `${name}.txt`,
          type: "text/plain",
          bytes: Buffer.from(createText()),
        }));
        return async (arm) => {
          arm();
          const posted = harness.discord.ada.post("#news", { content: `<@${harness.discord.state.bot.id}>`, files });
          const isReply = ({ reference }: Message): boolean => reference?.message_id === posted.id;
          await harness.discord.waitFor((one) => isReply(one) && isDone(one), TIMEOUT_MS);
          await waitForJobs();
          return async () => {
            const [overviews, errors] = [true, false].map((isOverview) =>
              repliesTo(posted).filter((one) => textOf(one).startsWith("### 2 sources") === isOverview),
            );
            // Sources that could not be stored are reported in a separate reply.
            expect(errors!.every((one) => ERROR_TEXT.test(textOf(one)))).toBe(true);
            expect([overviews!.length, errors!.length]).toEqual([overviews!.length && 1, errors!.length && 1]);
            for (const overview of overviews!) {
              const text = textOf(overview);
              expect(text).not.toContain("Reading");
              const cards = harness.discord.messagesIn(overview.id).filter((one) => textOf(one).includes(FAITHFUL));
              expect(cards).toHaveLength(text.split(GIST).length - 1);
              expect(
                text
                  .split("\n")
                  .slice(1)
                  .every((line) => line.includes(GIST) || ERROR_TEXT.test(line)),
              ).toBe(true);
            }
          };
        };
      },
    },
    {
      name: "a private question about a document",
      async prepare() {
        const text = createText();
        const card = await harness.discord.ada.slash("#news", "summarise", { text }).response(isDone);
        const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
        await waitForJobs();
        const before = botMessages().length;
        return async (arm) => {
          arm();
          const interaction = harness.discord.ben.slash("#news", "ask", { question, document, private: true });
          const answer = await interaction.response(isDone, TIMEOUT_MS);
          await waitForJobs();
          return async () => {
            isSuccess(textOf(interaction.original!), "48,000 visitors");
            expect(answer.ephemeralFor).toBe(harness.discord.ben.id);
            expect(botMessages()).toHaveLength(before);
            const repeated = harness.discord.ben.slash("#news", "ask", { question, document, private: true });
            expect(textOf(await repeated.response(isDone))).toContain("48,000 visitors");
          };
        };
      },
    },
    {
      name: "Check quotes of a card",
      async prepare() {
        const card = await harness.discord.ada.slash("#news", "summarise", { text: createText() }).response(isDone);
        await waitForJobs();
        const before = botMessages().length;
        return async (arm) => {
          arm();
          const shown = await harness.discord.ben.press(card, "Check quotes").response(undefined, TIMEOUT_MS);
          return async () => {
            isSuccess(textOf(shown), "> ");
            expect(shown.ephemeralFor).toBe(harness.discord.ben.id);
            expect(botMessages()).toHaveLength(before);
          };
        };
      },
    },
  ];

  const discordFault = (kind: "respond" | "drop", afterHandling: boolean) => ({
    arm(nth: number): void {
      const timing = { skip: nth - 1, afterHandling };
      if (kind === "drop") harness.discord.faults.drop({}, timing);
      else harness.discord.faults.respond({}, 500, {}, timing);
    },
    disarm: (): boolean => harness.discord.faults.clear() === 0,
  });
  const faults: Record<string, Pick<FailOnNthCall, "arm" | "disarm">> = {
    "an SQL statement": statements,
    "a commit": commits,
    "a cache read": cacheGet,
    "a cache write": cacheSet,
    "a model request": model,
    "a fetch of a page": pageFetch,
    "a request to Discord, rejected with 500": discordFault("respond", false),
    "a request to Discord, handled but answered with 500": discordFault("respond", true),
    "a request to Discord whose connection drops": discordFault("drop", false),
    "a request to Discord, handled but whose connection drops": discordFault("drop", true),
  };

  describe.each(scenarios)("$name", (scenario) => {
    test.each(Object.entries(faults))(
      "recovers from a fault in each call in turn: %s",
      { timeout: 600_000 },
      async (_, fault) => {
        let calls = 0;
        for (let hasFailed = true; hasFailed; calls++) {
          expect(calls, "the scenario does not terminate").toBeLessThan(MAX_CALLS);
          const run = await scenario.prepare();
          const check = await run(() => fault.arm(calls + 1)).finally(() => {
            hasFailed = fault.disarm();
          });
          await check();
        }
        // The first scenario makes calls of every kind, so each fault occurs at least once.
        if (scenario === scenarios[0]) expect(calls).toBeGreaterThan(1);
      },
    );
  });
});
