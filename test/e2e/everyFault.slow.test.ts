import Sqlite from "better-sqlite3";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FailOnNthCall, injectSqliteFaults } from "../fakes/failOnNthCall.ts";
import { modelError } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { BotHarness, isDone } from "./harness.ts";

/** The most calls of a kind that a scene may take: an end that never comes is a fault of its own. */
const MOST_CALLS = 160;
const PATIENCE_MS = 20_000;
/** What failed is tried again at once: a hundred waits of some seconds would make nothing surer. */
/** What the asker reads when something broke: never nothing, and never the error itself. */
const TOLD = /Something went wrong inside Pith|could not be|cannot be|did not answer|There is no such document/;
const DIGEST = "3 claims, 3 verified";
const GIST = "What the document says in short.";
const question = "How many visitors had the library?";

describe("the i-th call fails, for every i", () => {
  let house: BotHarness;
  let edition = 0;
  let path = "";
  const rejections: unknown[] = [];
  const onRejection = (thrown: unknown): void => {
    // Node's own fetch has one that nobody can handle, when an upload is answered before all of it was sent. It breaks nothing.
    const isNodes =
      thrown instanceof Error && /\(?node:internal\/deps\/undici/.test(thrown.stack?.split("\n")[2] ?? "");
    if (!isNodes) rejections.push(thrown);
  };
  const { statements, commits, restore } = injectSqliteFaults();
  const [model, fetched, cacheGet, cacheSet] = [
    new FailOnNthCall(),
    new FailOnNthCall(),
    new FailOnNthCall(),
    new FailOnNthCall(),
  ];

  beforeAll(async () => {
    process.on("unhandledRejection", onRejection);
    house = await BotHarness.build("SQLite");
    await house.start();
    path = house.environment.STORE_URL!.slice("sqlite:".length);
    const { respond } = house.model;
    house.model.respond = (request, nth) =>
      model.shouldFail() ? modelError(500, "a model that fails on demand") : respond(request, nth);
    house.site.shouldDropConnection = () => fetched.shouldFail();
    const { store } = house.app!;
    const { get, set } = store;
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
    house.faults.splice(0); // that it is logged is right
    expect(rejections.splice(0)).toEqual([]);
    expect(house.discord.violations.splice(0)).toEqual([]);
    expect(house.takeBotPings()).toEqual([]);
  });
  afterAll(async () => {
    await house.close();
    restore();
    process.off("unhandledRejection", onRejection);
  });

  const fresh = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
  const page = (): string => {
    const at = `/page-${++edition}`;
    house.site.pages.set(at, articlePage(`Story ${edition}`, fresh().split("\n\n")));
    return house.site.origin + at;
  };
  const ours = (): Message[] =>
    house.discord.messagesIn("#news").filter(({ author }) => author === house.discord.state.bot.id);
  const repliesTo = ({ id }: Message): Message[] => ours().filter(({ reference }) => reference?.message_id === id);
  /** Nothing that was written down is still to be done. */
  const isSettled = (): boolean => {
    const file = new Sqlite(path, { readonly: true });
    try {
      const { n } = file.prepare("select count(*) n from pith_jobs where finished_at is null").get() as { n: number };
      return n === 0;
    } finally {
      file.close();
    }
  };
  const settled = () => expect.poll(isSettled, { timeout: PATIENCE_MS, interval: 50 }).toBe(true);
  const isAnswer = (wanted: string) => (text: string) => {
    expect(text).toMatch(new RegExp(`${RegExp.escape(wanted)}|${TOLD.source}`));
    return text.includes(wanted);
  };
  /** What a fault left behind is not shown to who asks next: he gets the model's own digest, whole. */
  const asksAgain = async (who: Person, options: { url: string } | { text: string }): Promise<void> => {
    const card = await who.slash("#news", "summarise", options).response(isDone, PATIENCE_MS);
    expect(textOf(card)).toContain(DIGEST);
    expect(textOf(card)).toContain(GIST);
  };

  /** A thing that people do: made ready without a fault, then done with one, then looked at. */
  type Scene = { name: string; ready(): Promise<(arm: () => void) => Promise<() => Promise<void>>> };
  const scenes: Scene[] = [
    {
      name: "a link in a message that mentions the bot",
      async ready() {
        const url = page();
        return async (arm) => {
          arm();
          const content = `<@${house.discord.state.bot.id}> ${url}`;
          const posted = house.discord.ada.post("#news", { content });
          const isIts = ({ reference }: Message): boolean => reference?.message_id === posted.id;
          const card = await house.discord.waitFor((one) => isIts(one) && isDone(one), PATIENCE_MS);
          await settled();
          return async () => {
            expect(repliesTo(posted)).toHaveLength(1);
            const now = house.discord.state.message(card.id)!;
            if (isAnswer(DIGEST)(textOf(now))) {
              const opening = house.discord.messagesIn(card.id).filter(({ content: words }) => words.startsWith("Ask"));
              expect(opening).toHaveLength(1);
            }
            await asksAgain(house.discord.ben, { url });
          };
        };
      },
    },
    {
      name: "a text by command",
      async ready() {
        const text = fresh();
        const before = ours().length;
        return async (arm) => {
          arm();
          const asked = house.discord.ada.slash("#news", "summarise", { text });
          await asked.response(isDone, PATIENCE_MS);
          await settled();
          return async () => {
            // What went wrong is told to its asker alone, and then nothing is left of it for all.
            const isCard = isAnswer(DIGEST)(textOf(asked.currentResponse!));
            expect(asked.currentResponse!.ephemeralFor).toBe(isCard ? null : house.discord.ada.id);
            expect(ours()).toHaveLength(before + Number(isCard));
            await asksAgain(house.discord.ben, { text });
          };
        };
      },
    },
    {
      name: "two files in a message that mentions the bot",
      async ready() {
        const files = ["one", "two"].map((name) => ({
          name: `${name}.txt`,
          type: "text/plain",
          bytes: Buffer.from(fresh()),
        }));
        return async (arm) => {
          arm();
          const posted = house.discord.ada.post("#news", { content: `<@${house.discord.state.bot.id}>`, files });
          const isIts = ({ reference }: Message): boolean => reference?.message_id === posted.id;
          await house.discord.waitFor((one) => isIts(one) && isDone(one), PATIENCE_MS);
          await settled();
          return async () => {
            const [overviews, told] = [true, false].map((is) =>
              repliesTo(posted).filter((one) => textOf(one).startsWith("### 2 sources") === is),
            );
            // What could not be written down is told beside what could.
            expect(told!.every((one) => TOLD.test(textOf(one)))).toBe(true);
            expect([overviews!.length, told!.length]).toEqual([overviews!.length && 1, told!.length && 1]);
            for (const overview of overviews!) {
              const text = textOf(overview);
              expect(text).not.toContain("Reading");
              const cards = house.discord.messagesIn(overview.id).filter((one) => textOf(one).includes(DIGEST));
              expect(cards).toHaveLength(text.split(GIST).length - 1);
              expect(
                text
                  .split("\n")
                  .slice(1)
                  .every((line) => line.includes(GIST) || TOLD.test(line)),
              ).toBe(true);
            }
          };
        };
      },
    },
    {
      name: "a private question about a document",
      async ready() {
        const text = fresh();
        const card = await house.discord.ada.slash("#news", "summarise", { text }).response(isDone);
        const document = buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
        await settled();
        const before = ours().length;
        return async (arm) => {
          arm();
          const asked = house.discord.ben.slash("#news", "ask", { question, document, private: true });
          const answer = await asked.response(isDone, PATIENCE_MS);
          await settled();
          return async () => {
            isAnswer("48,000 visitors")(textOf(asked.original!));
            expect(answer.ephemeralFor).toBe(house.discord.ben.id);
            expect(ours()).toHaveLength(before);
            const again = house.discord.ben.slash("#news", "ask", { question, document, private: true });
            expect(textOf(await again.response(isDone))).toContain("48,000 visitors");
          };
        };
      },
    },
    {
      name: "the claims of a card, by its button",
      async ready() {
        const card = await house.discord.ada.slash("#news", "summarise", { text: fresh() }).response(isDone);
        await settled();
        const before = ours().length;
        return async (arm) => {
          arm();
          const shown = await house.discord.ben.press(card, "Claims & quotes").response(undefined, PATIENCE_MS);
          return async () => {
            isAnswer("> ")(textOf(shown));
            expect(shown.ephemeralFor).toBe(house.discord.ben.id);
            expect(ours()).toHaveLength(before);
          };
        };
      },
    },
  ];

  const any = {};
  const discord = (fault: "answer" | "drop", after: boolean) => ({
    arm(nth: number): void {
      const when = { skip: nth - 1, after };
      if (fault === "drop") house.discord.faults.drop(any, when);
      else house.discord.faults.respond(any, 500, {}, when);
    },
    disarm: (): boolean => house.discord.faults.clear() === 0,
  });
  const faults: Record<string, Pick<FailOnNthCall, "arm" | "disarm">> = {
    "a statement of the records": statements,
    "a commit of the records": commits,
    "a look into the cache": cacheGet,
    "a word to the cache": cacheSet,
    "a call of the model": model,
    "a fetch": fetched,
    "a request to Discord, refused with 500": discord("answer", false),
    "a request to Discord, done but answered with 500": discord("answer", true),
    "a request to Discord, cut off": discord("drop", false),
    "a request to Discord, done but cut off": discord("drop", true),
  };

  describe.each(scenes)("$name", (scene) => {
    test.each(Object.entries(faults))("%s, at each of its calls in turn", { timeout: 600_000 }, async (_, fault) => {
      let calls = 0;
      for (let isOver = true; isOver; calls++) {
        expect(calls, "a scene of so many calls has no end").toBeLessThan(MOST_CALLS);
        const act = await scene.ready();
        const look = await act(() => fault.arm(calls + 1)).finally(() => {
          isOver = fault.disarm();
        });
        await look();
      }
      // The first scene makes calls of every kind: there each fault happens at least once.
      if (scene === scenes[0]) expect(calls).toBeGreaterThan(1);
    });
  });
});
