export { ChatModel, hasNoList } from "./client/index.ts";
export { llmEngine } from "./engine.ts";
export { Prompts } from "./prompt/prompts.ts";
