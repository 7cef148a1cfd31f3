import { MUTATIONS } from "./list.ts";
import { copyCheckout, isCaught, testsPass } from "./mutate.ts";

/**
 * `npm run mutations [-- TEXT]`: applies each mutation in the list to a copy of the checkout, runs its tests and prints
 * whether they caught it. With TEXT, selects the mutations whose description or file contains it. Exits with 1 if a
 * mutation survived.
 */
const [filter = ""] = process.argv.slice(2);
const selected = MUTATIONS.filter(({ description, file }) => `${description} ${file}`.includes(filter));
const { folder, remove } = copyCheckout();
let survived = 0;
try {
  // Tests that already fail would appear to catch every mutation.
  const suites = new Map(selected.map(({ tests }) => [tests.join(" "), tests]));
  for (const tests of suites.values())
    if (!(await testsPass(folder, tests))) throw new Error(`${tests.join(", ")} fail without any mutation`);
  for (const mutation of selected) {
    const caught = await isCaught(folder, mutation);
    if (!caught) survived++;
    console.log(`${caught ? "caught  " : "SURVIVED"}  ${mutation.file.padEnd(26)}${mutation.description}`);
  }
} finally {
  remove();
}
console.log(`${selected.length - survived} of ${selected.length} caught`);
process.exitCode = survived ? 1 : 0;
