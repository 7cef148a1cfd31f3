/** What Pith says when it is talked to. */
export const talk = {
  greeting:
    "Hi. I summarise articles, files and long texts, with a quote for every point. Three ways to use me:\n- Post a link or a file and mention me\n- Use /summarise\n- Right-click a message ▸ Apps ▸ Summarise\nThen ask me anything about it.",
  needsModel: "I need an AI model for that, and none is set up.",
  whichCard: "There are several documents here. Reply to the card you mean.",
  threadHelp:
    "Ask me anything about the text, or say what you'd like:\n- shorter · longer · main points · bullet points\n- simpler · in German\n- section 3 · the part about costs",
} as const;
