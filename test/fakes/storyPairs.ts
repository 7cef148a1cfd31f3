import type { Document } from "../../src/model/index.ts";
import { createDocument } from "./documents.ts";

/**
 * Two invented stories and the expected result of comparing them. Usually, both describe the same event with different
 * wording and numbers.
 */
export type StoryPair = {
  name: string;
  first: string[];
  second: string[];
  language: string;
  /** Conflicting numbers, each as written in the first and in the second story. */
  differ: [string, string][];
  /** Excerpts from sentences whose statement appears in both stories. */
  agree: string[];
  /** Excerpts from sentences whose statement appears only in the first story. */
  onlyFirst: string[];
  /** Excerpts from sentences whose statement appears only in the second story. */
  onlySecond: string[];
};

export const STORY_PAIRS: StoryPair[] = [
  {
    name: "library",
    language: "en",
    first: [
      "The council of Orrin voted on Monday to open the town library on Sundays from January.",
      "Librarian Ada Quill said the change would cost 61,000 crowns a year.",
      "Opponents said the money was needed for the swimming hall, which has been closed since March.",
      "The library had 48,000 visitors last year, a fifth more than the year before.",
      "The mayor did not say how the council would pay for both.",
      "Two neighbouring towns opened their libraries on Sundays in 2024.",
    ],
    second: [
      "Orrin's council has voted to open the town library on Sundays.",
      "The change will cost 64,500 crowns a year, librarian Ada Quill told this paper.",
      "The library counted 46,000 visitors last year.",
      "Parents of schoolchildren had collected 1,200 signatures for longer opening hours.",
      "Critics point to the swimming hall, closed since March, for which the money was needed.",
    ],
    differ: [
      ["61,000 crowns", "64,500 crowns"],
      ["48,000 visitors", "46,000 visitors"],
    ],
    agree: ["voted to open the town library on Sundays", "swimming hall"],
    onlyFirst: [],
    onlySecond: [],
  },
  {
    name: "ferry",
    language: "en",
    first: [
      "A ferry with 214 people on board ran aground off the island of Sule on Saturday evening.",
      "The coastguard said all passengers were taken off by lifeboats within three hours.",
      "Nine people were treated in hospital for minor injuries.",
      "The ship, the Northern Light, was built in 1998 and repaired last winter.",
      "The company said the steering had failed shortly before the accident.",
    ],
    second: [
      "The ferry Northern Light ran aground off the island of Sule on Saturday evening with 221 people on board.",
      "Lifeboats took all passengers off within five hours, the coastguard said.",
      "Twelve people were treated in hospital for minor injuries.",
      "Divers will look at the hull on Tuesday, when the wind is expected to drop.",
      "The company said the steering had failed shortly before the accident.",
    ],
    differ: [
      ["214 people", "221 people"],
      ["three hours", "five hours"],
      ["Nine people", "Twelve people"],
    ],
    agree: ["steering had failed"],
    onlyFirst: [],
    onlySecond: ["Divers will look"],
  },
  {
    name: "plant",
    language: "de",
    first: [
      "Der Stadtrat von Altenmoor hat am Dienstag den Bau eines Heizwerks beschlossen.",
      "Das Heizwerk soll 18 Millionen Euro kosten und 2.400 Wohnungen mit Wärme versorgen.",
      "Bürgermeisterin Ilse Brandt sprach von einem guten Tag für die Stadt.",
      "Die Anwohner der Hafenstraße fürchten den Lärm der Lastwagen.",
    ],
    second: [
      "Altenmoors Stadtrat hat am Dienstag beschlossen, ein Heizwerk zu bauen.",
      "Rund 22 Millionen Euro soll das Heizwerk kosten, das 2.400 Wohnungen mit Wärme versorgen wird.",
      "Das Holz kommt aus Wäldern im Umkreis von 50 Kilometern.",
    ],
    differ: [["18 Millionen Euro", "22 Millionen Euro"]],
    agree: ["Heizwerk"],
    onlyFirst: ["Hafenstraße"],
    onlySecond: ["Holz"],
  },
  {
    name: "trial",
    language: "en",
    first: [
      "A new vaccine against river fever protected 78 percent of those who took part in a trial in Kenya.",
      "The trial followed 4,300 adults for two years.",
      "The researchers saw no serious side effects.",
      "The vaccine must be kept at minus 20 degrees, which makes it hard to use in villages.",
    ],
    second: [
      "In a trial in Kenya, a new vaccine against river fever protected 71 percent of those who took part.",
      "For two years the trial followed 4,300 adults.",
      "Serious side effects were seen in three adults.",
      "The maker has asked the European regulator for approval.",
    ],
    differ: [["78 percent", "71 percent"]],
    agree: ["4,300 adults"],
    onlyFirst: [],
    onlySecond: [],
  },
  {
    name: "two years of one shop, which do not contradict each other",
    language: "en",
    first: ["In 2023 the shop on Mill Street sold 4,100 bicycles and repaired 900.", "It opened on Sundays that year."],
    second: [
      "In 2024 the shop on Mill Street sold 5,300 bicycles and repaired 1,050.",
      "A café was added in the yard.",
    ],
    differ: [],
    agree: [],
    onlyFirst: [],
    onlySecond: [],
  },
  {
    name: "nothing in common",
    language: "en",
    first: [
      "The council of Orrin voted on Monday to open the town library on Sundays from January.",
      "The library had 48,000 visitors last year, a fifth more than the year before.",
    ],
    second: [
      "Bees find their way home by the light of the sky, researchers in Lund have shown.",
      "They trained 300 bumblebees to fly through a tunnel with lamps.",
    ],
    differ: [],
    agree: [],
    onlyFirst: ["voted on Monday"],
    onlySecond: ["Bees find their way"],
  },
];

/** Creates the two documents of a story pair. */
export const createDocumentPair = ({ first, second, language }: StoryPair): [Document, Document] => [
  createDocument(first, { language, title: "First" }),
  createDocument(second, { language, title: "Second" }),
];
