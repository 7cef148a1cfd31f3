import type { PartialCatalogue } from "./entries.ts";

/** The entries that differ in American English. */
export const enUs: PartialCatalogue = {
  "name.summarise": "summarize",
  "menu.summarise": "Summarize",
  "menu.privately": "Summarize privately",
  "command.summarise": "Summarize an article or a file, with a quote for every claim",
  "button.offer": "Summarize",
  offerFor: "Summarize ({n} min read)",
  "stage.digest": "Summarizing",
  "error.not_an_article": "There's nothing in it to summarize",
  offer: "Summarize this?",
  edited: "That message was edited. Summarize it again?",
  nothingGiven: "I need something to read. Mention me with a link, a file or some longer text, or use /summarize.",
  cannotReadReply: "I can't read that message from here. Right-click it ▸ Apps ▸ Summarize, or paste its text.",
  greeting:
    "Hi. I summarize articles, files and long texts, with a quote for every point. Three ways to use me:\n- Post a link or a file and mention me\n- Use /summarize\n- Right-click a message ▸ Apps ▸ Summarize\nThen ask me anything about it.",
  cannotWrite:
    "I'm not allowed to post in {channel}. You can still use /summarize and /ask there, or ask a moderator to let me send messages.",
  "modeHint.auto": "Long files and links are summarized right away",
  help: "### Pith\n- **Post** a link, a file or a long text and mention me: “@Pith example.org/report”\n- **/summarize** a link, a file or some text\n- **/ask** “How much did it cost?” about something posted here\n- **Right-click** or hold a message ▸ Apps ▸ Summarize\n- **/settings** for people who manage the server · **/forget** to delete your data · **/pith export** to see it",
};
