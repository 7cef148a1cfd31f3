import type { talk as english } from "../en/index.ts";
import type { Translated } from "../entries.ts";

export const talk: Translated<typeof english> = {
  greeting:
    "Hallo! Ich fasse Artikel, Dateien und lange Texte zusammen, und zu jedem Punkt gibt es das Zitat. So geht's:\n- Poste einen Link oder eine Datei und erwähne mich\n- Nimm /zusammenfassen\n- Rechtsklick auf eine Nachricht ▸ Apps ▸ Zusammenfassen\nDanach kannst du einfach Fragen dazu stellen.",
  needsModel: "Dafür brauche ich ein KI-Modell, und es ist keins eingerichtet.",
  whichCard: "Hier gibt es mehrere Dokumente. Antworte auf die Karte, die du meinst.",
};
