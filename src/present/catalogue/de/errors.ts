import type { errors as english } from "../en/index.ts";
import type { Translated } from "../entries.ts";

/** Errors with their next steps, and notices. */
export const errors: Translated<typeof english> = {
  "error.asks_first": "Das Sprachmodell würde mehr kosten, als ungefragt ausgegeben werden darf",
  "next.asks_first": "Stimme zu, oder nimm die extraktive Zusammenfassung.",
  "notice.asks_first":
    "Das Sprachmodell wartet auf dein Wort, weil es mehr kosten würde als sonst; dies stammt vom extraktiven Verfahren.",
  explained: "{what}. {next}",
  detailed: "{what} ({detail}). {next}",
  "detail.button": "ein alter Button",
  "detail.menu": "ein altes Menü",
  "detail.form": "ein altes Formular",
  "detail.command": "ein alter Befehl",
  "detail.nothing": "es gibt nichts zu lesen",
  "detail.wordless": "eine Frage braucht Worte",

  "error.bad_url": "Diese Webadresse kann Pith nicht öffnen",
  "next.bad_url":
    "Gib eine vollständige Adresse an, die mit http:// oder https:// beginnt, ohne Benutzername und Passwort.",
  "error.address_refused": "Diese Adresse öffnet Pith nicht",
  "next.address_refused":
    "Nur öffentliche Webseiten können gelesen werden; füge den Text ein oder poste stattdessen die Datei.",
  "error.not_found": "Dort ist nichts zu finden",
  "next.not_found": "Prüfe, ob im Pfad oder in der Adresse ein Tippfehler ist.",
  "error.blocked": "Die Website lässt Programme diese Seite nicht lesen",
  "next.blocked": "Öffne sie selbst und füge den Text ein, oder poste sie als Datei.",
  "error.http_error": "Die Website hat nicht so geantwortet, wie sie sollte",
  "next.http_error": "Versuch es in einer Minute noch einmal, oder füge den Text ein.",
  "error.timeout": "Das hat zu lange gedauert und wurde abgebrochen",
  "next.timeout": "Versuch es noch einmal, oder gib einen kleineren Teil davon an.",
  "error.too_large": "Das ist größer, als Pith es liest",
  "next.too_large": "Gib einen Teil davon an, oder erhöhe PITH_MAX_BYTES dort, wo Pith läuft.",
  "error.too_large_unpacked": "Diese Datei wird beim Öffnen zu groß",
  "next.too_large_unpacked": "Speichere sie in einem einfacheren Format, oder gib einen Teil davon an.",
  "error.unsupported": "Diesen Dateityp liest Pith nicht",
  "next.unsupported":
    "Möglich sind Webseiten, PDF, Office-Dokumente (.docx, .odt, .pptx, .xlsx, .rtf), E-Books, E-Mails und Textdateien.",
  "error.encrypted": "Diese Datei ist mit einem Passwort geschützt",
  "next.encrypted": "Entferne das Passwort und poste sie noch einmal.",
  "error.damaged": "Diese Datei ist beschädigt oder unvollständig",
  "next.damaged": "Öffne sie im passenden Programm, speichere sie neu und poste die neue Datei.",
  "error.empty": "Darin steht kein Text",
  "next.empty": "Prüfe, ob es die richtige Datei ist.",
  "error.too_short": "Auf dieser großen Seite wurde fast kein Text gefunden",
  "next.too_short":
    "Vielleicht wird sie erst durch Skripte aufgebaut oder verlangt eine Anmeldung: Füge stattdessen den Text ein.",
  "error.no_text_layer": "Die Seiten sind Bilder ohne Text",
  "next.no_text_layer": "Lass eine Texterkennung (OCR) über den Scan laufen und poste das Ergebnis.",
  "error.not_an_article": "Darin gibt es nichts, was sich zusammenfassen ließe",
  "next.not_an_article": "Gib die Seite oder Datei an, die den Artikel selbst enthält.",
  "error.over_budget": "So weit reicht das Budget für das Modell nicht",
  "next.over_budget":
    "Bitte um eine extraktive Zusammenfassung; wer Pith betreibt, kann das Budget erhöhen (PITH_RUN_TOKENS).",
  "error.rate_limited": "Das waren viele Anfragen in kurzer Zeit",
  "next.rate_limited": "Warte eine Minute und versuch es noch einmal.",
  "error.busy": "Pith hat gerade mehr Arbeit, als es annehmen kann",
  "next.busy": "Versuch es in einer Minute noch einmal.",
  "error.model_unavailable": "Das Sprachmodell hat keine brauchbare Antwort gegeben",
  "next.model_unavailable":
    "Versuch es später noch einmal, oder wähle das extraktive Verfahren; wer Pith betreibt, kann mit `pith doctor` nachsehen.",
  "error.model_refused": "Das Sprachmodell hat die Arbeit an diesem Text abgelehnt",
  "next.model_refused": "Wähle dafür das extraktive Verfahren.",
  "error.model_truncated": "Die Antwort des Sprachmodells wurde abgeschnitten",
  "next.model_truncated": "Bitte um eine kürzere Zusammenfassung, oder wähle das extraktive Verfahren.",
  "error.no_document": "So ein Dokument gibt es hier nicht, oder du darfst es nicht lesen",
  "next.no_document": "Wähle eines aus der Liste, die /fragen anbietet, oder poste es noch einmal.",
  "error.same_document": "Beides ist derselbe Text",
  "next.same_document": "Nenne zwei verschiedene Dokumente zum Vergleichen.",
  "error.not_here": "Auf diesem Server darfst du Pith nicht nutzen, oder nicht in diesem Kanal",
  "next.not_here": "Frag jemanden, der den Server verwaltet, oder nutze Pith in Direktnachrichten.",
  "error.not_allowed": "Das lässt sich nicht öffnen",
  "next.not_allowed": "Prüfe, ob du es lesen darfst.",
  "error.not_yours": "Das darfst du hier nicht",
  "next.not_yours": "Frag, wer es machen ließ, den Kanal moderiert oder den Server verwaltet.",
  "error.stopped": "Die Arbeit wurde abgebrochen",
  "next.stopped": "Fordere es noch einmal an, um von vorn zu beginnen.",
  "error.bad_request": "Diese Anfrage hat nicht die richtige Form",
  "next.bad_request": "Die Form steht in `pith --help` und in der README.",
  askedWrongly: "/pith help sagt, was Pith annimmt.",
  "error.bad_config": "Die Konfiguration ist falsch",
  "next.bad_config": "Korrigiere die genannten Variablen; .env.example beschreibt jede.",
  "error.internal": "In Pith ist etwas schiefgegangen",
  "next.internal": "Versuch es noch einmal; passiert es wieder, melde es mit dem Befehl und der Datei.",

  "notice.model_failed": "Das Sprachmodell ist ausgefallen; dies stammt vom extraktiven Verfahren.",
  "notice.model_cut_short":
    "Der Text ist länger, als das Modell auf einmal lesen kann; das extraktive Verfahren hat ihn ganz gelesen.",
  "notice.model_refused":
    "Das Sprachmodell hat die Arbeit an diesem Text abgelehnt; dies stammt vom extraktiven Verfahren.",
  "notice.over_budget":
    "Das Sprachmodell würde mehr verbrauchen, als ein Durchlauf darf; das extraktive Verfahren hat den Text ganz gelesen.",
  "notice.budget_low": "Vier Fünftel des heutigen Budgets für das Sprachmodell sind verbraucht.",
  "notice.budget_spent":
    "Das heutige Budget für das Sprachmodell ist aufgebraucht; dies stammt vom extraktiven Verfahren. Um Mitternacht UTC beginnt es neu.",
  "notice.read_in_part": "Teilweise gelesen.",
  "notice.passages_only":
    "Der Text ist länger, als das Modell auf einmal liest; die Antwort beruht auf den Stellen, die am besten zur Frage passen.",
  "notice.compared_in_part":
    "Die Texte sind länger, als das Modell auf einmal liest; verglichen wurden ihre wichtigsten Stellen.",
  "notice.languages_differ": "Die beiden sind in verschiedenen Sprachen; solche kann nur ein Sprachmodell vergleichen.",
  "notice.not_translated": "Zum Übersetzen ist kein Sprachmodell eingerichtet; dies ist in der Sprache der Quelle.",
  "notice.not_plain": "Für einfache Sprache ist kein Sprachmodell eingerichtet; dies sind die Worte der Quelle.",
  "notice.gist_replaced":
    "Die Kernaussage des Modells hielt dem Text nicht stand; an ihrer Stelle steht ein Satz der Quelle.",
  "notice.stopped_early": "Gestoppt, bevor die KI fertig war; hier stehen nur Zitate.",
  "notice.quotes_dropped": "Einige Zitate oder Aussagen hielten dem Text nicht stand und werden nicht gezeigt.",
};
