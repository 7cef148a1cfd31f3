import type { Partially } from "./index.ts";

/** What American English writes otherwise. */
export const enUs: Partially = {
  "button.offer": "Summarize",
  "stage.digest": "Summarizing",
};
