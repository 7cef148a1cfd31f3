import { describe, expect, test } from "vitest";
import { clean } from "../../src/clean/index.ts";
import { csv } from "../../src/extract/text/csv.ts";
import { markdown } from "../../src/extract/text/markdown.ts";
import { plainText } from "../../src/extract/text/plainText.ts";
import type { Document } from "../../src/model/index.ts";
import { HEAD_CASES, type HeadCase } from "./headCases.ts";

const EXTRACTORS = { txt: plainText, md: markdown, csv };
const read = async (format: keyof typeof EXTRACTORS, text: string): Promise<Document> => {
  const extractor = EXTRACTORS[format];
  return clean(
    await extractor.extract({ text, bytes: null, mediaType: extractor.mediaTypes[0]!, name: null, url: null }),
  );
};

const BODY = {
  en: "The council voted on Monday to keep the swimming hall open for another year, although the roof leaks and the boiler is older than most of the swimmers. The repair will cost 61,000 crowns, and nobody has yet said where they will come from.",
  de: "Der Rat hat am Montag beschlossen, die Schwimmhalle ein weiteres Jahr offen zu halten, obwohl das Dach undicht ist und der Kessel älter als die meisten Schwimmer. Die Reparatur kostet 61.000 Kronen, und niemand hat bisher gesagt, woher sie kommen sollen.",
  fr: "Le conseil a décidé lundi de garder la piscine ouverte une année de plus, bien que le toit fuie et que la chaudière soit plus vieille que la plupart des nageurs. La réparation coûtera 61 000 couronnes, et personne n'a dit d'où elles viendront.",
  es: "El consejo decidió el lunes mantener abierta la piscina un año más, aunque el techo gotea y la caldera es más vieja que la mayoría de los nadadores. La reparación costará 61.000 coronas, y nadie ha dicho todavía de dónde saldrán.",
  pt: "O conselho decidiu na segunda-feira manter a piscina aberta por mais um ano, embora o telhado tenha goteiras e a caldeira seja mais velha do que a maioria dos nadadores. A reparação custará 61.000 coroas, e ninguém disse de onde virão.",
  it: "Il consiglio ha deciso lunedì di tenere aperta la piscina per un altro anno, anche se il tetto perde e la caldaia è più vecchia della maggior parte dei nuotatori. La riparazione costerà 61.000 corone, e nessuno ha detto da dove verranno.",
  ja: "町議会は月曜日、屋根の雨漏りが続き、ボイラーも古くなった町営プールを、もう一年使い続けることを決めた。修理には六百万円がかかるが、その費用をどこから出すのかは、まだ誰も説明していない。",
  zh: "镇议会星期一决定让游泳馆再开放一年，尽管屋顶漏水，锅炉也比大多数游泳者还要老。修理费用需要六十一万元，但是至今还没有人说明这笔钱将从哪里来，居民们对此感到十分担心。",
  ru: "Совет в понедельник решил оставить бассейн открытым ещё на один год, хотя крыша протекает, а котёл старше большинства пловцов. Ремонт обойдётся в шестьдесят одну тысячу крон, и никто пока не сказал, откуда они возьмутся.",
};

const CASES: HeadCase[] = [
  ...HEAD_CASES,
  [
    "a paper with superscripts and affiliations",
    "txt",
    "Annals of Municipal Water 12 (2024) 101-118\n\nWarm pools and cold budgets: what keeps a swimming\nhall open\n\nAda Quill1,2*, Omar Bell2 and Petra von Stein3\n\n1 Institute of Public Works, Orrin\n2 University of Marenholm\n* Corresponding author: aq@orrin.example\n\nReceived 3 January 2024; revised 4 May 2024; accepted 6 June 2024; published 2 July 2024\n\nAbstract",
    "en",
    {
      title: "Warm pools and cold budgets: what keeps a swimming hall open",
      byline: "Ada Quill, Omar Bell, Petra von Stein",
      published: "2024-07-02",
    },
  ],
  [
    "authors side by side over their institutions",
    "txt",
    "EDDY: Quiet Pumps for Old Pools\n\nAda Quill              Omar T. Bell\nOrrin Institute        Marenholm College\nada@orrin.example      bell@mc.example\n\nAbstract",
    "en",
    { title: "EDDY: Quiet Pumps for Old Pools", byline: "Ada Quill, Omar T. Bell" },
  ],
  [
    "dates of submission alone",
    "txt",
    "Why old pools leak in winter\n\nAda Quill, Omar Bell\nDepartment of Pools, University of Orrin\n\nReceived 3 January 2024, accepted 6 June 2024\n\nAbstract",
    "en",
    { title: "Why old pools leak in winter", byline: "Ada Quill, Omar Bell", published: null },
  ],
  [
    "a byline with the date and the reading time",
    "md",
    "# Keep the pool\n\n*By Omar Bell* · 2 November 2024 · 5 min read",
    "en",
    { title: "Keep the pool", byline: "Omar Bell", published: "2024-11-02" },
  ],
  [
    "a bare name above the date",
    "txt",
    "Keep the swimming hall\n\nOmar Bell\nPublished 14 March 2025, 06.00",
    "en",
    { title: "Keep the swimming hall", byline: "Omar Bell", published: "2025-03-14" },
  ],
  [
    "a name and a date in one line",
    "txt",
    "Keep the swimming hall\n\nOmar Bell, 14 March 2025",
    "en",
    { title: "Keep the swimming hall", byline: "Omar Bell", published: "2025-03-14" },
  ],
  [
    "a name after a dash",
    "txt",
    "Keep the swimming hall\n— Omar Bell",
    "en",
    { title: "Keep the swimming hall", byline: "Omar Bell" },
  ],
  [
    "words and photographs by two people",
    "txt",
    "The Orrin Review\nMagazine | Weekend | Shop\n\nFEATURE\n\nThe last lifeguard of Orrin\n\nWords by Omar Bell   Photographs by Petra Stein\nSaturday 16 August 2025",
    "en",
    { title: "The last lifeguard of Orrin", byline: "Omar Bell", published: "2025-08-16" },
  ],
  [
    "a role and an institution after the name",
    "txt",
    "Pool stays open\n\nBy Ada Quill, local affairs reporter\nUpdated 4 May 2026",
    "en",
    { title: "Pool stays open", byline: "Ada Quill", published: "2026-05-04" },
  ],
  [
    "minutes with a clerk among those present",
    "txt",
    "ORRIN TOWN COUNCIL\n\nMinutes of the meeting held on Tuesday 11 April 2023 at 7.00 pm in the Old School\n\nPresent: Cllr A. Quill (Chair), Cllr O. Bell\nIn attendance: Mrs P. Stein (Clerk), 9 members of the public",
    "en",
    { title: "ORRIN TOWN COUNCIL", byline: "P. Stein", published: "2023-04-11" },
  ],
  [
    "fields of minutes in Markdown",
    "md",
    "# Weekly sync: pool app\n\n**Date:** 2024-02-22, 10:00\n**Notes:** Omar\n**Here:** Omar, Ada, Petra",
    "en",
    { title: "Weekly sync: pool app", byline: "Omar", published: "2024-02-22" },
  ],
  [
    "minutes taken by",
    "txt",
    "Pool committee\n\nMinutes taken by: Omar Bell\nDate: 3 June 2024\nNext meeting: 1 July 2024",
    "en",
    { title: "Pool committee", byline: "Omar Bell", published: "2024-06-03" },
  ],
  [
    "a preparer at the end",
    "txt",
    "ORRIN POOL TRUST\n\nMinutes of the annual meeting",
    "en",
    { title: "ORRIN POOL TRUST", byline: "O. Bell" },
    "Draft minutes prepared by O. Bell, Secretary - bell@pool.example",
  ],
  [
    "a compiler in a sentence",
    "md",
    "# Orrin water polo league\n\n*Compiled by the league results secretary, Ada Quill. Results received by 18:30.*",
    "en",
    { title: "Orrin water polo league", byline: "Ada Quill" },
  ],
  [
    "a team that signs",
    "md",
    "# Pool Queue 5.0 release notes\n\nReleased: 2024-09-30\nPrevious version: 4.8.3\n\nThese notes were put together by the Pool Queue core team.",
    "en",
    { title: "Pool Queue 5.0 release notes", byline: "Pool Queue core team", published: "2024-09-30" },
  ],
  [
    "a maintainer in a readme",
    "md",
    "# puddle\n\n> Finds leaks.",
    "en",
    { title: "puddle", byline: "Ada Quill" },
    "## Contributing\n\nThe author and only maintainer is Ada Quill, who works on it in her spare time.",
  ],
  [
    "maintainers in a list",
    "md",
    "# puddle",
    "en",
    { title: "puddle", byline: "Omar Bell" },
    "## Maintainers\n\n- Omar Bell (@omar)",
  ],
  [
    "a press release with a date beside the kicker",
    "txt",
    "FOR IMMEDIATE RELEASE – 3 September 2024\n\nORRIN POOL TO RUN ON SUNLIGHT\n\nPanels on the roof will heat the water from November",
    "en",
    { title: "ORRIN POOL TO RUN ON SUNLIGHT", published: "2024-09-03" },
  ],
  [
    "a dateline",
    "txt",
    "FOR IMMEDIATE RELEASE\n\nORRIN POOL TO RUN ON SUNLIGHT\n\nORRIN, September 3, 2024 -- The pool of Orrin today announced that it will be heated by the sun.",
    "en",
    { title: "ORRIN POOL TO RUN ON SUNLIGHT", published: "2024-09-03" },
  ],
  [
    "an update and older versions",
    "txt",
    "Puddle Cloud\nProducts   Pricing   Help   Log in\n\nTERMS OF SERVICE\n\nLast updated: 4 August 2025. In force from: 1 September 2025.\nPrevious versions: 12 January 2024, 3 May 2022\n\nContents\n1. About\n2. Your account",
    "en",
    { title: "TERMS OF SERVICE", byline: null, published: "2025-08-04" },
  ],
  [
    "a report below its office",
    "txt",
    "OFFICE OF THE AUDITOR\nPROVINCE OF ORRIN\n\nReport 12 | 2024–25\n\nREPAIRING THE SWIMMING HALL\n\nA performance audit\n\n27 February 2025\n\nCONTENTS\n\n1. Introduction ........ 4",
    "en",
    { title: "REPAIRING THE SWIMMING HALL", published: "2025-02-27" },
  ],
  [
    "a title over three lines",
    "txt",
    "REPORT OF THE INQUIRY INTO\nTHE LEAK AT THE SWIMMING HALL OF\nORRIN\n\n3 May 2021",
    "en",
    { title: "REPORT OF THE INQUIRY INTO THE LEAK AT THE SWIMMING HALL OF ORRIN", published: "2021-05-03" },
  ],
  [
    "an episode below its series",
    "txt",
    "THE DEEP END PODCAST\nEpisode 63: What a pool remembers\nPublished 8 February 2024 | Running time 21 minutes\nHost: Ada Quill. Guest: Dr Omar Bell\n\n[00:00:04] ADA: Hello and welcome back.\n\n[00:00:09] OMAR: Thank you.",
    "en",
    { title: "Episode 63: What a pool remembers", published: "2024-02-08" },
  ],
  [
    "a channel with an export",
    "txt",
    "#pool-leak-2024\nExported on 2024-06-12 08:15 by nadia\n\nnadia  02:14\nit leaks again\n\nomar  02:15\nagain?",
    "en",
    { title: "#pool-leak-2024", published: null },
  ],
  [
    "a question as the title",
    "txt",
    "Why do we still heat an empty pool in August?\n\nBy Ada Quill",
    "en",
    { title: "Why do we still heat an empty pool in August?", byline: "Ada Quill" },
  ],
  [
    "a field with the title",
    "txt",
    "Subject: Pool opening hours\nFrom: Ada Quill\nDate: 4 May 2026",
    "en",
    { title: "Pool opening hours", published: "2026-05-04" },
  ],
  [
    "an ambiguous date",
    "txt",
    "Pool stays open\n\nPublished 03/04/2024",
    "en",
    { title: "Pool stays open", published: null },
  ],
  [
    "a date whose order another one tells",
    "txt",
    "Pool stays open\n\nPublished 03/04/2024 (corrected 17/04/2024)",
    "en",
    { title: "Pool stays open", published: "2024-04-03" },
  ],
  [
    "a letter with a signature",
    "txt",
    "Keep the swimming hall",
    "en",
    { title: "Keep the swimming hall", byline: "Ada Quill" },
    "Yours faithfully,\n\nAda Quill\nChair of the swimmers",
  ],
  [
    "German minutes",
    "txt",
    "Förderverein Schwimmhalle e. V.\nProtokoll der Sitzung vom 12. März 2024\n\nProtokoll: Petra Stein\nAnwesend: Ada Quill, Omar Bell",
    "de",
    { title: "Förderverein Schwimmhalle e. V.", byline: "Petra Stein", published: "2024-03-12" },
  ],
  [
    "a German press release",
    "txt",
    "Stadtwerke Orrin GmbH\nUnternehmenskommunikation\n\nP R E S S E M I T T E I L U N G\nNr. 17/2024\n\nSperrfrist: keine\nOrrin, 11. Juli 2024\n\nSchwimmhalle heizt mit Abwasser\nWärmepumpe ersetzt ein Fünftel des Erdgases",
    "de",
    { title: "Schwimmhalle heizt mit Abwasser", byline: null, published: "2024-07-11" },
  ],
  [
    "a German byline",
    "txt",
    "Die Halle bleibt\n\nVon Petra Stein und Omar Bell\n04.05.2026, 08:02 Uhr",
    "de",
    { title: "Die Halle bleibt", byline: "Petra Stein, Omar Bell", published: "2026-05-04" },
  ],
  [
    "a German state of affairs",
    "md",
    "# Kessel einstellen\n\nStand: 2. Juli 2025\nAutorin: Petra Stein, Rechenzentrum Orrin",
    "de",
    { title: "Kessel einstellen", byline: "Petra Stein", published: "2025-07-02" },
  ],
  [
    "a French leaflet",
    "txt",
    "FICHE PRATIQUE N° 27\nVider sa piscine sans appeler le plombier\n\nRédigée par Solène Marchand, conseillère à la Maison de l'eau\nMise à jour : 3 octobre 2023",
    "fr",
    { title: "Vider sa piscine sans appeler le plombier", byline: "Solène Marchand", published: "2023-10-03" },
  ],
  [
    "a French interview",
    "txt",
    "« La piscine restera ouverte »\n\nPropos recueillis par Solène Marchand\nPublié le 1er août 2026",
    "fr",
    { title: "« La piscine restera ouverte »", byline: "Solène Marchand", published: "2026-08-01" },
  ],
  [
    "Spanish minutes",
    "txt",
    "COMUNIDAD DE PROPIETARIOS CALLE DEL AGUA 27\nActa de la junta ordinaria\n\nFecha: jueves 6 de marzo de 2025\n\nPreside doña Ada Quintana. Redacta el acta el administrador, don Omar Bello.",
    "es",
    { title: "COMUNIDAD DE PROPIETARIOS CALLE DEL AGUA 27", byline: "Omar Bello", published: "2025-03-06" },
  ],
  [
    "a Spanish byline",
    "txt",
    "La piscina sigue abierta\n\nPor Ana de la Cruz\n12 de enero de 2026",
    "es",
    { title: "La piscina sigue abierta", byline: "Ana de la Cruz", published: "2026-01-12" },
  ],
  [
    "a Portuguese table with a title line",
    "csv",
    "Inquérito aos nadadores - Orrin 2023;;;\nRelatório gerado em 2023-11-30 por: Gabinete de Águas, técnica responsável Dulce Varela;;;\n;;;\nPergunta;Resposta;N;Percentagem\nP1;Sim;134;11,2%\nP1;Não;418;34,8%",
    "pt",
    { title: "Inquérito aos nadadores - Orrin 2023", byline: "Dulce Varela", published: "2023-11-30" },
  ],
  [
    "an Italian column",
    "txt",
    "San Rocco senza botti: perché chiudere la piscina\n\ndi Ermelinda Fossi\n11 luglio 2025, ore 6:30",
    "it",
    { title: "San Rocco senza botti: perché chiudere la piscina", byline: "Ermelinda Fossi", published: "2025-07-11" },
  ],
  [
    "a Japanese feature",
    "txt",
    "潮見新報デジタル\nトップ|地域|くらし|スポーツ\n\n特集\n\n水のない夏\n\n2025年7月5日 5時00分\n文・写真 三輪さやか",
    "ja",
    { title: "水のない夏", byline: "三輪さやか", published: "2025-07-05" },
  ],
  [
    "a Japanese era",
    "txt",
    "町営プールの今後について\n\n令和7年7月5日\n文責:山田太郎",
    "ja",
    { title: "町営プールの今後について", byline: "山田太郎", published: "2025-07-05" },
  ],
  [
    "a Chinese report",
    "txt",
    "游泳馆将再开放一年\n\n作者：陈玉兰\n2026年3月5日 10:20",
    "zh",
    { title: "游泳馆将再开放一年", byline: "陈玉兰", published: "2026-03-05" },
  ],
  [
    "a Russian protocol",
    "txt",
    "Протокол собрания жильцов\n\nДата: 12 января 2026 г.\nПротокол вела Анна Перова",
    "ru",
    { title: "Протокол собрания жильцов", byline: "Анна Перова", published: "2026-01-12" },
  ],
  [
    "a Russian article",
    "txt",
    "Бассейн останется открытым\n\nАвтор: Анна Перова\nОпубликовано 12 января 2026",
    "ru",
    { title: "Бассейн останется открытым", byline: "Анна Перова", published: "2026-01-12" },
  ],
];

describe("the head of a document", () => {
  test.each(CASES)("is read from %s", async (_, format, head, language, expected, tail) => {
    const body = format === "csv" ? "" : `\n\n${BODY[language]}\n\n${BODY[language]}`;
    const { title, byline, published } = await read(format, `${head}${body}${tail ? `\n\n${tail}` : ""}\n`);
    expect({ title, byline, published }).toMatchObject(expected);
  });

  test("leaves lines that say more than the title, the author or the date in the text", async () => {
    const head =
      "Keep the swimming hall\n\nHost: Ada Quill. Guest: Dr Omar Bell, an engineer of pools\nMinutes taken by: Petra Stein";
    const { text } = await read("txt", `${head}\n\n${BODY.en}\n\n${BODY.en.replace("council", "town")}`);
    expect(text).toContain("Guest: Dr Omar Bell");
    expect(text).toContain("Minutes taken by: Petra Stein");
  });

  test.each([
    ["A quay was opened on Monday in Marenholm.", null],
    ["Le quai de Marenholm a ouvert lundi.", null],
    ["Am Montag wurde der Kai in Marenholm eröffnet.", null],
    ["El lunes se abrió el muelle de Marenholm.", null],
    ["“The quay will open on Monday at noon.”", null],
    ["新しい岸壁が月曜日にマレンホルムで開いた。", null],
    ["A new quay for the town of Marenholm", "A new quay for the town of Marenholm"],
    ["Will the new quay open in May?", "Will the new quay open in May?"],
    ["The new quay of Marenholm Harbour Ltd.", "The new quay of Marenholm Harbour Ltd."],
    ["What the new quay costs the U.S.", "What the new quay costs the U.S."],
  ])("takes no sentence of short paragraphs for the title: %s", async (first, title) => {
    for (const rest of ["It cost eleven million crowns.\n\nTwo lines use it.", "Two lines use it from June."])
      expect((await read("md", `${first}\n\n${rest}`)).title).toBe(title);
  });

  test.each([
    "Quay plan",
    "A quay was opened on Monday in Marenholm.",
    "Am Montag wurde ein Kai eröffnet.",
    "新しい岸壁が開いた。",
  ])("has no title if a single line is the whole text: %s", async (line) => {
    for (const format of ["txt", "md"] as const)
      expect(await read(format, line)).toMatchObject({ title: null, text: line });
  });
});

describe("the head of a CSV file", () => {
  test.each([
    [
      "Date,Weather,Low,Rain\n2024-01-01,cold and rainy all day,-10,0\n2024-01-02,sunny with a light breeze,-4,0\n",
      { title: null, published: null },
    ],
    ["Date,Visits\n2024-01-01,12\n2024-01-02,15\n2024-01-03,9\n", { title: null, published: null }],
    [
      ",Low,Rain\n,cold and rainy all day,-10,0\n2024-01-02,sunny with a light breeze,-4,0\n",
      { title: null, published: null },
    ],
    [
      "Weather at the northern harbour\nDay,Weather,Low\n2024-01-01,cold and rainy all day,-10\n2024-01-02,sunny all day,-4\n",
      { title: "Weather at the northern harbour", published: null },
    ],
  ])("comes from lines above its rows only: %#", async (text, wanted) => {
    const { title, published } = await read("csv", text);
    expect({ title, published }).toEqual(wanted);
  });
});
