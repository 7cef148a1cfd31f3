import type { ButtonInteraction, ModalSubmitInteraction } from "discord.js";
import { MessageFlags } from "discord.js";
import { DEFAULT_OPTIONS, PithError, type PostedSource } from "../model/index.ts";
import { type ActionName, noteCard, sayIn } from "../present/index.ts";
import { complain, orComplain } from "./complain.ts";
import { decodeId } from "./customId.ts";
import type { Desk } from "./desk.ts";
import { askModal, readGiveId } from "./modals.ts";
import { attachmentSource, contentOf, MOST_SOURCES, sourcesIn, typedSource } from "./posted.ts";
import { render } from "./render.ts";

type Press = (interaction: ButtonInteraction, id: string, desk: Desk) => Promise<void>;

/** What each button does. All a button knows stands in its `custom_id`. */
const PRESSES: Record<ActionName, Press> = {
  async ask(interaction, posting) {
    await interaction.showModal(askModal(posting, sayIn(interaction.locale)));
  },

  async stop(interaction, delivery, desk) {
    const stopped = await desk.stop(interaction, delivery);
    await (stopped ? interaction.update(shown(sayIn(interaction.locale)("stopped"))) : interaction.deferUpdate());
  },

  async offer(interaction, message, desk) {
    const posted = await interaction.channel?.messages.fetch(message).catch(() => null);
    const sources = posted ? sourcesIn(contentOf(posted)).slice(0, MOST_SOURCES) : [];
    if (!sources.length) throw new PithError("not_found", sayIn(interaction.locale)("offerOver"));
    await desk.summarise(interaction, sources, { options: DEFAULT_OPTIONS, private: false, fresh: false, message });
  },
};

type Submit = (interaction: ModalSubmitInteraction, id: string, desk: Desk) => Promise<void>;

/** What each modal's contents are for. */
const SUBMITS: Record<string, Submit> = {
  async ask(interaction, posting, desk) {
    const isPrivate = interaction.message?.flags.has(MessageFlags.Ephemeral) ?? false;
    await desk.ask(interaction, interaction.fields.getTextInputValue("question"), posting, isPrivate);
  },

  async give(interaction, id, desk) {
    const given = readGiveId(id);
    if (!given) throw new PithError("bad_request", "an old form");
    const { length, language, isPrivate, fresh } = given;
    const { fields } = interaction;
    const typed = fields.getTextInputValue("text").trim();
    const files = [...(fields.getUploadedFiles("files")?.values() ?? [])].map(attachmentSource);
    const sources: PostedSource[] = [...files, ...(typed ? [typedSource(typed)] : [])].slice(0, MOST_SOURCES);
    const focus = fields.getTextInputValue("focus").trim() || null;
    const options = { ...DEFAULT_OPTIONS, length, language, focus };
    await desk.summarise(interaction, sources, { options, private: isPrivate, fresh, message: null });
  },
};

/** A button or modal of an earlier version, or of nobody, says so instead of failing in silence. */
export async function press(interaction: ButtonInteraction, desk: Desk): Promise<void> {
  const { action, id } = decodeId(interaction.customId) ?? { action: "", id: "" };
  const run = Object.hasOwn(PRESSES, action) ? PRESSES[action as ActionName] : null;
  if (!run) return complain(interaction, new PithError("bad_request", "an old button"));
  await orComplain(interaction, () => run(interaction, id, desk));
}

export async function submit(interaction: ModalSubmitInteraction, desk: Desk): Promise<void> {
  const { action, id } = decodeId(interaction.customId) ?? { action: "", id: "" };
  const run = Object.hasOwn(SUBMITS, action) ? SUBMITS[action] : null;
  if (!run) return complain(interaction, new PithError("bad_request", "an old form"));
  await orComplain(interaction, () => run(interaction, id, desk));
}

const shown = (words: string) => ({ ...render(noteCard(words)).body, flags: MessageFlags.IsComponentsV2 as const });
