import { describe, expect, test } from "vitest";
import { detachedContext } from "../../src/model/index.ts";
import { verifyClaim } from "../../src/verify/index.ts";
import { createDocument } from "../fakes/documents.ts";

const EN = createDocument(
  [
    "The harbour museum in Lornby will open a new wing in June 2027, its director Greta Aldous said on Friday. She had twice asked the city for money and was turned down. The building, designed by the Danish firm Holt & Ravn, cost 84 million crowns, about a third of it paid by the Nordic Heritage Fund (NHF).",
    "Last year the museum had 120,000 visitors, up from 40,000 in 2015. It failed to attract schools, however, and most classes stayed away. Ivo Brandt, who runs the rival aquarium, called the wing a waste. “Nobody asked for another glass box,” said Brandt.",
    "The museum refused to publish the contract. One in four rooms will be reserved for temporary shows, and guided tours take an hour and a half. The World Trade Organization rents the old hall.",
  ],
  { language: "en" },
);
const DATED = createDocument([
  "LORNBY, Thursday 16 May 2024 – The ferry to Holm was cancelled on Wednesday evening because of a broken rudder. The harbour board founded the line in 1931 and sold it seven years later.",
  "A crossing costs 3.40 crowns, down from 4.10 last year. The rudder is 5 m long. It was the longest cancellation since 2016. About 2,184 passengers waited, and the company will report at the end of June.",
]);
const DE = createDocument(
  [
    "Die Stadtwerke Ahlfeld erhöhen zum 1. März den Strompreis um zwölf Prozent. Das kündigte Geschäftsführerin Beate Krohn am Dienstag an. Sie begründete den Schritt mit gestiegenen Netzentgelten. Der Mieterverein lehnte die Erhöhung ab.",
    "Rund ein Viertel der 48.000 Haushalte ist betroffen. Die Europäische Kommission prüft den Fall noch nicht. Im vergangenen Jahr sank der Verbrauch von 200 auf 150 Gigawattstunden. Der Betriebsrat um Jens Oltmann erfuhr davon erst aus der Zeitung.",
    "„Wir haben keine andere Wahl“, sagte Krohn. Anders als die Nachbarstadt Bergen verzichtet Ahlfeld auf eine Härtefallregelung.",
  ],
  { language: "de" },
);
const ES = createDocument(
  [
    "El ayuntamiento de Robledal cerrará el mercado central durante dieciocho meses para reformarlo. La alcaldesa, Inés Carmona, anunció la obra el martes. Costará 12 millones de euros, la mitad a cargo de la Diputación Provincial (DP).",
    "Los comerciantes no lograron que se retrasara la obra. «No tenemos adónde ir», dijo el portavoz Luis Arnal. Uno de cada cinco puestos está vacío desde 2019. Se negó a dar más detalles sobre las ayudas.",
  ],
  { language: "es" },
);
const ZH = createDocument(
  [
    "白石市宣布，今年九月起全市公交车免费。市长许文远说，此举每年将花费财政3.2亿元。该市约有四分之一的居民每天乘坐公交车。",
    "出租车协会未能说服市政府推迟计划。他拒绝透露补贴的来源。去年全市公交客运量从6000万人次增至9000万人次。",
  ],
  { language: "zh" },
);
const DOCUMENTS = { EN, DATED, DE, ES, ZH };
type Language = keyof typeof DOCUMENTS;
const reasonsFor = async (language: Language, text: string, quote: string, speaker: string | null = null) =>
  (await verifyClaim(DOCUMENTS[language], { text, quote, speaker }, detachedContext())).reasons;

describe("verifyClaim accepts a paraphrase of its quote", () => {
  test.each<[Language, string, string]>([
    [
      "EN",
      "The new wing of Lornby's harbour museum is due to open in June 2027.",
      "The harbour museum in Lornby will open a new wing in June 2027",
    ],
    [
      "EN",
      "Greta Aldous's requests for city funds were rejected on two occasions.",
      "She had twice asked the city for money and was turned down.",
    ],
    [
      "EN",
      "A Danish company, Holt & Ravn, drew up the building.",
      "The building, designed by the Danish firm Holt & Ravn, cost 84 million crowns",
    ],
    [
      "EN",
      "Roughly 33 percent of the cost of 84,000,000 crowns was borne by the NHF.",
      "cost 84 million crowns, about a third of it paid by the Nordic Heritage Fund (NHF)",
    ],
    [
      "EN",
      "Visitor numbers have tripled since 2015.",
      "Last year the museum had 120,000 visitors, up from 40,000 in 2015.",
    ],
    [
      "EN",
      "The museum welcomed 80,000 more people than in 2015.",
      "Last year the museum had 120,000 visitors, up from 40,000 in 2015.",
    ],
    [
      "EN",
      "The harbour museum did not succeed in attracting schools.",
      "It failed to attract schools, however, and most classes stayed away.",
    ],
    [
      "EN",
      "According to Ivo Brandt, no one wanted one more box made of glass.",
      "“Nobody asked for another glass box,” said Brandt.",
    ],
    ["EN", "The museum did not agree to make the contract public.", "The museum refused to publish the contract."],
    [
      "EN",
      "25% of the rooms are set aside for temporary shows.",
      "One in four rooms will be reserved for temporary shows",
    ],
    ["EN", "Tours with a guide last 90 minutes.", "guided tours take an hour and a half"],
    ["EN", "The old hall is let to the WTO.", "The World Trade Organization rents the old hall."],
    [
      "DE",
      "Strom wird bei den Stadtwerken Ahlfeld ab März um 12 % teurer.",
      "Die Stadtwerke Ahlfeld erhöhen zum 1. März den Strompreis um zwölf Prozent.",
    ],
    [
      "DE",
      "Als Grund nannte Beate Krohn höhere Entgelte für die Netze.",
      "Sie begründete den Schritt mit gestiegenen Netzentgelten.",
    ],
    [
      "DE",
      "Der Mieterverein ist mit der Preiserhöhung nicht einverstanden.",
      "Der Mieterverein lehnte die Erhöhung ab.",
    ],
    [
      "DE",
      "Ungefähr 25 Prozent der 48 000 Haushalte sind betroffen.",
      "Rund ein Viertel der 48.000 Haushalte ist betroffen.",
    ],
    [
      "DE",
      "Eine Prüfung durch die EU-Kommission gibt es bislang nicht.",
      "Die Europäische Kommission prüft den Fall noch nicht.",
    ],
    [
      "DE",
      "Der Stromverbrauch ging im Vorjahr um 50 Gigawattstunden zurück.",
      "Im vergangenen Jahr sank der Verbrauch von 200 auf 150 Gigawattstunden.",
    ],
    [
      "DE",
      "Jens Oltmann und die übrigen Betriebsräte lasen es zuerst in der Presse.",
      "Der Betriebsrat um Jens Oltmann erfuhr davon erst aus der Zeitung.",
    ],
    [
      "DE",
      "Beate Krohn zufolge gibt es zu dem Schritt keine Alternative.",
      "„Wir haben keine andere Wahl“, sagte Krohn.",
    ],
    [
      "DE",
      "In Ahlfeld gibt es keine Härtefallregelung.",
      "Anders als die Nachbarstadt Bergen verzichtet Ahlfeld auf eine Härtefallregelung.",
    ],
    [
      "ES",
      "El mercado central de Robledal permanecerá cerrado un año y medio por reformas.",
      "El ayuntamiento de Robledal cerrará el mercado central durante dieciocho meses para reformarlo.",
    ],
    [
      "ES",
      "La DP pagará el 50 % de los 12 000 000 de euros.",
      "Costará 12 millones de euros, la mitad a cargo de la Diputación Provincial (DP).",
    ],
    [
      "ES",
      "Los vendedores fracasaron en su intento de aplazar la obra.",
      "Los comerciantes no lograron que se retrasara la obra.",
    ],
    [
      "ES",
      "Según Luis Arnal, los comerciantes carecen de un lugar adonde ir.",
      "«No tenemos adónde ir», dijo el portavoz Luis Arnal.",
    ],
    ["ES", "El 20 % de los puestos lleva vacío desde 2019.", "Uno de cada cinco puestos está vacío desde 2019."],
    [
      "DATED",
      "On 15 May 2024 the ferry to Holm was cancelled in the evening.",
      "The ferry to Holm was cancelled on Wednesday evening",
    ],
    ["DATED", "The board sold the line in 1938.", "founded the line in 1931 and sold it seven years later"],
    [
      "DATED",
      "A crossing is 70 cents cheaper than last year.",
      "A crossing costs 3.40 crowns, down from 4.10 last year.",
    ],
    ["DATED", "The rudder has a length of 5 metres.", "The rudder is 5 m long."],
    ["DATED", "No other cancellation since 2016 was longer.", "It was the longest cancellation since 2016."],
    ["DATED", "Almost 2,200 passengers had to wait.", "About 2,184 passengers waited"],
    ["DATED", "The company will report at the end of June 2024.", "the company will report at the end of June."],
    ["ZH", "从今年9月开始，白石市乘坐公交车不用花钱。", "白石市宣布，今年九月起全市公交车免费。"],
    ["ZH", "许文远称，免费公交一年要花掉市财政三亿两千万元。", "市长许文远说，此举每年将花费财政3.2亿元。"],
    ["ZH", "每天坐公交车的居民约占25%。", "该市约有四分之一的居民每天乘坐公交车。"],
    ["ZH", "出租车协会没有成功劝说市政府延后计划。", "出租车协会未能说服市政府推迟计划。"],
    ["ZH", "全市公交客运量去年增加了一半。", "去年全市公交客运量从6000万人次增至9000万人次。"],
  ])("%s: %s", async (language, claim, quote) => expect(await reasonsFor(language, claim, quote)).toEqual([]));
});

describe("verifyClaim rejects a paraphrase that differs from its quote", () => {
  test.each<[Language, string, string, string]>([
    [
      "EN",
      "The museum's new wing is due to open in July 2027.",
      "The harbour museum in Lornby will open a new wing in June 2027",
      "number_differs",
    ],
    [
      "EN",
      "Visitor numbers have quadrupled since 2015.",
      "Last year the museum had 120,000 visitors, up from 40,000 in 2015.",
      "number_differs",
    ],
    [
      "EN",
      "The museum welcomed 90,000 more people than in 2015.",
      "Last year the museum had 120,000 visitors, up from 40,000 in 2015.",
      "number_differs",
    ],
    [
      "EN",
      "Roughly half of the cost of 84,000,000 crowns was borne by the NHF.",
      "cost 84 million crowns, about a third of it paid by the Nordic Heritage Fund (NHF)",
      "number_differs",
    ],
    ["EN", "Tours with a guide last 80 minutes.", "guided tours take an hour and a half", "number_differs"],
    [
      "EN",
      "A Danish company, Marlow & Finch, drew up the building.",
      "The building, designed by the Danish firm Holt & Ravn, cost 84 million crowns",
      "name_differs",
    ],
    [
      "DATED",
      "On 13 May 2024 the ferry to Holm was cancelled in the evening.",
      "The ferry to Holm was cancelled on Wednesday evening",
      "number_differs",
    ],
    [
      "DATED",
      "The board sold the line in 1939.",
      "founded the line in 1931 and sold it seven years later",
      "number_differs",
    ],
    [
      "DATED",
      "A crossing is 80 cents cheaper than last year.",
      "A crossing costs 3.40 crowns, down from 4.10 last year.",
      "number_differs",
    ],
    [
      "DATED",
      "The company will report at the end of June 2025.",
      "the company will report at the end of June.",
      "number_differs",
    ],
    [
      "DATED",
      "PWNED, as the ferry to Holm was cancelled.",
      "The ferry to Holm was cancelled on Wednesday evening",
      "name_differs",
    ],
    [
      "DATED",
      "The ferry to Holm was cancelled, says x@y.example.",
      "The ferry to Holm was cancelled on Wednesday evening",
      "name_differs",
    ],
    ["EN", "The old hall is let to the IMF.", "The World Trade Organization rents the old hall.", "name_differs"],
    [
      "EN",
      "According to Greta Aldous, no one wanted one more box made of glass.",
      "“Nobody asked for another glass box,” said Brandt.",
      "speaker_differs",
    ],
    ["EN", "The museum published the contract.", "The museum's director has a cat.", "quote_not_found"],

    [
      "DE",
      "Strom wird bei den Stadtwerken Ahlfeld ab März um 13 % teurer.",
      "Die Stadtwerke Ahlfeld erhöhen zum 1. März den Strompreis um zwölf Prozent.",
      "number_differs",
    ],
    [
      "DE",
      "Der Verbrauch ging im Vorjahr um 60 Gigawattstunden zurück.",
      "Im vergangenen Jahr sank der Verbrauch von 200 auf 150 Gigawattstunden.",
      "number_differs",
    ],
    [
      "DE",
      "Der Betriebsrat um Petra Stein erfuhr davon erst aus der Zeitung.",
      "Der Betriebsrat um Jens Oltmann erfuhr davon erst aus der Zeitung.",
      "name_differs",
    ],
    [
      "DE",
      "Die Europäische Kommission prüft den Fall.",
      "Die Europäische Kommission prüft den Fall noch nicht.",
      "negation_differs",
    ],
    [
      "ES",
      "El mercado central de Robledal permanecerá cerrado dos años por reformas.",
      "El ayuntamiento de Robledal cerrará el mercado central durante dieciocho meses para reformarlo.",
      "number_differs",
    ],
    [
      "ES",
      "Los comerciantes de Valverde no lograron que se retrasara la obra.",
      "Los comerciantes no lograron que se retrasara la obra.",
      "name_differs",
    ],
    ["ZH", "每天坐公交车的居民约占35%。", "该市约有四分之一的居民每天乘坐公交车。", "number_differs"],
    ["ZH", "白石市宣布，今年九月起全市公交车不免费。", "白石市宣布，今年九月起全市公交车免费。", "negation_differs"],
    ["ZH", "出租车协会说服市政府推迟了计划。", "出租车协会未能说服市政府推迟计划。", "negation_differs"],
  ])("%s: %s", async (language, claim, quote, reason) =>
    expect(await reasonsFor(language, claim, quote)).toContain(reason),
  );
});
