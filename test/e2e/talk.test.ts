import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Channel, type Message, textOf } from "../../playground/discord/index.ts";
import { translatorFor } from "../../src/present/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

/** Sentences about each of the subjects, all of which name it, so that a section's sentences are recognised. */
const sentencesOn = (subject: string): string =>
  [
    `The council of Orrin spent 41,000 crowns on the ${subject} in the year 2023, said the mayor in her report.`,
    `Twelve people worked on the ${subject} for nine months and finished it three weeks late.`,
    `Nobody had counted how often the ${subject} is used in winter before the survey of January 2024.`,
    `The survey of the ${subject} found 212 visitors on an average day and 640 on the busiest one.`,
    `Repairs of the ${subject} will cost 9,500 crowns a year from 2025 on, a third more than today.`,
    `A smaller ${subject} was considered by the planners and turned down by eleven votes to four.`,
  ].join(" ");
const SUBJECTS = ["harbour bridge", "swimming hall", "town library"];
const reportOn = (subjects: string[]): string =>
  [
    "# Report on Orrin",
    ...subjects.map((subject, i) => `## ${i + 1}. On the ${subject}\n\n${sentencesOn(subject)}`),
  ].join("\n\n");
const REPORT = reportOn(SUBJECTS);
/** A report whose digest can be longer than the standard one, which a quarter of the shorter report does not exceed. */
const LONG_REPORT = reportOn([...SUBJECTS, "fish market", "old lighthouse", "bus station"]);
const english = translatorFor("en-GB");
const german = translatorFor("de");

const countWords = (message: Message): number => textOf(message).split(/\s+/).length;

describe("talk in a thread, without a model", () => {
  let harness: BotHarness;
  let editions = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite", {
      environment: { PITH_ENGINE: "extractive", PITH_USER_PER_MINUTE: "" },
    });
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());

  const threadOf = async (channel: Channel, text: string, name = "report.md"): Promise<[Channel, Message]> => {
    const { ada, state } = harness.discord;
    const file = { name, type: "text/markdown", bytes: Buffer.from(`${text}\n\nEdition ${++editions}.`) };
    const posted = ada.post(channel, { content: `<@${state.bot.id}>`, files: [file] });
    const card = await replyTo(posted);
    const find = () => [...state.channels.values()].find(({ id }) => id === card.id);
    await expect.poll(find).toBeDefined();
    return [find()!, card];
  };
  const replyTo = ({ id }: Message): Promise<Message> =>
    harness.discord.waitFor((message) => message.reference?.message_id === id && isFinal(message));
  /** Cards and plain messages, but no progress. */
  const isFinal = (message: Message): boolean =>
    isDone(message) || (message.content !== "" && !message.components.length);
  const say = (channel: Channel, content: string): Message => harness.discord.ada.post(channel, { content });
  const repliesTo = ({ id }: Message): Message[] =>
    [...harness.discord.state.channels.values()]
      .flatMap((channel) => harness.discord.messagesIn(channel))
      .filter((message) => message.reference?.message_id === id);
  const reactionsTo = ({ id }: Message): string[] =>
    (harness.discord.state.message(id)?.reactions ?? []).map(({ emoji }) => emoji);
  const createChannel = (locale = "en-GB"): Channel => {
    const { ada, ben, state } = harness.discord;
    const guild = state.addGuild(`server ${++editions}`, { preferred_locale: locale });
    for (const person of [ada, ben]) state.addMember(guild, person.user);
    return state.addChannel(guild, "talk");
  };

  test("help in a thread says what can be said there", async () => {
    const [thread] = await threadOf(createChannel("de"), STORY);
    const help = await replyTo(say(thread, `<@${harness.discord.state.bot.id}> Hilfe`));
    expect(textOf(help)).toBe(translatorFor("de")("threadHelp"));
  });

  test("shorter is shorter each time, until it cannot get any shorter", async () => {
    const [thread, card] = await threadOf(createChannel(), REPORT);
    const first = await replyTo(say(thread, "shorter please"));
    const second = await replyTo(say(thread, "even shorter"));
    expect(countWords(first)).toBeLessThan(countWords(card));
    expect(countWords(second)).toBeLessThan(countWords(first));
    expect(textOf(await replyTo(say(thread, "can you make it shorter?")))).toContain(english("error.not_shorter"));
    const longer = await replyTo(say(thread, "more detail pls"));
    expect(countWords(longer)).toBeGreaterThan(countWords(second));
    // The marks lead to the message with the file, not to the wish.
    expect(textOf(first)).toContain(`/${card.reference!.message_id}>`);
    // The replies stay in the thread, and the card is as it was.
    expect(textOf(harness.discord.state.message(card.id)!)).toBe(textOf(card));
    expect([...harness.discord.state.channels.values()].filter(({ parent_id }) => parent_id === thread.id)).toEqual([]);
    const [original, ...variants] = [...(await harness.postingsOf(card.id)), ...(await harness.postingsOf(first.id))];
    expect(variants.map(({ from, thread: own }) => [from, own])).toEqual([[original!.id, null]]);
  });

  test("an edited wish is fulfilled anew in place of the earlier digest", async () => {
    const [thread, card] = await threadOf(createChannel(), LONG_REPORT);
    const wish = say(thread, "shorter please");
    const reply = await replyTo(wish);
    const before = textOf(reply);
    harness.discord.ada.edit(wish, "longer please");
    const current = (): Message => harness.discord.state.message(reply.id)!;
    await expect.poll(() => textOf(current())).not.toBe(before);
    await expect.poll(() => isFinal(current())).toBe(true);
    expect(countWords(current())).toBeGreaterThan(countWords(card));
    await expect.poll(async () => (await harness.postingsOf(reply.id)).length).toBe(1);
    expect(repliesTo(wish).length).toBe(1);
    // The next wish refers to the digest that is shown now.
    expect(countWords(await replyTo(say(thread, "shorter")))).toBeLessThan(countWords(current()));
  });

  test("an edited message has one reply that fits it, or none", async () => {
    const [thread] = await threadOf(createChannel(), REPORT);
    const message = say(thread, "Who worked on the harbour bridge?");
    const answer = await replyTo(message);
    const edit = (content: string): Message => harness.discord.ada.edit(message, content);
    edit("just section 2");
    await expect.poll(() => (repliesTo(message)[0] ? textOf(repliesTo(message)[0]!) : "")).toContain("swimming hall");
    await expect.poll(() => repliesTo(message).every(isFinal)).toBe(true);
    expect(repliesTo(message).map(({ id }) => id)).toEqual([answer.id]);
    edit("in German please");
    await expect.poll(() => repliesTo(message).map(textOf)).toEqual([english("needsModel")]);
    edit("even shorter please");
    await expect.poll(() => repliesTo(message).filter(isDone).length).toBe(1);
    expect(repliesTo(message).length).toBe(1);
    edit("thanks!");
    await expect.poll(() => repliesTo(message)).toEqual([]);
    await expect.poll(() => reactionsTo(message)).toEqual(["👍"]);
  });

  test("a digest cannot get longer than the longest one", async () => {
    const [thread, card] = await threadOf(createChannel("de"), LONG_REPORT);
    expect(countWords(await replyTo(say(thread, "ausführlicher bitte")))).toBeGreaterThan(countWords(card));
    expect(textOf(await replyTo(say(thread, "noch mehr Details")))).toContain(german("error.not_longer"));
  });

  test.for([
    ["en-GB", "summarise section 2", "swimming hall"],
    ["de", "nur Abschnitt 3 bitte", "town library"],
    ["es-ES", "resume la sección 1", "harbour bridge"],
    ["ja", "第2章をまとめて", "swimming hall"],
    ["en-GB", "the part about On the town library", "town library"],
  ] as const)("%s: %s has only sentences of that section", async ([locale, wish, subject]) => {
    const [thread] = await threadOf(createChannel(locale), REPORT);
    const text = textOf(await replyTo(say(thread, wish)));
    expect(text.replace(/^##.*$/m, "")).toContain(subject);
    for (const other of SUBJECTS.filter((one) => one !== subject)) expect(text).not.toContain(other);
  });

  test("lists the sections if there is none of that number", async () => {
    const [thread] = await threadOf(createChannel("de"), REPORT);
    const text = textOf(await replyTo(say(thread, "Abschnitt 9")));
    expect(text).toContain("On the harbour bridge · 2. On the swimming hall · 3. On the town library");
  });

  test("an article is a section of the document that has it, and a question elsewhere", async () => {
    const articles = SUBJECTS.map((subject, i) => `## Article ${i + 1} – The ${subject}\n\n${sentencesOn(subject)}`);
    const [thread] = await threadOf(createChannel(), ["# Agreement of Orrin", ...articles].join("\n\n"));
    for (const wish of ["Article 2", "was sagt Artikel 2?", "clause 2 please"]) {
      const text = textOf(await replyTo(say(thread, wish)));
      expect(text.replace(/^##.*$/m, "")).toContain("swimming hall");
      expect(text).not.toContain("town library");
    }
    const answer = textOf(await replyTo(say(thread, "Annex B")));
    expect(answer).not.toContain(english("error.no_section"));
    expect(answer).not.toContain("Adjust");
  });

  test("shows the digest again if its main points are asked for", async () => {
    const [thread, card] = await threadOf(createChannel(), REPORT);
    const gist = textOf(card).match(/The [^\n]+? crowns[^\n.]*|Twelve [^\n.]+/)?.[0] ?? "";
    for (const wish of ["what are the main points?", "tl;dr", "worum geht es?", "要点は?"])
      expect(textOf(await replyTo(say(thread, wish)))).toContain(gist);
  });

  test("a list has a topic", async () => {
    const [thread] = await threadOf(createChannel(), REPORT);
    const text = textOf(await replyTo(say(thread, "make me a bullet list of the library")));
    expect(text.match(/library/g)?.length).toBeGreaterThan(text.match(/harbour bridge/g)?.length ?? 0);
  });

  test("says in a sentence that plain words and other languages need a model", async () => {
    const [thread] = await threadOf(createChannel(), REPORT);
    const [inGerman] = await threadOf(createChannel("de"), REPORT);
    expect(textOf(await replyTo(say(thread, "explain like I'm five")))).toBe(english("needsModel"));
    expect(textOf(await replyTo(say(thread, "in Spanish please")))).toBe(english("needsModel"));
    expect(textOf(await replyTo(say(inGerman, "in einfachen Worten")))).toBe(german("needsModel"));
    // It is in English already.
    expect(textOf(await replyTo(say(inGerman, "auf Englisch")))).toContain("Orrin");
  });

  test("reacts to thanks and laughter, and does nothing else", async () => {
    const [thread] = await threadOf(createChannel(), REPORT);
    const thanked = ["thanks!", "danke dir", "ありがとう", "👍"].map((text) => say(thread, text));
    const laughed = ["lol", "jajaja", "😂"].map((text) => say(thread, text));
    const others = ["hmm", "hi everyone"].map((text) => say(thread, text));
    for (const message of thanked) await expect.poll(() => reactionsTo(message)).toEqual(["👍"]);
    for (const message of laughed) await expect.poll(() => reactionsTo(message)).toEqual(["😄"]);
    await replyTo(say(thread, "How many people worked on the swimming hall?"));
    for (const message of others) expect(reactionsTo(message)).toEqual([]);
    const answered = harness.discord.messagesIn(thread).map(({ reference }) => reference?.message_id);
    for (const { id } of [...thanked, ...laughed, ...others]) expect(answered).not.toContain(id);
  });

  test("asks which card is meant if the thread has several documents", async () => {
    const [thread, card] = await threadOf(createChannel(), REPORT);
    const { ada, state } = harness.discord;
    const file = { name: "story.txt", type: "text/plain", bytes: Buffer.from(STORY) };
    await replyTo(ada.post(thread, { content: `<@${state.bot.id}>`, files: [file] }));
    expect(textOf(await replyTo(say(thread, "shorter")))).toBe(english("whichCard"));
    const reply = ada.post(thread, { content: `<@${state.bot.id}> section 2`, replyTo: card });
    expect(textOf(await replyTo(reply))).toContain("swimming hall");
  });

  test("a wish in a public thread never shows a private document", async () => {
    const [thread] = await threadOf(createChannel(), REPORT);
    const { ada } = harness.discord;
    await ada.slash(thread, "summarise", { text: `${STORY}\n\nPrivate.`, private: true }).response(isDone);
    expect(textOf(await replyTo(say(thread, "what are the main points?")))).not.toContain("Ada Quill");
    expect(textOf(await replyTo(say(thread, "shorter")))).not.toContain("Ada Quill");
  });
});

describe("talk elsewhere", () => {
  let harness: BotHarness;
  let editions = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite", { environment: { PITH_USER_PER_MINUTE: "5" } });
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());

  const mention = (): string => `<@${harness.discord.state.bot.id}>`;
  const createPage = (): string => {
    const path = `/talk-${++editions}`;
    harness.site.pages.set(path, articlePage(`talk ${editions}`, `${STORY}\n\nEdition ${editions}.`.split("\n\n")));
    return `${harness.site.origin}${path}`;
  };
  const repliesTo = ({ id }: Message): Message[] =>
    [...harness.discord.state.messages.values()].flat().filter(({ reference }) => reference?.message_id === id);
  const firstReplyTo = async (message: Message): Promise<string> => {
    await expect.poll(() => repliesTo(message).length).toBe(1);
    return textOf(repliesTo(message)[0]!);
  };

  test("reads a short text where nothing else can be meant, and no question", async () => {
    const { ben } = harness.discord;
    const prose = STORY.split("\n\n").slice(0, 3).join(" ");
    expect(prose.length).toBeLessThan(400);
    const asked = ben.post(ben.dm(), { content: `${prose} Is that so?` });
    expect(await firstReplyTo(asked)).toContain(english("nothingGiven"));
    const given = ben.post(ben.dm(), { content: prose });
    const isRead = async () =>
      (await Promise.all(repliesTo(given).map(({ id }) => harness.postingsOf(id)))).flat().length;
    await expect.poll(isRead).toBe(1);
    expect(await firstReplyTo(given)).not.toContain(english("nothingGiven"));
  });

  test("greets in direct messages, in the language of the greeting, and helps in servers", async () => {
    const eve = harness.discord.addPerson("eve");
    expect(await firstReplyTo(eve.post(eve.dm(), { content: "hi" }))).toBe(english("greeting"));
    expect(await firstReplyTo(eve.post(eve.dm(), { content: "¡Hola!" }))).toBe(translatorFor("es-ES")("greeting"));
    expect(await firstReplyTo(eve.post(eve.dm(), { content: "こんにちは" }))).toBe(translatorFor("ja")("greeting"));
    expect(await firstReplyTo(eve.post(eve.dm(), { content: "shorter please" }))).toBe(english("nothingGiven"));
    const { ada } = harness.discord;
    expect(await firstReplyTo(ada.post("#news", { content: `${mention()} help` }))).toBe(english("greeting"));
    expect(await firstReplyTo(ada.post("#news", { content: `${mention()} was kannst du?` }))).toBe(english("greeting"));
    const thanked = ada.post("#news", { content: `${mention()} thanks!` });
    await expect.poll(() => harness.discord.state.message(thanked.id)?.reactions.length).toBe(1);
  });

  test("a question beside a link gets the digest and an answer; a comment only the digest", async () => {
    const person = harness.discord.addPerson("quinn");
    harness.discord.state.addMember(harness.discord.guild, person.user);
    const asked = person.post("#news", { content: `${mention()} ${createPage()} what would the change cost?` });
    await expect.poll(() => repliesTo(asked).filter(isDone).length).toBe(2);
    expect(repliesTo(asked).some((reply) => textOf(reply).includes("61,000 crowns"))).toBe(true);
    const commented = person.post("#news", { content: `${mention()} look at this ${createPage()} interesting` });
    await expect.poll(() => repliesTo(commented).filter(isDone).length).toBe(1);
    expect(repliesTo(commented)).toHaveLength(1);
  });

  test("a wish beside a link shapes the digest", async () => {
    const person = harness.discord.addPerson("wanda");
    harness.discord.state.addMember(harness.discord.guild, person.user);
    const posted = person.post("#news", { content: `${mention()} auf Deutsch und kürzer bitte ${createPage()}` });
    await expect.poll(() => repliesTo(posted).filter(isDone).length).toBe(1);
    const [posting] = await harness.postingsOf(posted.id);
    expect(posting!.options).toMatchObject({ language: "de", length: "brief" });
  });

  test("tl;dr as a reply means the message, whatever it is", async () => {
    const { ben, state, guild } = harness.discord;
    const person = harness.discord.addPerson("rita");
    state.addMember(guild, person.user);
    const linked = ben.post("#news", { content: `See ${createPage()}` });
    const first = person.post("#news", { content: `${mention()} tl;dr`, replyTo: linked });
    await expect.poll(() => repliesTo(first).filter(isDone).length).toBe(1);
    expect(textOf(repliesTo(first)[0]!)).toContain("Orrin");
    const written = ben.post("#news", { content: sentencesOn("tram to Marenholm").slice(0, 390) });
    const second = person.post("#news", { content: `${mention()} what does this say?`, replyTo: written });
    await expect.poll(() => repliesTo(second).filter(isDone).length).toBe(1);
    expect(await harness.postingsOf(written.id)).toHaveLength(1);
    const bare = person.post("#news", { content: `${mention()} tl;dr` });
    expect(await firstReplyTo(bare)).toBe(english("nothingGiven"));
  });

  test("wishes count against the rate limit, and chatter does not", async () => {
    const person = harness.discord.addPerson("zoe");
    const dm = person.dm();
    const posted = person.post(dm, { content: createPage() });
    await expect.poll(() => repliesTo(posted).filter(isDone).length).toBe(1);
    for (let i = 0; i < 8; i++) person.post(dm, { content: "thanks!" });
    const wishes = Array.from({ length: 6 }, () => person.post(dm, { content: "what are the main points?" }));
    const isLimited = (message: Message): boolean => textOf(message).includes(english("error.rate_limited"));
    await expect.poll(() => wishes.flatMap(repliesTo).filter(isLimited).length).toBeGreaterThan(0);
    expect(repliesTo(wishes[0]!).some(isLimited)).toBe(false);
  });
});

describe("talk with a model", () => {
  test("asks the model for another language and for plain words, and answers in the thread", async () => {
    const harness = await BotHarness.build("SQLite");
    await harness.start();
    const { ada, state } = harness.discord;
    const file = { name: "report.md", type: "text/markdown", bytes: Buffer.from(REPORT) };
    const posted = ada.post("#news", { content: `<@${state.bot.id}>`, files: [file] });
    const card = await harness.discord.waitFor((one) => one.reference?.message_id === posted.id && isDone(one));
    await expect.poll(() => state.channels.has(card.id)).toBe(true);
    for (const [wish, options] of [
      ["auf Deutsch bitte", { language: "de" }],
      ["in simple words", { language: "de", style: "plain" }],
      ["section 2 in Spanish", { language: "es", section: "2" }],
    ] as const) {
      const said = ada.post(state.channels.get(card.id)!, { content: wish });
      await harness.discord.waitFor((one) => one.reference?.message_id === said.id && isDone(one));
      expect((await harness.postingsOf(said.id))[0]!.options).toMatchObject(options);
    }
    expectNoViolations(harness);
    await harness.close();
  });

  test("says that it cannot see a message without the Message Content intent", async () => {
    const harness = await BotHarness.build("SQLite", { discord: { messageContent: "disallowed" } });
    await harness.start();
    const { ada, ben, state } = harness.discord;
    const written = ben.post("#news", { content: "The tram to Marenholm is late again." });
    const asked = ada.post("#news", { content: `<@${state.bot.id}> tl;dr`, replyTo: written });
    const reply = await harness.discord.waitFor((one) => one.reference?.message_id === asked.id);
    expect(textOf(reply)).toBe(english("cannotReadReply"));
    expectNoViolations(harness);
    await harness.close();
  });
});
