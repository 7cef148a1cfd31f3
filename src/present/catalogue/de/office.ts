import type { office as english } from "../en/office.ts";
import type { Translated } from "../entries.ts";

/** Settings, usage, help, and what is said before things are forgotten. */
export const office: Translated<typeof english> = {
  nothingKept: "Es gibt nichts zu vergessen.",
  orMore: "Es kann noch mehr sein; alles davon wird gelöscht.",
  theirQuestions: "allen Fragen dazu",
  "forget.mine": {
    one: "Du hast {n} Dokument gepostet und {questions} gestellt. Soll alles davon vergessen werden, überall und samt den Karten?",
    other:
      "Du hast {n} Dokumente gepostet und {questions} gestellt. Soll alles davon vergessen werden, überall und samt den Karten?",
  },
  "forget.channel": {
    one: "Aus diesem Kanal gibt es {n} Dokument. Soll es samt seiner Karte und {questions} vergessen werden?",
    other: "Aus diesem Kanal gibt es {n} Dokumente. Sollen sie samt ihren Karten und {questions} vergessen werden?",
  },
  "forget.server": {
    one: "Von diesem Server gibt es {n} Dokument. Soll es samt seiner Karte und {questions} vergessen werden?",
    other: "Von diesem Server gibt es {n} Dokumente. Sollen sie samt ihren Karten und {questions} vergessen werden?",
  },
  settingsTitle:
    "### Pith auf diesem Server\nDateien und Links in {channel}, wer Pith nutzen darf und wie viel es verbrauchen darf:",
  serversOnly: "Einstellungen gibt es nur auf Servern",
  "mode.off": "Dateien und Links hier: nichts tun",
  "mode.offer": "Dateien und Links hier: jeweils ein Button darunter",
  "mode.react": "Dateien und Links hier: 📰 zum Antippen",
  "mode.auto": "Dateien und Links hier: lange sofort zusammenfassen",
  "length.headline": "Zusammenfassungen: eine Schlagzeile",
  "length.brief": "Zusammenfassungen: kurz",
  "length.standard": "Zusammenfassungen: normal",
  "length.detailed": "Zusammenfassungen: ausführlich",
  "set.allowedRoles": "Nur diese Rollen dürfen Pith nutzen",
  "set.refusedRoles": "Diese Rollen dürfen es nicht",
  "set.allowedChannels": "Nur in diesen Kanälen",
  "set.refusedChannels": "Nicht in diesen Kanälen",
  threadsOn: "Threads an Karten: an",
  threadsOff: "Threads an Karten: aus",
  "limits.title": "Sprache, Budget, Aufbewahrung",
  "limits.language": "Sprache der Zusammenfassungen",
  "limits.tokens": "Tokens pro Tag",
  "limits.usd": "US-Dollar pro Tag",
  "limits.days": "Tage, die Dokumente gespeichert bleiben",
  unlimited: "unbegrenzt",
  operators: "so lange, wie der Betreiber sie speichert",
  badNumber: "{field}: Gib eine Zahl über 0 an oder lass das Feld leer",
  badLanguage: "{given} ist kein Sprachkürzel wie de oder pt-BR",
  usedToday: "Heute",
  usedMonth: "Letzte 30 Tage",
  budgetOfDay: "Budget pro Tag",
  help: "### Pith\nPoste einen Link, eine Datei oder einen längeren Text und erwähne mich, nutze /zusammenfassen, oder wähle per Rechtsklick auf eine Nachricht ▸ Apps ▸ Zusammenfassen: Du bekommst eine Zusammenfassung, in der jede Aussage ein Zitat aus der Quelle trägt. Frag dazu im Thread der Karte, mit dem Button „Fragen“ oder mit /fragen; /vergleichen stellt zwei Dokumente nebeneinander. /vergessen löscht, was gespeichert ist, /pith export zeigt, was über dich gespeichert ist, und wer den Server verwaltet, findet alle Einstellungen unter /pith settings.",
  readBy: "Texte werden vom Sprachmodell {model} bei {host} gelesen.",
  readByNobody: "Kein Sprachmodell liest die Texte: Zusammenfassungen bestehen aus ihren eigenen Sätzen.",
  keptFor: { one: "Sie werden {n} Tag lang gespeichert.", other: "Sie werden {n} Tage lang gespeichert." },
  exported: "Das ist über dich gespeichert: was du lesen lassen, gefragt und bewertet hast.",
};
