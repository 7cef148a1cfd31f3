export { queryWithContext } from "./queryWithContext.ts";
export { createSearchIndex, type SearchIndex, search } from "./search.ts";
