import { FileUploadBuilder, LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from "discord.js";
import { LENGTHS, type Length } from "../../model/index.ts";
import type { Translate } from "../../present/index.ts";
import { MAX_SOURCES } from "../sources.ts";
import { encodeCustomId } from "./customId.ts";

/**
 * Returns the modal in which a user types a question.
 * @param action `ask` for a question about a posting, `askUnread` for one about a message that has not been summarised
 * @param id the id of the posting or message
 */
export function askModal(action: "ask" | "askUnread", id: string, translate: Translate): ModalBuilder {
  const question = new TextInputBuilder().setCustomId("question").setStyle(TextInputStyle.Paragraph).setMaxLength(1000);
  return new ModalBuilder()
    .setCustomId(encodeCustomId(action, id))
    .setTitle(translate("askTitle"))
    .addLabelComponents(new LabelBuilder().setLabel(translate("askLabel")).setTextInputComponent(question));
}

/** The options of `/summarise` that are stored in the custom id of the modal asking for the source. */
export type SummariseModalState = {
  length: Length | null;
  language: string | null;
  isPrivate: boolean;
  bypassCache: boolean;
};

/** Placeholder in the custom id for an option that is not set. */
const UNSET = "-";

/**
 * Returns the modal that `/summarise` opens if no source was given. It asks for text or URLs, files and a focus.
 * @param focus initial value of the focus field; not stored in the custom id, for which it may be too long
 */
export function summariseModal(
  { length, language, isPrivate, bypassCache }: SummariseModalState,
  focus: string | null,
  translate: Translate,
): ModalBuilder {
  const state = `${Number(isPrivate)}${Number(bypassCache)}.${length ?? UNSET}.${language ?? UNSET}`;
  const text = new TextInputBuilder()
    .setCustomId("text")
    .setStyle(TextInputStyle.Paragraph)
    .setRequired(false)
    .setMaxLength(4000);
  const files = new FileUploadBuilder().setCustomId("files").setRequired(false).setMaxValues(MAX_SOURCES);
  const focusInput = new TextInputBuilder().setCustomId("focus").setStyle(TextInputStyle.Short).setRequired(false);
  if (focus) focusInput.setValue(focus);
  return new ModalBuilder()
    .setCustomId(encodeCustomId("give", state))
    .setTitle(translate("giveTitle"))
    .addLabelComponents(
      new LabelBuilder().setLabel(translate("textLabel")).setTextInputComponent(text),
      new LabelBuilder().setLabel(translate("filesLabel")).setFileUploadComponent(files),
      new LabelBuilder().setLabel(translate("focusLabel")).setTextInputComponent(focusInput.setMaxLength(300)),
    );
}

/**
 * Parses the id part of the custom id of the `/summarise` modal. Returns null if the format differs, which means that
 * another version of the bot created the modal.
 */
export function readSummariseModalId(id: string): SummariseModalState | null {
  const [, isPrivate, bypassCache, lengthName, language] = /^([01])([01])\.([a-z]+|-)\.(.+)$/s.exec(id) ?? [];
  const length = LENGTHS.find((candidate) => candidate === lengthName) ?? null;
  if (!language || (length === null && lengthName !== UNSET)) return null;
  return {
    length,
    language: language === UNSET ? null : language,
    isPrivate: isPrivate === "1",
    bypassCache: bypassCache === "1",
  };
}
