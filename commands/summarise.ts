import { SlashCommandBuilder } from "discord.js";
import { type Command, respond, sourceOf, withSource } from "../src/discord/index.ts";
import { DEFAULT_OPTIONS, LENGTHS, type Length } from "../src/model/index.ts";
import { digestCard } from "../src/present/index.ts";

const builder = new SlashCommandBuilder()
  .setName("summarise")
  .setNameLocalizations({ "en-US": "summarize" })
  .setDescription("Digest an article or a file, every claim with its quote");

export default {
  data: withSource(builder)
    .addStringOption((option) =>
      option
        .setName("length")
        .setDescription("How long the digest should be")
        .addChoices(LENGTHS.map((length) => ({ name: length, value: length }))),
    )
    .addStringOption((option) =>
      option.setName("focus").setDescription("What it should be about above all").setMaxLength(300),
    )
    .addStringOption((option) =>
      option.setName("language").setDescription("A language such as de or pt-BR").setMaxLength(35),
    )
    .addBooleanOption((option) => option.setName("private").setDescription("Only you see it"))
    .addBooleanOption((option) => option.setName("fresh").setDescription("Write it anew")),

  async run(interaction, pith) {
    const { options } = interaction;
    const wanted = {
      ...DEFAULT_OPTIONS,
      length: (options.getString("length") as Length | null) ?? DEFAULT_OPTIONS.length,
      focus: options.getString("focus"),
      language: options.getString("language") ?? DEFAULT_OPTIONS.language,
    };
    const fresh = options.getBoolean("fresh") ?? false;
    await respond(interaction, options.getBoolean("private") ?? false, async (run) =>
      digestCard(await pith.summarise(sourceOf(interaction), wanted, run, fresh)),
    );
  },
} satisfies Command;
