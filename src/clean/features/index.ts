export type { CachedLine } from "./lineCache.ts";
export {
  FIRST_PASS_FEATURES,
  LINE_FEATURES,
  type LineFeature,
  lineFeatures,
  type PageFeatures,
} from "./lineFeatures.ts";
export { writeSecondPassFeatures } from "./secondPassFeatures.ts";
