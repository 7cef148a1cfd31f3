export { createRest, Deliverer, MessageClient, type Rest, refreshAttachmentUrl } from "./delivery/index.ts";
export { registerEvents } from "./events/index.ts";
export { connect, deployCommands, deployIfChanged, fetchApplication, loadCommands } from "./gateway/index.ts";
export { type BotTimings, DEFAULT_BOT_TIMINGS } from "./timings.ts";
