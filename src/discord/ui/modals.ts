import { FileUploadBuilder, LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from "discord.js";
import { LENGTHS, type Length } from "../../model/index.ts";
import type { Say } from "../../present/index.ts";
import { MOST_SOURCES } from "../sources.ts";
import { encodeId } from "./customId.ts";

/** A question about one posting, or about what a message holds that nobody had read yet. */
export function askModal(about: "ask" | "askUnread", id: string, say: Say): ModalBuilder {
  const question = new TextInputBuilder().setCustomId("question").setStyle(TextInputStyle.Paragraph).setMaxLength(1000);
  return new ModalBuilder()
    .setCustomId(encodeId(about, id))
    .setTitle(say("askTitle"))
    .addLabelComponents(new LabelBuilder().setLabel(say("askLabel")).setTextInputComponent(question));
}

/** What was chosen beside a source that is still to be given. */
export type Given = { length: Length | null; language: string | null; isPrivate: boolean; fresh: boolean };

/** Stands for what was not chosen. */
const NOTHING = "-";

/** For `/summarise` with nothing to read: a text or address, files, and the focus, which is too long for a `custom_id`. */
export function giveModal({ length, language, isPrivate, fresh }: Given, focus: string | null, say: Say): ModalBuilder {
  const chosen = `${Number(isPrivate)}${Number(fresh)}.${length ?? NOTHING}.${language ?? NOTHING}`;
  const text = new TextInputBuilder()
    .setCustomId("text")
    .setStyle(TextInputStyle.Paragraph)
    .setRequired(false)
    .setMaxLength(4000);
  const files = new FileUploadBuilder().setCustomId("files").setRequired(false).setMaxValues(MOST_SOURCES);
  const about = new TextInputBuilder().setCustomId("focus").setStyle(TextInputStyle.Short).setRequired(false);
  if (focus) about.setValue(focus);
  return new ModalBuilder()
    .setCustomId(encodeId("give", chosen))
    .setTitle(say("giveTitle"))
    .addLabelComponents(
      new LabelBuilder().setLabel(say("textLabel")).setTextInputComponent(text),
      new LabelBuilder().setLabel(say("filesLabel")).setFileUploadComponent(files),
      new LabelBuilder().setLabel(say("focusLabel")).setTextInputComponent(about.setMaxLength(300)),
    );
}

/** What the form was opened with; null for what no form of this version says. The language is anything, and comes last. */
export function readGiveId(id: string): Given | null {
  const [, isPrivate, fresh, named, language] = /^([01])([01])\.([a-z]+|-)\.(.+)$/s.exec(id) ?? [];
  const length = LENGTHS.find((one) => one === named) ?? null;
  if (!language || (length === null && named !== NOTHING)) return null;
  return {
    length,
    language: language === NOTHING ? null : language,
    isPrivate: isPrivate === "1",
    fresh: fresh === "1",
  };
}
