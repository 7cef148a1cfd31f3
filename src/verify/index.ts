export { verifyAnswer } from "./claims/index.ts";
export { verifyComparison } from "./comparison/index.ts";
export { verifyClaim, verifyDigest } from "./digest.ts";
export { fillUp, shortenGist, shortenPoints } from "./digestLength.ts";
export { verifyClaims } from "./draftClaims.ts";
export { reanchorAnswer, reanchorComparison, reanchorDigest } from "./reanchor.ts";
