import { expect, test } from "vitest";
import { detectMediaType } from "../../src/intake/mediaTypeSniffing.ts";

const typeOf = (text: string): Promise<string> => detectMediaType(new TextEncoder().encode(text), null, null);

test.for([
  ["name,opened,loans\nAldgate,1998,12450\nBirch Lane,2004,8310\nEast Quay,2019,17345\n", "text/csv"],
  ['"item";"price"\n"Chair; oak";120,50\n"Bed";540\n"Rug";99\n', "text/plain"],
  ['"item";"price";"sold"\n"Chair; oak";120,50;14\n"Bed";540;4\n"Rug";99;25\n', "text/csv"],
  [
    "One, two, three, and then the lights went out.\nWe sat, we waited, we sang, and nobody came.\nIt was late, it was cold, it rained, and we left.\nSo, on we went, in the end, without them.\n",
    "text/plain",
  ],
  ["services:\n  web:\n    image: shop:4\n  cache:\n    image: redis:7\n    restart: always\n", "text/x-source-code"],
  ["[server]\nport = 8443\ntls = true\n[log]\nlevel = warn\nrotate = daily\n", "text/x-source-code"],
  [
    "sam: tickets are 12 quid each\nlou: fine, i pay by card tonight\nsam: doors open at half seven\nlou: the second show is off\nsam: what a pity\nlou: next year then\n",
    "text/plain",
  ],
  ["  Power: 750 W\n  Weight: 5 kg\n  Cable: 10 m\n  Height: 8 m\n  Depth: 7 m\n  Hose: 32 mm\n", "text/plain"],
  ["Power: 750 W\nWeight: 5 kg\nCable: 10 m\nHeight: 8 m\nDepth: 7 m\nHose: 32 mm\n", "text/plain"],
])("tells the format of text without a name from its lines: %j", async ([text, type]) => {
  expect(await typeOf(text!)).toBe(type);
});
