import type { Translate } from "../catalogue/index.ts";
import { type Card, createAction } from "./card.ts";

/**
 * Builds the menu with further actions for a digest card.
 * @param mayChange whether the viewer may refresh and remove the digest
 */
export function menuCard(posting: string, mayChange: boolean, translate: Translate): Card {
  const names = [...(["source", "good", "bad"] as const), ...(mayChange ? (["refresh", "remove"] as const) : [])];
  return {
    state: "done",
    blocks: [translate("more")],
    actions: names.map((name) => createAction(name, posting, translate)),
    files: [],
  };
}
