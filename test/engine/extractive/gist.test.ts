import { expect, test } from "vitest";
import { clean } from "../../../src/clean/index.ts";
import { extractiveEngine } from "../../../src/engine/index.ts";
import { extract } from "../../../src/extract/index.ts";
import { DEFAULT_OPTIONS, detachedContext } from "../../../src/model/index.ts";
import { definedSubject } from "../../../src/statements/index.ts";

async function digestOf(text: string, mediaType = "text/markdown") {
  const document = clean(await extract({ mediaType, text, bytes: null, name: null, url: null }));
  return extractiveEngine.digest(document, DEFAULT_OPTIONS, detachedContext());
}

test("the gist of a README is what the thing is, though news of a version stands first", async () => {
  const { gist } = await digestOf(`# Notenpult

Mit der Version 4 hat sich das Dateiformat geändert; alte Mappen werden beim ersten Öffnen umgewandelt.

Notenpult ist eine App für Chöre, mit der alle Sängerinnen dieselben Noten auf dem Tablet sehen.

## Voraussetzungen

- Android 10 oder iPadOS 15
- höchstens 60 Geräte je Probe

## Erste Schritte

Öffnen Sie die App auf dem Gerät des Chorleiters und wählen Sie „Probe beginnen“. Die anderen geben die vierstellige Nummer ein, die dort steht. Noten werden als PDF eingelesen und dürfen bis zu 80 Seiten haben.

## Bekannte Fehler

Auf Tablets mit weniger als 2 GB Speicher stürzt die App bei Partituren ab, die größer als 50 MB sind.`);
  expect(gist).toBe("Notenpult ist eine App für Chöre, mit der alle Sängerinnen dieselben Noten auf dem Tablet sehen.");
});

test("the gist of terms is what they govern", async () => {
  const { gist, points } = await digestOf(
    `Harbour View Allotments: Conditions of Tenancy

1. These conditions govern the letting of garden plots by Harbour View Allotment Society to its members.
2. Rent is due on 1 October each year and is 42 pounds for a full plot and 24 pounds for a half plot. A tenant who has not paid by 30 November loses the plot.
3. At least three quarters of the plot must be cultivated. A plot that has not been worked for 60 days between April and September may be given to the next person on the waiting list.
4. Bonfires are allowed only from 1 November to 15 March and only after four in the afternoon.
5. Sheds may be no larger than 2 by 3 metres and no higher than 2.4 metres. Glass houses need the consent of the committee.
6. Hosepipes may not be used when the gauge at the gate shows red.`,
    "text/plain",
  );
  expect(gist).toMatch(/^These conditions govern the letting of garden plots/);
  expect(points.map(({ text }) => text).join(" ")).toContain("Rent is due on 1 October");
});

test("the gist of minutes is what was decided, not what was put off", async () => {
  const { gist } = await digestOf(
    `Protokoll der Mitgliederversammlung des Kleingartenvereins Sonnenhang
9. März, Vereinsheim

TOP 1 Bericht des Vorstands
Im vergangenen Jahr wurden 12 Gärten neu vergeben, 31 Bewerber stehen auf der Liste.

TOP 2 Antrag auf Verkauf der Festwiese
Der Antrag, die Festwiese für 140.000 Euro an die Stadt zu verkaufen, wird lange besprochen und auf die Herbstversammlung vertagt.

TOP 3 Wasserleitung
Die Leitung aus dem Jahr 1974 verliert etwa ein Drittel des Wassers. Die Versammlung beschließt mit 38 gegen 5 Stimmen, die Hauptleitung noch in diesem Jahr für 62.000 Euro zu erneuern. Die Umlage ist bis zum 30. Juni zu zahlen.

TOP 4 Verschiedenes
Es wird angeregt, am Parkplatz eine Lampe aufzustellen. Der Vorstand prüft das.`,
    "text/plain",
  );
  expect(gist).toMatch(/^Die Versammlung beschließt/);
});

test("a manual is digested by its warnings and limits", async () => {
  const { gist, points } = await digestOf(`# Kiln Orla 40

## About this kiln

Thank you for choosing Orla. The kiln is made of light brick and steel, and it stands on four feet. It comes with two shelves and a pair of tongs.

## Safety

Never open the lid above 200 °C. The glaze would crack, and the hot air can set hair on fire. Keep the kiln at least 40 cm away from walls. Do not fire anything that is still damp, or it will explode.

## Firing

1. Put the shelves on their posts.
2. Place the pots so that they do not touch.
3. Close the lid.
4. Turn the dial to the cone that you want.
5. Wait until the lamp goes out.

## Care

Sweep the floor of the kiln after every tenth firing. The elements last for about 150 firings and must then be replaced by an electrician.`);
  const said = [gist, ...points.map(({ text }) => text)].join("\n");
  for (const fact of ["Never open the lid", "at least 40 cm", "still damp", "150 firings"])
    expect(said).toContain(fact);
  expect(said).not.toMatch(/Thank you|Close the lid/);
});

test.for([
  ["Tidewatch is a small daemon that reads tide gauges", "Tidewatch"],
  ["Corvid — это очередь сообщений", "Corvid"],
  ["ほむらは写真を整理するツールです。", "ほむら"],
  ["Rent is due on 1 October", null],
] as const)("“%s” says what %s is", ([text, subject]) => {
  expect(definedSubject(text)).toBe(subject);
});
