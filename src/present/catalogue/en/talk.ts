/** What Pith says when it is talked to. */
export const talk = {
  greeting:
    "Hi! I sum up articles, files and long texts, and every point comes with its quote. Three ways to use me:\n- Post a link or a file and mention me\n- Use /summarise\n- Right-click a message ▸ Apps ▸ Summarise\nThen just ask about it.",
  needsModel: "I need an AI model for that; none is set up.",
  whichCard: "There are several documents here. Reply to the card you mean.",
} as const;
