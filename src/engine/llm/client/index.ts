export { ChatModel } from "./chatModel.ts";
export type { Ends } from "./contextWindow.ts";
export { hasNoList } from "./describeFailure.ts";
export { RequestAllowance } from "./requestAllowance.ts";
