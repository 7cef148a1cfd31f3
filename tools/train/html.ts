import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { BLOCK_FEATURES, SECOND_PASS_FEATURES } from "../../src/extract/html/features/index.ts";
import { readLabelledPages } from "../bench/quality/labelledPages.ts";
import { toTrainingPage, trainMainContentModel } from "./htmlExamples.ts";

/**
 * `npm run train:html -- DATA` grows the trees that find the body of a page. Only numbers fitted to pages are kept,
 * from the sets whose licences allow it: scrapinghub (MIT) and WCXB (CC-BY-4.0). The same data give the same file.
 */
const SETS = ["scrapinghub", "wcxb"];
const FILE = join(import.meta.dirname, "../../src/extract/html/bodyTrees.json");

const data = resolve(process.argv[2] ?? "../shared/bench");
const lessons = SETS.flatMap((set) => readLabelledPages(data, set, "html")).map(toTrainingPage);
if (lessons.length === 0) throw new Error(`no pages in ${data}`);
const featureCounts = { first: BLOCK_FEATURES.length, second: BLOCK_FEATURES.length + SECOND_PASS_FEATURES.length };
writeFileSync(FILE, `${JSON.stringify({ featureCounts, ...trainMainContentModel(lessons) })}\n`);
console.log(`fitted to ${lessons.length} pages → ${FILE}`);
