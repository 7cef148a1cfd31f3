import type { Say } from "../catalogue/index.ts";
import { action, type Card } from "./card.ts";

/** What can be done with a card beside what it offers itself. @param mayChange whether it is the reader's to change */
export function menuCard(posting: string, mayChange: boolean, say: Say): Card {
  const names = [...(["source", "good", "bad"] as const), ...(mayChange ? (["refresh", "remove"] as const) : [])];
  return { state: "done", blocks: [say("more")], actions: names.map((name) => action(name, posting, say)), files: [] };
}
