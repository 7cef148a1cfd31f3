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
  cannotReadReply: "I can't see that message. Right-click it ▸ Apps ▸ Summarize.",
  greeting:
    "Hi! I sum up articles, files and long texts, and every point comes with its quote. Three ways to use me:\n- Post a link or a file and mention me\n- Use /summarize\n- Right-click a message ▸ Apps ▸ Summarize\nThen just ask about it.",
  cannotWrite:
    "I may not write in {channel}. /summarize and /ask work there all the same; or have me given the right to send messages.",
  help: "### Pith\nPost a link, a file or a longer text and mention me, use /summarize, or right-click a message ▸ Apps ▸ Summarize: you get a digest whose every claim carries a quote from the source. Ask about it in the card's thread, by the Ask button, or with /ask; /compare sets two documents side by side. /forget removes what is kept, /pith export shows what is stored about you, and whoever manages the server finds all settings in /pith settings.",
};
