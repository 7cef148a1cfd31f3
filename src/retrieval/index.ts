export { queriesFor, queryWithContext } from "./queryWithContext.ts";
export { createSearchIndex, type SearchIndex, search } from "./search.ts";
