import { pdfColumn, pdfFile } from "../../fakes/pdfFiles.ts";

const REPORT = [
  [
    "The harbour board of Ostervik met on Friday to speak of the cables under its old quay.",
    "It spent 11 million crowns on them last year, said Anna Lind, who leads the board.",
    "The first cable was laid in May, and the fish market had to close for three weeks.",
    "Two boats of the line to Holm were out of service while the divers were at work.",
  ],
  [
    "Passengers were taken by bus across the bridge, which added 40 minutes to their way.",
    "The county paid 60 percent of the costs, and the town borrowed what was left of them.",
    "A second cable is to follow in spring, when the ice has gone from the inner harbour.",
    "Lind said the new boats would burn no diesel and carry 200 people on each crossing.",
  ],
  [
    "Not everybody is content: the union counts nine engineers who have lost their posts.",
    "Four of them were offered training, and one has found work at the yard in Vessby.",
    "The old boats were sold to a museum, where children may steer them from next summer.",
    "The board meets again on 3 October to decide on the price of a monthly ticket.",
  ],
];
/** A report of three columns. */
export const PDF = pdfFile(
  REPORT.map((lines) => pdfColumn(lines)),
  { Title: "Cables of Ostervik" },
);
export const ARTICLE = [
  "The library of Norrby opened its night room on Monday with 240 seats for readers who work late.",
  "It cost 3 million crowns, of which the county paid half, said the librarian Maja Berg on Tuesday.",
  "The room stays open until two in the morning, and the last bus now waits for those who read there.",
  "Norrby expects 40,000 visitors in its first year, about twice as many as the old room had in 2024.",
  "A second night room is planned for the harbour, where the county owns 2 houses, but no date is set for it.",
];
export const TEXT = ARTICLE.join(" ");
