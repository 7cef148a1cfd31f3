import type { Partially } from "./index.ts";

/** What American English writes otherwise. */
export const enUs: Partially = {
  "name.summarise": "summarize",
  "menu.summarise": "Summarize",
  "menu.privately": "Summarize privately",
  "button.offer": "Summarize",
  "stage.digest": "Summarizing",
};
