import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ChannelSelectMenuBuilder,
  ChannelType,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  RoleSelectMenuBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import { CHANNEL_MODES, type ChannelSettings, LENGTHS, PithError, type ServerSettings } from "../../model/index.ts";
import type { Translate } from "../../present/index.ts";
import { isLanguageTag } from "../../text/index.ts";
import { encodeCustomId } from "./customId.ts";
import { allowOnly, type Rendered } from "./render.ts";

/** The settings shown on the panel: those of the server, and those of the channel with the id `channel`. */
export type PanelState = { server: ServerSettings; channel: string; channelSettings: ChannelSettings };

/** Maximum number of values in a Discord select menu, and therefore of entries in an access list. */
const MAX_SELECTED = 25;

/** The settings that hold lists of roles or channels. */
const ACCESS_LISTS = ["allowedRoles", "refusedRoles", "allowedChannels", "refusedChannels"] as const;
/** Returns whether a setting holds a list of roles or channels. */
export const isAccessList = (name: string): name is (typeof ACCESS_LISTS)[number] =>
  ACCESS_LISTS.some((list) => list === name);

/** Select menu value meaning that the channel follows the server's setting. */
const INHERIT = "server";
const CHANNEL_LENGTHS = [INHERIT, ...LENGTHS] as const;
const CHANNEL_THREADS = [INHERIT, "on", "off"] as const;

/**
 * Renders the settings panel: the languages and limits as text, select menus for most other settings, and buttons.
 * @param warning text saying that the channel's mode does not work yet, and why; empty if it works
 */
export function settingsPanel(state: PanelState, warning: string, translate: Translate): Rendered {
  const { server, channel, channelSettings } = state;
  const unlimited = translate("unlimited");
  const lines = [
    translate("settingsTitle", { channel: `<#${channel}>` }),
    `${translate("limits.language")}: ${server.language}`,
    `${translate("limits.languageHere")}: ${channelSettings.language ?? translate("asServer")}`,
    `${translate("limits.tokens")}: ${server.dailyTokens ?? unlimited}`,
    `${translate("limits.usd")}: ${server.dailyUsd ?? unlimited}`,
    `${translate("limits.days")}: ${server.retentionDays ?? translate("operators")}`,
    warning,
  ];
  const rows = [...channelSelects(channelSettings, translate), ...serverSelects(server, translate)].map((select) =>
    new ActionRowBuilder<typeof select>().addComponents(select).toJSON(),
  );
  const components = [
    new TextDisplayBuilder().setContent(lines.filter(Boolean).join("\n")).toJSON(),
    ...rows,
    new ActionRowBuilder<ButtonBuilder>().addComponents(panelButtons(server, translate)).toJSON(),
  ];
  return { body: { flags: MessageFlags.IsComponentsV2, components, ...allowOnly([]) }, files: [] };
}

/** Returns the select menus for the channel's mode, summary length and threads. */
function channelSelects({ mode, length, threads }: ChannelSettings, translate: Translate) {
  const modes = CHANNEL_MODES.map((value) => ({ label: translate(`mode.${value}`), value, default: value === mode }));
  const lengths = CHANNEL_LENGTHS.map((value) => ({
    label: translate(`lengthHere.${value}`),
    value,
    default: value === (length ?? INHERIT),
  }));
  const currentThreads = threads === null ? INHERIT : threads ? "on" : "off";
  const threadOptions = CHANNEL_THREADS.map((value) => ({
    label: translate(`threadsHere.${value}`),
    value,
    default: value === currentThreads,
  }));
  return [
    new StringSelectMenuBuilder().setCustomId(encodeCustomId("set", "mode")).addOptions(modes),
    new StringSelectMenuBuilder().setCustomId(encodeCustomId("set", "lengthHere")).addOptions(lengths),
    new StringSelectMenuBuilder().setCustomId(encodeCustomId("set", "threadsHere")).addOptions(threadOptions),
  ];
}

/** Returns the select menus for the server's summary length and for its lists of roles and channels. */
function serverSelects(server: ServerSettings, translate: Translate) {
  const lengths = new StringSelectMenuBuilder()
    .setCustomId(encodeCustomId("set", "length"))
    .addOptions(
      LENGTHS.map((value) => ({ label: translate(`length.${value}`), value, default: value === server.length })),
    );
  const roles = (name: "allowedRoles" | "refusedRoles") =>
    new RoleSelectMenuBuilder()
      .setCustomId(encodeCustomId("set", name))
      .setPlaceholder(translate(`set.${name}`))
      .setMinValues(0)
      .setMaxValues(MAX_SELECTED)
      .setDefaultRoles(server[name]);
  const channels = (name: "allowedChannels" | "refusedChannels") =>
    new ChannelSelectMenuBuilder()
      .setCustomId(encodeCustomId("set", name))
      .setPlaceholder(translate(`set.${name}`))
      .setChannelTypes(ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum)
      .setMinValues(0)
      .setMaxValues(MAX_SELECTED)
      .setDefaultChannels(server[name]);
  return [
    lengths,
    roles("allowedRoles"),
    roles("refusedRoles"),
    channels("allowedChannels"),
    channels("refusedChannels"),
  ];
}

/** Returns two buttons: one turns threads on or off, the other opens the limits modal. */
function panelButtons({ threads }: ServerSettings, translate: Translate): ButtonBuilder[] {
  const button = (name: string, label: string) =>
    new ButtonBuilder().setCustomId(encodeCustomId("set", name)).setStyle(ButtonStyle.Secondary).setLabel(label);
  return [
    button("threads", translate(threads ? "threadsOn" : "threadsOff")),
    button("limits", translate("limits.title")),
  ];
}

/**
 * Returns the settings change that a user selected in the channel's length or threads menu.
 * @param name the setting, from the custom id of the menu
 * @param value the selected value
 * @returns null for any other menu, or if the value is unknown
 */
export function readChannelSetting(name: string, value: string | undefined): Partial<ChannelSettings> | null {
  const length = CHANNEL_LENGTHS.find((candidate) => candidate === value);
  const threads = CHANNEL_THREADS.find((candidate) => candidate === value);
  if (name === "lengthHere" && length) return { length: length === INHERIT ? null : length };
  if (name === "threadsHere" && threads) return { threads: threads === INHERIT ? null : threads === "on" };
  return null;
}

/** Ids of the text inputs in the limits modal. */
const LIMIT_FIELDS = ["language", "languageHere", "tokens", "usd", "days"] as const;

/**
 * Returns the modal for the settings that users type in: languages, daily budgets and retention.
 * @param channelLanguage the language of the channel; null if it follows the server
 */
export function limitsModal(
  { language, dailyTokens, dailyUsd, retentionDays }: ServerSettings,
  channelLanguage: string | null,
  translate: Translate,
): ModalBuilder {
  const current = {
    language,
    languageHere: channelLanguage,
    tokens: dailyTokens,
    usd: dailyUsd,
    days: retentionDays,
  };
  const labels = LIMIT_FIELDS.map((name) => {
    const input = new TextInputBuilder().setCustomId(name).setStyle(TextInputStyle.Short).setRequired(false);
    if (current[name] !== null) input.setValue(String(current[name]));
    if (name === "languageHere") input.setPlaceholder(translate("asServer"));
    return new LabelBuilder().setLabel(translate(`limits.${name}`)).setTextInputComponent(input.setMaxLength(35));
  });
  return new ModalBuilder()
    .setCustomId(encodeCustomId("limits", "server"))
    .setTitle(translate("limits.title"))
    .addLabelComponents(labels);
}

/**
 * Parses the fields of the limits modal. An empty field resets its setting to the default.
 * @param fieldValue returns the text typed into a field
 * @throws PithError `bad_request` if a number or a language is invalid
 */
export function readLimits(
  fieldValue: (name: (typeof LIMIT_FIELDS)[number]) => string,
  translate: Translate,
): Partial<ServerSettings> & { channelLanguage: string | null } {
  const number = (name: "tokens" | "usd" | "days", isInteger: boolean): number | null => {
    const text = fieldValue(name)
      .trim()
      .replace(/[\s_']/g, "");
    if (!text) return null;
    const value = Number(text.replace(",", "."));
    if (!(value > 0) || (isInteger && !Number.isSafeInteger(value)))
      throw new PithError("bad_request", translate("badNumber", { field: translate(`limits.${name}`) }));
    return value;
  };
  const language = (name: "language" | "languageHere"): string | null => {
    const given = fieldValue(name).trim();
    if (given && given !== "auto" && !isLanguageTag(given))
      throw new PithError("bad_request", translate("badLanguage", { given }));
    return given || null;
  };
  const limits = {
    dailyTokens: number("tokens", true),
    dailyUsd: number("usd", false),
    retentionDays: number("days", true),
  };
  return { language: language("language") ?? "auto", channelLanguage: language("languageHere"), ...limits };
}
