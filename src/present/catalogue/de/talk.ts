import type { talk as english } from "../en/index.ts";
import type { Translated } from "../entries.ts";

export const talk: Translated<typeof english> = {
  greeting:
    "Hallo. Ich fasse Artikel, Dateien und lange Texte zusammen, mit einem Zitat zu jedem Punkt. So geht’s:\n- Poste einen Link oder eine Datei und erwähne mich\n- Nutze /zusammenfassen\n- Rechtsklick auf eine Nachricht ▸ Apps ▸ Zusammenfassen\nDanach kannst du mich alles dazu fragen.",
  needsModel: "Dafür brauche ich ein KI-Modell, und es ist keins eingerichtet.",
  whichCard: "Hier gibt es mehrere Dokumente. Antworte auf die Karte, die du meinst.",
  threadHelp:
    "Frag mich etwas zum Text, oder sag, was du möchtest:\n- kürzer · länger · Hauptpunkte · Stichpunkte\n- einfacher · auf Englisch\n- Abschnitt 3 · der Teil über die Kosten",
};
