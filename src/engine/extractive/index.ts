export { extractiveEngine } from "./engine.ts";
export { rankSentences } from "./rank.ts";
