import {
  ActionRowBuilder,
  type APIMessageTopLevelComponent,
  ButtonBuilder,
  ButtonStyle,
  ChannelSelectMenuBuilder,
  ChannelType,
  type MessageActionRowComponentBuilder,
  MessageFlags,
  RoleSelectMenuBuilder,
  SeparatorBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
} from "discord.js";
import { CHANNEL_MODES, type ChannelSettings, LENGTHS, type ServerSettings } from "../../model/index.ts";
import type { Translate } from "../../present/index.ts";
import { encodeCustomId } from "./customId.ts";
import { allowOnly, type Rendered } from "./render.ts";

/**
 * What the panel shows: the settings of the server, those of the channel with the id `channel`, and the period, in
 * days, for which this instance keeps documents.
 */
export type PanelState = {
  server: ServerSettings;
  channel: string;
  channelSettings: ChannelSettings;
  defaultDays: number;
};

/** Maximum number of values in a Discord select menu, and therefore of entries in an access list. */
const MAX_SELECTED = 25;

/** The settings that hold lists of roles or channels. */
const ACCESS_LISTS = ["allowedRoles", "refusedRoles", "allowedChannels", "refusedChannels"] as const;
type AccessList = (typeof ACCESS_LISTS)[number];
/** Returns whether a setting holds a list of roles or channels. */
export const isAccessList = (name: string): name is AccessList => ACCESS_LISTS.some((list) => list === name);

/** Select menu value meaning that the channel follows the server's setting. */
const INHERIT = "server";
const CHANNEL_LENGTHS = [INHERIT, ...LENGTHS] as const;
const CHANNEL_THREADS = [INHERIT, "on", "off"] as const;

/** What the buttons under "Data" delete, by the name in their custom id. */
export const DATA_BUTTONS = { dataChannel: "channel", dataServer: "server" } as const;

/**
 * Renders the settings panel in three groups: this channel, this server, and data. Discord shows only the chosen option
 * of a filled menu, so each option repeats the name of its setting. Menus of roles and channels have their name above.
 * @param warning text saying that the channel's mode does not work yet, and why; empty if it works
 */
export function settingsPanel(state: PanelState, warning: string, translate: Translate): Rendered {
  const components = [
    ...channelGroup(state, warning, translate),
    new SeparatorBuilder().toJSON(),
    ...serverGroup(state, translate),
    new SeparatorBuilder().toJSON(),
    text(translate("settings.data")),
    row(
      button("dataChannel", translate("data.channel"), ButtonStyle.Danger),
      button("dataServer", translate("data.server"), ButtonStyle.Danger),
    ),
  ];
  return { body: { flags: MessageFlags.IsComponentsV2, components, ...allowOnly([]) }, files: [] };
}

const text = (content: string): APIMessageTopLevelComponent => new TextDisplayBuilder().setContent(content).toJSON();

const row = (...components: MessageActionRowComponentBuilder[]): APIMessageTopLevelComponent =>
  new ActionRowBuilder<MessageActionRowComponentBuilder>().addComponents(components).toJSON();

const button = (name: string, label: string, style = ButtonStyle.Secondary): ButtonBuilder =>
  new ButtonBuilder().setCustomId(encodeCustomId("set", name)).setStyle(style).setLabel(label);

type Option = { label: string; value: string; description?: string };
const select = (name: string, options: Option[], current: string): StringSelectMenuBuilder =>
  new StringSelectMenuBuilder()
    .setCustomId(encodeCustomId("set", name))
    .addOptions(options.map((option) => ({ ...option, default: option.value === current })));

function channelGroup(
  { channel, channelSettings: { mode, length, language, threads } }: PanelState,
  warning: string,
  translate: Translate,
): APIMessageTopLevelComponent[] {
  const modes = CHANNEL_MODES.map((value) => ({
    label: translate(`mode.${value}`),
    description: translate(`modeHint.${value}`),
    value,
  }));
  const lengths = CHANNEL_LENGTHS.map((value) => ({ label: translate(`length.${value}`), value }));
  const threadOptions = CHANNEL_THREADS.map((value) => ({ label: translate(`threads.${value}`), value }));
  const heading = translate("settings.channel", { channel: `<#${channel}>` });
  return [
    text([heading, warning].filter(Boolean).join("\n")),
    row(select("mode", modes, mode)),
    row(select("lengthHere", lengths, length ?? INHERIT)),
    row(select("threadsHere", threadOptions, threads === null ? INHERIT : threads ? "on" : "off")),
    row(button("languageHere", languageLabel(language, translate))),
  ];
}

function serverGroup({ server, defaultDays }: PanelState, translate: Translate): APIMessageTopLevelComponent[] {
  const lengths = LENGTHS.map((value) => ({ label: translate(`length.${value}`), value }));
  const unlimited = translate("unlimited");
  const limits = [
    `**${translate("limits.title")}**`,
    `${translate("limits.tokens")}: ${server.dailyTokens ?? unlimited}`,
    `${translate("limits.usd")}: ${server.dailyUsd ?? unlimited}`,
    `${translate("limits.days")}: ${server.retentionDays ?? translate("defaultOf", { n: defaultDays })}`,
  ];
  return [
    text(translate("settings.server")),
    row(select("length", lengths, server.length)),
    row(
      button("language", languageLabel(server.language, translate)),
      button("threads", translate(server.threads ? "threads.on" : "threads.off")),
    ),
    ...ACCESS_LISTS.flatMap((name) => [
      text(`**${translate(`set.${name}`)}**`),
      row(accessSelect(name, server[name], translate(`unset.${name}`))),
    ]),
    text(limits.join("\n")),
    row(button("limits", translate("limits.change"))),
  ];
}

/** Returns the label of a language button. A null language is that of the server, and `auto` that of the source. */
function languageLabel(tag: string | null, translate: Translate): string {
  const names = new Intl.DisplayNames([translate.locale], { type: "language" });
  const language =
    tag === null ? translate("asServer") : tag === "auto" ? translate("asSource") : (names.of(tag) ?? tag);
  return translate("languageIs", { language });
}

/** @param placeholder says what an empty list means */
function accessSelect(name: AccessList, ids: string[], placeholder: string): MessageActionRowComponentBuilder {
  const menu =
    name === "allowedRoles" || name === "refusedRoles"
      ? new RoleSelectMenuBuilder().setDefaultRoles(ids)
      : new ChannelSelectMenuBuilder()
          .setChannelTypes(ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum)
          .setDefaultChannels(ids);
  return menu
    .setCustomId(encodeCustomId("set", name))
    .setPlaceholder(placeholder)
    .setMinValues(0)
    .setMaxValues(MAX_SELECTED);
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
