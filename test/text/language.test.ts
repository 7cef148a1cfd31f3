import { eld } from "eld/small";
import { expect, test } from "vitest";
import { detectLanguage } from "../../src/text/index.ts";

/** Pith's n-gram table is generated from that of eld, so both must detect the same language. */
test.each([
  "The harbour of Marenholm opened its third quay on Monday, and two lines will use it from June.",
  "Der Ausschuss hat am Dienstag beschlossen, die Abstimmung auf das Ende des Monats zu verschieben.",
  "L’été dernier, la municipalité a décidé d’élargir les allées, très fréquentées à Noël.",
  "Komitet zebrał się we wtorek i postanowił odłożyć głosowanie do końca miesiąca.",
  "Комитет собрался во вторник и решил отложить голосование до конца месяца.",
  "Η επιτροπή συνεδρίασε την Τρίτη και αποφάσισε να αναβάλει την ψηφοφορία.",
  "اجتمعت اللجنة يوم الثلاثاء وقررت تأجيل التصويت حتى نهاية الشهر.",
  "समिति की मंगलवार को बैठक हुई और उसने महीने के अंत तक मतदान टालने का निर्णय लिया।",
  "คณะกรรมการประชุมเมื่อวันอังคารและตัดสินใจเลื่อนการลงคะแนน",
  "委员会星期二开会，决定把投票推迟到本月底。",
  "委員会は火曜日に開かれ、投票を月末まで延期することを決めた。",
  "rock’n’roll 42 https://a.example/b?c=d x_y 𝒳𝒴 😀",
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzender",
  "—",
])("detectLanguage agrees with eld on: %s", (text) => {
  const result = eld.detect(text);
  expect(detectLanguage(text)).toBe(result.isReliable() ? result.language : "und");
});

test.each([
  ["The quay opened on Monday, the harbour said, and two lines use it from June.", "en"],
  ["Die Stadtwerke haben am Donnerstag mit dem Bau eines Wärmenetzes begonnen.", "de"],
  ["图书馆星期四宣布，从四月起每晚开放到十点。", "zh"],
  ["42", "und"],
])("detectLanguage(%j) returns %s", (text, language) => expect(detectLanguage(text)).toBe(language));

test("detectLanguage detects the language of a long text", () => {
  const sentence = "The harbour tells about its cranes, its cables and its fish. ";
  expect(detectLanguage(sentence.repeat(600))).toBe("en");
});
