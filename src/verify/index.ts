export { verifyAnswer } from "./claims/index.ts";
export { verifyComparison } from "./comparison/index.ts";
export { verifyClaim, verifyClaims, verifyDigest } from "./digest.ts";
export { shortenGist, shortenPoints } from "./digestLength.ts";
export { reanchorAnswer, reanchorComparison, reanchorDigest } from "./reanchor.ts";
