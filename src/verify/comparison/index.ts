export { verifyComparison } from "./comparison.ts";
