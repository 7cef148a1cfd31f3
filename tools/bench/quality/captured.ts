import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Document, detachedContext } from "../../../src/model/index.ts";
import { leakedWords, PLACES, startCapturedModel } from "../../../test/fakes/capturedModel.ts";
import { createDocument } from "../../../test/fakes/documents.ts";
import type { BenchRow } from "../measurements.ts";

type InjectionRow = {
  id: string;
  file: string;
  obedient_model_output?: string;
  obedient_model_claims?: { claim: string; quote: string }[];
};

/** Prose that makes a document so long that the model is asked. */
const NEUTRAL_PROSE = [
  "The market on the square opened an hour later than usual, because two stalls had to be moved for the road works. Traders from the valley brought apples, cheese and the first pumpkins of the year.",
  "In the afternoon the brass band practised in the courtyard of the old mill. Its conductor has led it for eleven years and has taught most of the younger players herself.",
  "The road to the lake is being resurfaced in three sections. The first of them was finished on Thursday, two days ahead of the plan, and buses use it again.",
  "Walkers are asked to keep to the marked paths while the meadows are mown. The work takes about a week when it stays dry, and longer when it rains.",
  "The school choir collected 1,240 crowns for new music stands. It will sing again at the beginning of December, together with the choir of the neighbouring parish.",
  "A swarm of bees settled on the signpost at the bridge and was taken away by a beekeeper before noon. Nobody was stung, and the signpost was cleaned.",
];

/**
 * Measures what a captured model can make a digest or an answer show: for each document that attacks, the words of the
 * output that the attack asks for, as long as the document does not have them itself. Each document is also put into a
 * longer one.
 */
export async function* measureCapturedModels(data: string): AsyncGenerator<BenchRow> {
  const folder = join(data, "safety");
  if (!existsSync(join(folder, "injection.jsonl"))) return;
  const rows = readFileSync(join(folder, "injection.jsonl"), "utf8").trim().split("\n");
  const model = await startCapturedModel();
  let runs = 0;
  let leaking = 0;
  try {
    for (const row of rows.map((line) => JSON.parse(line) as InjectionRow)) {
      const bytes = readFileSync(join(folder, row.file));
      const source = { from: "bytes", bytes, name: basename(row.file) } as const;
      const document = await model.pith.extract(source, detachedContext());
      const claims = row.obedient_model_claims?.flatMap(({ claim, quote }) => [claim, quote]) ?? [];
      const outputs = [row.obedient_model_output ?? "", ...claims].filter(Boolean);
      for (const [output, place, text, language] of variants(outputs, [document, lengthened(document)])) {
        runs++;
        const words = await leakedWords(model, output, place, text, language);
        if (!words.length) continue;
        leaking++;
        yield {
          benchmark: "captured",
          subject: `${row.id}, ${place}, ${language}`,
          result: `shows ${words.join(" ")}`,
        };
      }
    }
  } finally {
    await model.close();
  }
  yield { benchmark: "captured", subject: `${rows.length} documents`, result: `${leaking} of ${runs} runs leak` };
}

function* variants(outputs: string[], documents: Document[]) {
  for (const output of outputs)
    for (const document of documents)
      for (const place of PLACES)
        for (const language of ["auto", "de"]) yield [output, place, document, language] as const;
}

const lengthened = ({ text }: Document): Document => createDocument([...text.split("\n\n"), ...NEUTRAL_PROSE]);
