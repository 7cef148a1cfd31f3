import { MUTATIONS } from "./list.ts";
import { copy, isCaught, passes } from "./mutate.ts";

/**
 * `npm run mutations [-- WORDS]`: breaks each guard of the list (or those whose description has the words) in a copy of
 * the checkout, runs the tests that must notice, and says which did. It ends with 1 when one survived.
 */
const [words = ""] = process.argv.slice(2);
const wanted = MUTATIONS.filter(({ what, file }) => `${what} ${file}`.includes(words));
const { folder, drop } = copy();
let survived = 0;
try {
  // A test that fails by itself would catch everything.
  const suites = new Map(wanted.map((one) => [`${one.tests.join(" ")} ${one.only ?? ""}`, one]));
  for (const suite of suites.values())
    if (!(await passes(folder, suite))) throw new Error(`${suite.tests.join(", ")} fail without any mutation`);
  for (const mutation of wanted) {
    const caught = await isCaught(folder, mutation);
    if (!caught) survived++;
    console.log(`${caught ? "caught  " : "SURVIVED"}  ${mutation.file.padEnd(26)}${mutation.what}`);
  }
} finally {
  drop();
}
console.log(`${wanted.length - survived} of ${wanted.length} caught`);
process.exitCode = survived ? 1 : 0;
