export { canonicalUrl } from "./canonicalUrl.ts";
export { createFetcher, type Fetcher, restrictToOrigins } from "./fetcher.ts";
export { systemConnect, systemResolve } from "./guardedAgent.ts";
export { type CachedPageFetcher, createCachedPageFetcher } from "./pageCache.ts";
export { createSourceLoader } from "./sourceLoader.ts";
export { parseAllowList } from "./ssrfGuard.ts";
export { readStream } from "./stream.ts";
