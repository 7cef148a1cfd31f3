import { LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from "discord.js";
import { PithError, type ServerSettings } from "../../model/index.ts";
import type { Translate } from "../../present/index.ts";
import { readLanguage } from "../../text/index.ts";
import { encodeCustomId } from "./customId.ts";

/** The text inputs of each form. The name of a form is also that of the button on the panel that opens it. */
const FORMS = {
  languageHere: ["languageHere"],
  language: ["language"],
  limits: ["tokens", "usd", "days"],
} as const;
export type SettingsForm = keyof typeof FORMS;
type Field = (typeof FORMS)[SettingsForm][number];

/** Returns whether a button of the panel opens a form. */
export const isSettingsForm = (name: string): name is SettingsForm => Object.hasOwn(FORMS, name);

/**
 * Returns a modal for settings that users type in.
 * @param channelLanguage the language of the channel; null if it follows the server
 */
export function settingsForm(
  form: SettingsForm,
  { language, dailyTokens, dailyUsd, retentionDays }: ServerSettings,
  channelLanguage: string | null,
  translate: Translate,
): ModalBuilder {
  const current: Record<Field, string | number | null> = {
    language: language === "auto" ? null : language,
    languageHere: channelLanguage,
    tokens: dailyTokens,
    usd: dailyUsd,
    days: retentionDays,
  };
  const labels = FORMS[form].map((name) => {
    const input = new TextInputBuilder().setCustomId(name).setStyle(TextInputStyle.Short).setRequired(false);
    if (current[name] !== null) input.setValue(String(current[name]));
    if (form !== "limits") input.setPlaceholder(translate("languageHint"));
    return new LabelBuilder().setLabel(translate(`limits.${name}`)).setTextInputComponent(input.setMaxLength(60));
  });
  return new ModalBuilder()
    .setCustomId(encodeCustomId("limits", form))
    .setTitle(translate(form === "limits" ? "limits.title" : "limits.language"))
    .addLabelComponents(labels);
}

/** The changes from a form. A setting without a field in the form is missing. */
export type SettingsChange = {
  server: Partial<ServerSettings>;
  channel: { language?: string | null };
};

/**
 * Parses the fields of a settings form. An empty field resets its setting to the default.
 * @param fieldValue returns the text typed into a field, or null if the form does not have the field
 * @throws PithError `bad_request` if a number is invalid, `unknown_language` if a language is
 */
export function readSettingsForm(fieldValue: (name: Field) => string | null, translate: Translate): SettingsChange {
  const number = (name: "tokens" | "usd" | "days"): number | null | undefined => {
    const typed = fieldValue(name)
      ?.trim()
      .replace(/[\s_']/g, "");
    if (!typed) return typed === undefined ? undefined : null;
    const value = Number(typed.replace(",", "."));
    if (!(value > 0) || (name !== "usd" && !Number.isSafeInteger(value)))
      throw new PithError("bad_request", translate("badNumber", { field: translate(`limits.${name}`) }));
    return value;
  };
  const language = (name: "language" | "languageHere"): string | null | undefined => {
    const typed = fieldValue(name)?.trim();
    return typed ? readLanguage(typed) : typed === undefined ? undefined : null;
  };
  const serverLanguage = language("language");
  const server = {
    dailyTokens: number("tokens"),
    dailyUsd: number("usd"),
    retentionDays: number("days"),
    language: serverLanguage === null ? "auto" : serverLanguage,
  };
  return { server: withoutMissing(server), channel: withoutMissing({ language: language("languageHere") }) };
}

/** Removes the settings that the form does not have. */
const withoutMissing = <T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never;
