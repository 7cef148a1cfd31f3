import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Channel, type Message, type Person, permissionBits, textOf } from "../../playground/discord/index.ts";
import { DEFAULT_LOCALE, LOCALES, translatorFor } from "../../src/present/index.ts";
import { STORY } from "../fakes/engine.ts";
import { BotHarness, isDone, labelsOf } from "./harness.ts";

/** What people are told in their own language stands in the server's, where all see it. */
describe("the languages of the interface", () => {
  let house: BotHarness;
  let german: Person;
  let editions = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
    german = house.discord.addPerson("greta", { locale: "de" });
  });
  afterEach(() => {
    expect(house.faults.splice(0)).toEqual([]);
    expect(house.discord.violations.splice(0)).toEqual([]);
    expect(house.takeBotPings()).toEqual([]);
  });
  afterAll(() => house.close());

  const now = ({ id }: Message): Message => house.discord.state.message(id)!;
  const card = (who: Person, where: Channel | string = "#news", more = {}): Promise<Message> =>
    who.slash(where, "summarise", { text: `${STORY}\n\nThis is edition ${++editions}.`, ...more }).response(isDone);
  /** A server in a language, with a channel. */
  const place = (name: string, preferred_locale: string) => {
    const { state } = house.discord;
    const guild = state.addGuild(name, { preferred_locale });
    return { guild, channel: state.addChannel(guild, name.toLowerCase()) };
  };

  test("commands are registered with their names and descriptions in every language", () => {
    const { commands } = house.discord.state;
    const others = LOCALES.filter((locale) => locale !== DEFAULT_LOCALE).sort();
    const seen = (locale: string, type: number): unknown[] =>
      commands
        .filter((one) => one.type === type)
        .map((one) => (one.name_localizations as Record<string, string>)[locale])
        .sort();
    for (const command of commands) {
      expect(Object.keys(command.name_localizations as object).sort()).toEqual(others);
      for (const told of [command, ...(command.options ?? [])])
        if (told.description)
          expect(Object.keys((told as typeof command).description_localizations as object).sort()).toEqual(others);
    }
    expect(seen("de", 1)).toEqual(["fragen", "pith", "vergessen", "vergleichen", "zusammenfassen"]);
    expect(seen("es-419", 3)).toEqual(["Preguntar sobre esto", "Resumir", "Resumir en privado"]);
    expect(seen("ja", 1)).toEqual(["pith", "比較", "消去", "要約", "質問"].sort());
    expect(seen("en-US", 1)).toContain("summarize");
  });

  test("a German in an English server: the card is English for all, what he alone sees is German", async () => {
    const made = await card(german);
    expect(textOf(made)).toContain("3 claims, 3 verified");
    expect(labelsOf(made)).toEqual(["Ask", "Claims & quotes", "Shape", "⋯"]);
    const claims = await german.press(made, "Claims & quotes").response();
    expect([claims.ephemeralFor, textOf(claims)]).toEqual([german.id, expect.stringContaining("3 Aussagen, 3 belegt")]);
    expect(textOf(claims)).toMatch(/-# Absatz \d+\n> /);
    const own = await card(german, "#news", { private: true });
    expect([own.ephemeralFor, textOf(own)]).toEqual([german.id, expect.stringContaining("Modell stub · gelesen bei")]);
    expect(labelsOf(own)).toEqual(["Fragen", "Aussagen & Zitate", "Anpassen", "⋯"]);
    const form = house.discord.ada.press(made, "Ask");
    expect((await form.modal).title).toBe("Ask about this");
    expect((await german.press(made, "Ask").modal).title).toBe("Dazu etwas fragen");
  });

  test("the asker's own changes leave the card in the server's language", async () => {
    const made = await card(german);
    const shape = await german.press(made, "Shape").response();
    expect(textOf(shape)).toContain("Wie hättest du es gern?");
    await german.choose(shape, "v1:shape", ["plain"]).response((message) => textOf(message).includes("Erledigt"));
    expect(textOf(now(made))).toContain("verified");
    expect(labelsOf(now(made))).toContain("Claims & quotes");
    const menu = await german.press(made, "⋯").response();
    const gone = await german.press(menu, "Löschen").response((message) => textOf(message).includes("Vergessen"));
    expect(textOf(gone)).toContain("Vergessen: 1 Dokument samt Zusammenfassung und 0 Fragen.");
    expect(textOf(now(made))).toBe("Removed.");
  });

  test("what is refused is refused in the language of who sees it", async () => {
    const refused = await german.slash("#news", "pith", {}, { subcommand: "settings" }).response();
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      german.id,
      "Das darfst du hier nicht. Frag, wer es machen ließ, den Kanal moderiert oder den Server verwaltet.",
    ]);
    const inDm = await german.slash(german.dm(), "pith", {}, { subcommand: "settings" }).response();
    expect(textOf(inDm)).toContain("(Einstellungen gibt es nur auf Servern)");
    const gone = { question: "Why?", document: "none", private: true };
    expect(textOf(await german.slash("#news", "ask", gone).response(isDone))).toBe(
      "So ein Dokument gibt es hier nicht, oder du darfst es nicht lesen. Wähle eines aus der Liste, die /fragen anbietet, oder poste es noch einmal.",
    );
  });

  test("what comes in the place of a message for all is in the server's language, whoever pressed", async () => {
    const { ada, guild, state } = house.discord;
    const role = state.addRole(guild, "guests", 0n);
    const guest = house.discord.addPerson("gast", { locale: "de" });
    state.addMember(guild, guest.user, [role]);
    const { manager } = house;
    const settings = () => manager.slash("#auto", "pith", {}, { subcommand: "settings" });
    const refuse = async (ids: string[]): Promise<unknown> =>
      manager
        .choose(await settings().response(), "v1:set:refusedRoles", ids)
        .response((panel) => JSON.stringify(panel.components).includes(`"${role.id}"`) === ids.length > 0);
    await house.setMode("#auto", "offer");
    await refuse([role.id]);
    const posted = ada.post("#auto", { content: `${house.site.origin}/nowhere` });
    const offer = await house.discord.waitFor(({ reference }) => reference?.message_id === posted.id);
    const refused = await guest.press(offer, "Summarise").response(isDone);
    // He alone is told, and the offer stays for all.
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      guest.id,
      expect.stringContaining("darfst du Pith nicht nutzen"),
    ]);
    expect(textOf(now(offer))).toContain("Shall Pith digest this?");
    await refuse([]);

    house.model.delayMs = 3000;
    const working = german.slash("#news", "summarise", { text: `${STORY}\n\nIt takes its time.` });
    const draft = await working.response((message) => textOf(message).includes("First draft"));
    const stopped = await german.press(draft, "Stop").response((message) => labelsOf(message).length === 0);
    expect([stopped.ephemeralFor, textOf(stopped)]).toEqual([null, expect.stringContaining("Stopped.")]);
    house.model.delayMs = 0;
  });

  test("a German who manages a server finds the settings in German, and what is typed wrongly too", async () => {
    const { guild, channel } = place("Werk", "de");
    const { state } = house.discord;
    const chief = house.discord.addPerson("karl", { locale: "de" }, guild);
    state.addMember(guild, chief.user, [state.addRole(guild, "managers", permissionBits("ManageGuild"))]);
    const panel = await chief.slash(channel, "pith", {}, { subcommand: "settings" }).response();
    expect(textOf(panel)).toContain(`### Pith auf diesem Server\nDateien und Links in <#${channel.id}>`);
    expect(labelsOf(panel)).toEqual(["Threads an Karten: an", "Sprache, Budget, Aufbewahrung"]);
    const form = chief.press(panel, "v1:set:limits");
    const wrong = (await chief.submit(form, { tokens: "viele", language: "", usd: "", days: "" })).response();
    expect(textOf(await wrong)).toMatch(/\(Tokens pro Tag.: Gib eine Zahl über 0 an oder lass das Feld leer\)/);
    const help = textOf(await chief.slash(channel, "pith", {}, { subcommand: "help" }).response());
    expect(help).toContain("/zusammenfassen");
    expect(help).toContain("Sie werden 90 Tage lang gespeichert.");
  });

  test("in a Japanese server the cards are Japanese, and an English member's own answers English", async () => {
    const { guild, channel } = place("Nihon", "ja");
    const [yui, eve] = [
      house.discord.addPerson("yui", { locale: "ja" }, guild),
      house.discord.addPerson("eve", { locale: "en-US" }, guild),
    ];
    const made = await card(eve, channel);
    expect(textOf(made)).toContain("主張3件、うち3件を確認済み");
    expect(labelsOf(made)).toEqual(["質問する", "主張と引用", "調整", "⋯"]);
    const opening = await house.discord.waitFor(({ channel_id, content }) => channel_id === made.id && content !== "");
    expect(textOf(opening)).toContain("「質問する」ボタン");
    expect(textOf(await eve.press(made, "主張と引用").response())).toContain("3 claims, 3 verified");
    const unknown = { question: "Why?", document: "none" };
    expect(textOf(await yui.slash(channel, "ask", unknown).response(isDone))).toBe(
      "その文書はここにないか、読む権限がありません。/質問 の候補から選ぶか、もう一度投稿してください。",
    );
    const posted = yui.post(channel, { content: `<@${house.discord.state.bot.id}>` });
    const told = await house.discord.waitFor(({ reference }) => reference?.message_id === posted.id);
    expect(textOf(told)).toContain("/要約 を使ってください");
  });

  test("who speaks the Spanish of Latin America is answered in Spanish", async () => {
    const luz = house.discord.addPerson("luz", { locale: "es-419" });
    const own = textOf(await card(luz, "#news", { private: true }));
    expect(own).toContain("3 afirmaciones, 3 con cita · modelo stub");
    const none = await luz.slash("#news", "forget", {}, { subcommand: "mine" }).response();
    expect(textOf(none)).toContain("Has publicado 1 documento y has hecho 0 preguntas.");
    expect(labelsOf(none)).toEqual([translatorFor("es-ES")("button.forget")]);
  });

  test("in direct messages, and in a language that Pith does not speak", async () => {
    expect(textOf(await card(german, german.dm()))).toContain("3 Aussagen, 3 belegt");
    const fin = house.discord.addPerson("aino", { locale: "fi" });
    expect(textOf(await card(fin, fin.dm()))).toContain("3 claims, 3 verified");
  });
});
