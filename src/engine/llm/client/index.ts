export { ChatModel } from "./chatModel.ts";
export { hasNoList } from "./describeFailure.ts";
export { RequestAllowance } from "./requestAllowance.ts";
