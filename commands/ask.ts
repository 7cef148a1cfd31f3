import { SlashCommandBuilder } from "discord.js";
import { type Command, respond, sourceOf, withSource } from "../src/discord/index.ts";
import { answerCard } from "../src/present/index.ts";

const builder = new SlashCommandBuilder()
  .setName("ask")
  .setDescription("Ask an article or a file a question; the answer is quoted from it")
  .addStringOption((option) =>
    option.setName("question").setDescription("What you want to know").setRequired(true).setMaxLength(1000),
  );

export default {
  data: withSource(builder).addBooleanOption((option) => option.setName("private").setDescription("Only you see it")),

  async run(interaction, pith) {
    const { options } = interaction;
    const text = options.getString("question", true);
    await respond(interaction, options.getBoolean("private") ?? false, async (run) => {
      const document = await pith.extract(sourceOf(interaction), run);
      return answerCard(await pith.ask([document], { text, language: "auto", engine: "auto" }, run), text);
    });
  },
} satisfies Command;
