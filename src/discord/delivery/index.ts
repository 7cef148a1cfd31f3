export { isMissing, isPermanent, isTokenExpired } from "./apiErrors.ts";
export { refreshAttachmentUrl } from "./attachmentUrls.ts";
export { BatchOverviews } from "./batchOverview.ts";
export { citedSources } from "./citedSources.ts";
export { Deletion } from "./deletion.ts";
export { Deliverer } from "./deliverer.ts";
export { INITIAL_RESPONSE_MS } from "./interactionToken.ts";
export { MessageClient } from "./messageClient.ts";
export { createRest, NO_GLOBAL_LIMIT, type Rest, restOptions } from "./rest.ts";
