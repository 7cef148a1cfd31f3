import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Channel, type Message, type Person, permissionBits, textOf } from "../../playground/discord/index.ts";
import { DEFAULT_LOCALE, LOCALES, translatorFor } from "../../src/present/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { QUOTE_WITH_PLACE } from "./cardHelpers.ts";
import { BotHarness, isDone, labelsOf } from "./harness.ts";

/** Ephemeral replies use the user's language, public ones the server's. */
describe("interface languages", () => {
  let harness: BotHarness;
  let german: Person;
  let editions = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
    german = harness.discord.addPerson("greta", { locale: "de" });
  });
  afterEach(() => {
    expect(harness.faults.splice(0)).toEqual([]);
    expect(harness.discord.violations.splice(0)).toEqual([]);
    expect(harness.takeBotPings()).toEqual([]);
  });
  afterAll(() => harness.close());

  const currentVersion = ({ id }: Message): Message => harness.discord.state.message(id)!;
  const createCard = (person: Person, channel: Channel | string = "#news", options = {}): Promise<Message> =>
    person
      .slash(channel, "summarise", { text: `${STORY}\n\nThis is edition ${++editions}.`, ...options })
      .response(isDone);
  /** Creates a server with a preferred locale, and a channel in it. */
  const createGuild = (name: string, preferred_locale: string) => {
    const { state } = harness.discord;
    const guild = state.addGuild(name, { preferred_locale });
    return { guild, channel: state.addChannel(guild, name.toLowerCase()) };
  };

  test("commands are registered with names and descriptions in every language", () => {
    const { commands } = harness.discord.state;
    const translatedLocales = LOCALES.filter((locale) => locale !== DEFAULT_LOCALE).sort();
    const namesIn = (locale: string, type: number): unknown[] =>
      commands
        .filter((one) => one.type === type)
        .map((one) => (one.name_localizations as Record<string, string>)[locale])
        .sort();
    for (const command of commands) {
      expect(Object.keys(command.name_localizations as object).sort()).toEqual(translatedLocales);
      for (const described of [command, ...(command.options ?? [])])
        if (described.description)
          expect(Object.keys((described as typeof command).description_localizations as object).sort()).toEqual(
            translatedLocales,
          );
    }
    expect(namesIn("de", 1)).toEqual(["einstellungen", "fragen", "pith", "vergessen", "vergleichen", "zusammenfassen"]);
    expect(namesIn("es-419", 3)).toEqual(["Preguntar sobre esto", "Resumir", "Resumir en privado"]);
    expect(namesIn("ja", 1)).toEqual(["pith", "設定", "比較", "消去", "要約", "質問"].sort());
    expect(namesIn("en-US", 1)).toContain("summarize");
  });

  test("shows a German user in an English server an English card and German ephemeral replies", async () => {
    const card = await createCard(german);
    expect(textOf(card)).toContain(FAITHFUL);
    expect(labelsOf(card)).toEqual(["Ask", "Check quotes", "Adjust", "⋯"]);
    const claims = await german.press(card, "Check quotes").response();
    expect([claims.ephemeralFor, textOf(claims)]).toEqual([
      german.id,
      expect.stringMatching(/^-# 4 Zitate gefunden$/m),
    ]);
    expect(textOf(claims)).toMatch(QUOTE_WITH_PLACE);
    const privateCard = await createCard(german, "#news", { private: true });
    expect([privateCard.ephemeralFor, textOf(privateCard)]).toEqual([
      german.id,
      expect.stringContaining("4 Zitate gefunden · stub"),
    ]);
    expect(labelsOf(privateCard)).toEqual(["Fragen", translatorFor("de")("button.claims"), "Anpassen", "⋯"]);
    const englishAsk = harness.discord.ada.press(card, "Ask");
    expect((await englishAsk.modal).title).toBe("Ask about this");
    expect((await german.press(card, "Ask").modal).title).toBe("Etwas dazu fragen");
  });

  test("keeps a card in the server's language when its requester changes it", async () => {
    const card = await createCard(german);
    const shapeMenu = await german.press(card, "Adjust").response();
    expect(textOf(shapeMenu)).toContain("Zusammenfassung ändern");
    await german
      .choose(shapeMenu, "v1:shape", ["plain"])
      .response((message) => /Aktualisiert|Nichts geändert/.test(textOf(message)));
    expect(textOf(currentVersion(card))).toContain(FAITHFUL);
    expect(labelsOf(currentVersion(card))).toContain("Check quotes");
    const menu = await german.press(card, "⋯").response();
    const deleted = await german.press(menu, "Löschen").response((message) => textOf(message).includes("gelöscht"));
    expect(textOf(deleted)).toContain("1 Dokument gelöscht.");
    expect(textOf(currentVersion(card))).toBe("Deleted.");
  });

  test("shows refusals in the user's language", async () => {
    const refused = await german.slash("#news", "settings", {}, { force: true }).response();
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      german.id,
      "Das ist nur für Leute, die diesen Server verwalten. Wende dich an jemanden von ihnen.",
    ]);
    const inDm = await german.slash(german.dm(), "settings", {}, { force: true }).response();
    expect(textOf(inDm)).toContain("(Einstellungen gibt es nur auf Servern)");
    const unknownDocument = { question: "Why?", document: "none", private: true };
    expect(textOf(await german.slash("#news", "ask", unknownDocument).response(isDone))).toBe(
      "Ich finde dieses Dokument nicht, oder du darfst es nicht sehen. Wähl eins aus der Liste bei /fragen, oder poste es noch mal.",
    );
  });

  test("uses the server's language when a public message is updated, whoever pressed the button", async () => {
    const { ada, guild, state } = harness.discord;
    const role = state.addRole(guild, "guests", 0n);
    const guest = harness.discord.addPerson("gast", { locale: "de" });
    state.addMember(guild, guest.user, [role]);
    const manager = harness.addManager();
    const openSettings = () => manager.slash("#auto", "settings");
    const setRefusedRoles = async (ids: string[]): Promise<unknown> =>
      manager
        .choose(await openSettings().response(), "v1:set:refusedRoles", ids)
        .response((panel) => JSON.stringify(panel.components).includes(`"${role.id}"`) === ids.length > 0);
    await harness.setMode("#auto", "offer");
    await setRefusedRoles([role.id]);
    const posted = ada.post("#auto", { content: `${harness.site.origin}/nowhere` });
    const offer = await harness.discord.waitFor(({ reference }) => reference?.message_id === posted.id);
    const refused = await guest.press(offer, "Summarise").response(isDone);
    // The refusal is ephemeral, and the offer stays.
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      guest.id,
      expect.stringContaining("darfst du mich nicht nutzen"),
    ]);
    expect(textOf(currentVersion(offer))).toContain("Summarise this?");
    await setRefusedRoles([]);

    harness.model.delayMs = 3000;
    const working = german.slash("#news", "summarise", { text: `${STORY}\n\nIt takes its time.` });
    const draft = await working.response((message) => textOf(message).includes("First draft"));
    await german.press(draft, "Stop").acknowledged;
    const stopped = await working.response(isDone);
    expect([stopped.ephemeralFor, textOf(stopped)]).toEqual([null, expect.stringContaining("Stopped before the AI")]);
    harness.model.delayMs = 0;
  });

  test("shows settings, input errors and help to a German manager in German", async () => {
    const { guild, channel } = createGuild("Werk", "de");
    const { state } = harness.discord;
    const manager = harness.discord.addPerson("karl", { locale: "de" }, guild);
    state.addMember(guild, manager.user, [state.addRole(guild, "managers", permissionBits("ManageGuild"))]);
    const panel = await manager.slash(channel, "settings").response();
    expect(textOf(panel)).toContain(`### Dieser Kanal: <#${channel.id}>`);
    expect(labelsOf(panel)).toEqual([
      "Sprache: wie auf dem Server",
      "Sprache: wie in der Quelle",
      "Threads: an",
      "Nutzungslimits ändern",
      "Daten dieses Kanals löschen",
      "Daten dieses Servers löschen",
    ]);
    const form = manager.press(panel, "v1:set:limits");
    const wrong = (await manager.submit(form, { tokens: "viele", usd: "", days: "" })).response();
    expect(textOf(await wrong)).toMatch(/\(Tokens pro Tag.: Gib eine Zahl über 0 ein oder lass das Feld leer\)/);
    const help = textOf(await manager.slash(channel, "pith", {}, { subcommand: "help" }).response());
    expect(help).toContain("/zusammenfassen");
    expect(help).toContain("Sie werden 90 Tage lang gespeichert.");
  });

  test("shows Japanese cards in a Japanese server, and English ephemeral replies to an English member", async () => {
    const { guild, channel } = createGuild("Nihon", "ja");
    const [yui, eve] = [
      harness.discord.addPerson("yui", { locale: "ja" }, guild),
      harness.discord.addPerson("eve", { locale: "en-US" }, guild),
    ];
    const card = await createCard(eve, channel);
    expect(textOf(card)).toContain("引用4件を確認 · stub");
    expect(labelsOf(card)).toEqual(["質問する", translatorFor("ja")("button.claims"), "調整", "⋯"]);
    const opening = await harness.discord.waitFor(
      ({ channel_id, content }) => channel_id === card.id && content !== "",
    );
    expect(textOf(opening)).toContain("「質問する」ボタン");
    expect(textOf(await eve.press(card, translatorFor("ja")("button.claims")).response())).toContain("4 quotes found");
    const unknownDocument = { question: "Why?", document: "none" };
    expect(textOf(await yui.slash(channel, "ask", unknownDocument).response(isDone))).toBe(
      "その文書が見つからないか、見る権限がありません。/質問 の候補から選ぶか、もう一度投稿してください。",
    );
    const posted = yui.post(channel, { content: `<@${harness.discord.state.bot.id}>` });
    const reply = await harness.discord.waitFor(({ reference }) => reference?.message_id === posted.id);
    expect(textOf(reply)).toContain("/要約 を使ってください");
  });

  test("uses Spanish for the locale es-419", async () => {
    const luz = harness.discord.addPerson("luz", { locale: "es-419" });
    const text = textOf(await createCard(luz, "#news", { private: true }));
    expect(text).toContain("4 citas encontradas · stub");
    const confirmation = await luz.slash("#news", "forget", {}, { subcommand: "mine" }).response();
    expect(textOf(confirmation)).toContain("En total: 0 preguntas y 1 documento con su resumen");
    expect(labelsOf(confirmation)).toEqual([translatorFor("es-ES")("button.forget")]);
  });

  test("answers a direct message in the language in which it is written", async () => {
    const { ada, state } = harness.discord;
    const posted = ada.post(ada.dm(), {
      content: `${"Der Rat von Orrin beschloss am Montag, die Bücherei ab Januar auch sonntags zu öffnen. ".repeat(6)}`,
    });
    const card = await harness.discord.waitFor(
      (message) => message.reference?.message_id === posted.id && message.author === state.bot.id && isDone(message),
    );
    expect(labelsOf(card)).toContain("Zitate prüfen");
  });

  test("uses the user's language in direct messages, and English for unsupported locales", async () => {
    expect(textOf(await createCard(german, german.dm()))).toContain("4 Zitate gefunden · stub");
    const fin = harness.discord.addPerson("aino", { locale: "fi" });
    expect(textOf(await createCard(fin, fin.dm()))).toContain(FAITHFUL);
  });
});
