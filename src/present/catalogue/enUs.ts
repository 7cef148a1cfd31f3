import type { PartialCatalogue } from "./entries.ts";

/** The entries that differ in American English. */
export const enUs: PartialCatalogue = {
  "name.summarise": "summarize",
  "menu.summarise": "Summarize",
  "menu.privately": "Summarize privately",
  "button.offer": "Summarize",
  offerFor: "Summarize ({n} min read)",
  "stage.digest": "Summarizing",
  "error.not_an_article": "There's nothing in it to summarize",
  offer: "Summarize this?",
  edited: "That message was edited. Summarize it again?",
  nothingGiven: "I need something to read. Mention me with a link, a file or some longer text, or use /summarize.",
  cannotReadReply: "I can't read that message from here. Right-click it ▸ Apps ▸ Summarize, or paste its text.",
  cannotWrite:
    "I'm not allowed to post in {channel}. You can still use /summarize and /ask there, or ask a moderator to let me send messages.",
  help: "### Pith\nPost a link, a file or a longer text and mention me, use /summarize, or right-click a message ▸ Apps ▸ Summarize: you get a digest whose every claim carries a quote from the source. Ask about it in the card's thread, by the Ask button, or with /ask; /compare sets two documents side by side. /forget removes what is kept, /pith export shows what is stored about you, and whoever manages the server finds all settings in /pith settings.",
};
