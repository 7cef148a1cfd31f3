import type { PartialCatalogue } from "./entries.ts";

/** The entries that differ in American English. */
export const enUs: PartialCatalogue = {
  "name.summarise": "summarize",
  "menu.summarise": "Summarize",
  "menu.privately": "Summarize privately",
  "button.offer": "Summarize",
  offerFor: "Summarize ({n} min read)",
  "stage.digest": "Summarizing",
  nothingGiven: "Give me something to read: post a link, a file or a longer text and mention me, or use /summarize.",
  cannotReadReply:
    "I cannot read that message from here. Right-click it and choose Apps ▸ Summarize, or post its text to me.",
  cannotWrite:
    "I may not write in {channel}. /summarize and /ask work there all the same; or have me given the right to send messages.",
  help: "### Pith\nPost a link, a file or a longer text and mention me, use /summarize, or right-click a message ▸ Apps ▸ Summarize: you get a digest whose every claim carries a quote from the source. Ask about it in the card's thread, by the Ask button, or with /ask; /compare sets two documents side by side. /forget removes what is kept, /pith export shows what is stored about you, and whoever manages the server finds all settings in /pith settings.",
};
