import type { Store } from "../../src/model/index.ts";

/** Returns a store that delegates to `store`, except for the given operations. */
export const overrideStore = (store: Store, overrides: Partial<Store>): Store => ({
  get: (key) => store.get(key),
  set: (key, value, ttlMs) => store.set(key, value, ttlMs),
  delete: (key) => store.delete(key),
  close: () => store.close(),
  ...overrides,
});
