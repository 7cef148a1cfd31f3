import { eld } from "eld/small";
import { expect, test } from "vitest";
import { detectLanguage } from "../../src/text/index.ts";

/** What the table was packed from says the same. */
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
])("%s", (text) => {
  const found = eld.detect(text);
  expect(detectLanguage(text)).toBe(found.isReliable() ? found.language : "und");
});
