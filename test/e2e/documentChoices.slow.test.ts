import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Channel, Message, Person } from "../../playground/discord/index.ts";
import { buttonsOf, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

describe("the list of documents of /ask, /compare and /forget document", () => {
  let harness: BotHarness;
  let created = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());

  /** Creates a server without documents, because the list shows those of the whole server. */
  const createChannel = (): { channel: Channel; addPerson: (name: string, locale?: string) => Person } => {
    const { state } = harness.discord;
    const guild = state.addGuild(`Server ${++created}`);
    const channel = state.addChannel(guild, `channel-${created}`);
    return { channel, addPerson: (name, locale = "en-GB") => harness.discord.addPerson(name, { locale }, guild) };
  };
  const idOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
  const createText = (): string => `${STORY}\n\nThis is edition ${++created}.`;
  const summarise = (person: Person, channel: Channel, title: string, text = createText(), isPrivate = false) => {
    const file = { name: "story.md", type: "text/markdown", bytes: Buffer.from(`# ${title}\n\n${text}`) };
    // The first file is read by a new process, which takes long on a busy machine.
    return person.slash(channel, "summarise", { file, private: isPrivate }).response(isDone, 30_000);
  };
  const list = (person: Person, channel: Channel, typed = "") =>
    person.autocomplete(channel, "ask", { question: "?", document: typed }, "document");
  const dateIn = (locale: string): string =>
    new Date().toLocaleDateString(locale, { day: "numeric", month: "short", timeZone: "UTC" });

  test("shows who posted a document and when, in the requester's language, and joins doubles", async () => {
    const { channel, addPerson } = createChannel();
    const [mia, tom, ute] = [addPerson("mia"), addPerson("tom"), addPerson("ute", "de")];
    const text = createText();
    for (const person of [mia, tom, mia]) await summarise(person, channel, "The harbour", text);
    const newest = await summarise(tom, channel, "The harbour", text);
    const other = await summarise(mia, channel, "The harbour");
    expect(await list(mia, channel)).toEqual([
      { name: `The harbour · @Mia · ${dateIn("en-GB")}`, value: idOf(other) },
      { name: `The harbour · @Tom · ${dateIn("en-GB")}`, value: idOf(newest) },
    ]);
    const german = (await list(ute, channel, "@tom")).map(({ name }) => name);
    expect(german).toEqual([`The harbour · @Tom · ${dateIn("de")}`]);
    expect(await list(ute, channel, "HARBOUR")).toHaveLength(2);
    expect(await list(ute, channel, "swimming")).toEqual([]);
    const compared = await ute.autocomplete(channel, "compare", { a: "x", b: "harb" }, "b");
    expect(compared).toEqual(await list(ute, channel));
    const use = { subcommand: "document" };
    expect(await ute.autocomplete(channel, "forget", { document: "" }, "document", use)).toEqual(compared);
  });

  test("shortens the title, not the poster or the date, to Discord's 100 characters", async () => {
    const { channel, addPerson } = createChannel();
    const [mia, max] = [addPerson("mia"), addPerson("m".repeat(32))];
    for (const person of [mia, max]) await summarise(person, channel, `The harbour ${"closes early ".repeat(12)}`);
    const names = (await list(mia, channel)).map(({ name }) => name);
    expect(names.map((name) => name.split(" · ").length)).toEqual([3, 3]);
    for (const name of names) {
      expect(name.length).toBeLessThanOrEqual(100);
      expect(name).toMatch(new RegExp(`^The harbour closes .*… · @.+ · ${dateIn("en-GB")}$`));
    }
  });

  test("keeps a private posting apart from a public one of the same document, and shows it to its poster only", async () => {
    const { channel, addPerson } = createChannel();
    const [mia, tom] = [addPerson("mia"), addPerson("tom")];
    const text = createText();
    await summarise(tom, channel, "The harbour", text);
    await summarise(mia, channel, "The harbour", text, true);
    const date = dateIn("en-GB");
    expect((await list(tom, channel)).map(({ name }) => name)).toEqual([`The harbour · @Tom · ${date}`]);
    expect((await list(mia, channel)).map(({ name }) => name)).toEqual([
      `🔒 The harbour · @Mia · ${date}`,
      `The harbour · @Tom · ${date}`,
    ]);
  });

  test("joins doubles to the newest posting that the requester may see", async () => {
    const { channel, addPerson } = createChannel();
    const { state } = harness.discord;
    const [mia, tom] = [addPerson("mia"), addPerson("tom")];
    const hidden = state.addChannel(state.guilds.get(channel.guild_id!)!, `hidden-${created}`);
    state.setOverwrite(hidden, tom.id, { deny: ["ViewChannel"] });
    const text = createText();
    const visible = await summarise(mia, channel, "The harbour", text);
    const newer = await summarise(mia, hidden, "The harbour", text);
    expect((await list(tom, channel)).map(({ value }) => value)).toEqual([idOf(visible)]);
    expect((await list(mia, channel)).map(({ value }) => value)).toEqual([idOf(newer)]);
  });

  test("fetches posters that are not cached, and leaves out names that Discord does not know", async () => {
    const { channel, addPerson } = createChannel();
    const [mia, tom, zoe] = [addPerson("mia"), addPerson("tom"), addPerson("zoe")];
    for (const person of [tom, zoe]) await summarise(person, channel, `The harbour of ${person.user.username}`);
    // After a restart, the caches are empty.
    await harness.stop();
    await harness.start();
    harness.discord.faults.respond({ method: "GET", path: `/users/${zoe.id}` }, 404, { code: 10_013, message: "" });
    const date = dateIn("en-GB");
    expect((await list(mia, channel)).map(({ name }) => name)).toEqual([
      `The harbour of zoe · ${date}`,
      `The harbour of tom · @Tom · ${date}`,
    ]);
    harness.discord.faults.hang({ method: "GET", path: `/users/${zoe.id}` });
    expect((await list(mia, channel)).map(({ name }) => name)[0]).toBe(`The harbour of zoe · ${date}`);
  });

  test("a chosen document can be asked about", async () => {
    const { channel, addPerson } = createChannel();
    const mia = addPerson("mia");
    await summarise(mia, channel, "The harbour");
    const [choice] = await list(mia, channel, "harb");
    const answer = mia.slash(channel, "ask", { question: "How many visitors?", document: String(choice!.value) });
    expect(textOf(await answer.response(isDone))).toContain("48,000 visitors");
  });
});
