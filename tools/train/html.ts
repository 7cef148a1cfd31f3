import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readPages } from "../bench/quality/pages.ts";
import { learn, lessonOf } from "./htmlExamples.ts";

/**
 * `npm run train:html -- DATA` grows the trees that find the body of a page. Only numbers fitted to pages are kept,
 * from the sets whose licences allow it: scrapinghub (MIT) and WCXB (CC-BY-4.0). The same data give the same file.
 */
const SETS = ["scrapinghub", "wcxb"];
const FILE = join(import.meta.dirname, "../../src/extract/html/bodyTrees.json");

const data = resolve(process.argv[2] ?? "../shared/bench");
const lessons = SETS.flatMap((set) => readPages(data, set, "html")).map(lessonOf);
if (lessons.length === 0) throw new Error(`no pages in ${data}`);
writeFileSync(FILE, `${JSON.stringify(learn(lessons))}\n`);
console.log(`fitted to ${lessons.length} pages → ${FILE}`);
