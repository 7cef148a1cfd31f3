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
  "modeHint.auto": "Long files and links are summarized right away",
  help: "### Pith\n- **Post** a link, a file or a long text and mention me: “@Pith example.org/report”\n- **/summarize** an address, a file or pasted text\n- **/ask** “How much did it cost?” about what was posted here\n- **Right-click** or hold a message ▸ Apps ▸ Summarize\n- **/settings** for those who manage the server · **/forget** to delete · **/pith export** to see your data",
};
