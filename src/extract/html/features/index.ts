export { BLOCK_FEATURES, type BlockFeatures, blockFeatures } from "./blockFeatures.ts";
export { MAX_DISTANCE } from "./classNameFamilies.ts";
export { bestThreshold, logOdds, SECOND_PASS_FEATURES, secondPassFeatures } from "./secondPassFeatures.ts";
