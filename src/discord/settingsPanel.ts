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
import { CHANNEL_MODES, type ChannelMode, LENGTHS, PithError, type ServerSettings } from "../model/index.ts";
import type { Say } from "../present/index.ts";
import { isLanguageTag } from "../text/index.ts";
import { encodeId } from "./customId.ts";
import { allowOnly, type Rendered } from "./render.ts";

/** What a server and a channel have set. */
export type Shown = { server: ServerSettings; channel: string; mode: ChannelMode };

/** Discord's most for a select, and so for what can be allowed or refused. */
const MOST_IDS = 25;

/** The lists that roles and channels are chosen for. */
const LISTS = ["allowedRoles", "refusedRoles", "allowedChannels", "refusedChannels"] as const;
export const isList = (name: string): name is (typeof LISTS)[number] => LISTS.some((one) => one === name);

/** Where everything that can be set is set. @param heard a word on what the channel's mode needs, or nothing */
export function settingsPanel({ server, channel, mode }: Shown, heard: string, say: Say): Rendered {
  const none = say("unlimited");
  const facts = [
    say("settingsTitle", { channel: `<#${channel}>` }),
    `${say("limits.language")}: ${server.language}`,
    `${say("limits.tokens")}: ${server.dailyTokens ?? none}`,
    `${say("limits.usd")}: ${server.dailyUsd ?? none}`,
    `${say("limits.days")}: ${server.retentionDays ?? say("operators")}`,
    heard,
  ];
  const modes = new StringSelectMenuBuilder()
    .setCustomId(encodeId("set", "mode"))
    .addOptions(CHANNEL_MODES.map((one) => ({ label: say(`mode.${one}`), value: one, default: one === mode })));
  const lengths = new StringSelectMenuBuilder()
    .setCustomId(encodeId("set", "length"))
    .addOptions(LENGTHS.map((one) => ({ label: say(`length.${one}`), value: one, default: one === server.length })));
  const roles = (name: "allowedRoles" | "refusedRoles") =>
    new RoleSelectMenuBuilder()
      .setCustomId(encodeId("set", name))
      .setPlaceholder(say(`set.${name}`))
      .setMinValues(0)
      .setMaxValues(MOST_IDS)
      .setDefaultRoles(server[name]);
  const channels = (name: "allowedChannels" | "refusedChannels") =>
    new ChannelSelectMenuBuilder()
      .setCustomId(encodeId("set", name))
      .setPlaceholder(say(`set.${name}`))
      .setChannelTypes(ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum)
      .setMinValues(0)
      .setMaxValues(MOST_IDS)
      .setDefaultChannels(server[name]);
  const button = (name: string, label: string) =>
    new ButtonBuilder().setCustomId(encodeId("set", name)).setStyle(ButtonStyle.Secondary).setLabel(label);
  const buttons = [
    button("threads", say(server.threads ? "threadsOn" : "threadsOff")),
    button("limits", say("limits.title")),
  ];
  const selects = [modes, lengths, roles("allowedRoles"), roles("refusedRoles"), channels("allowedChannels")];
  const rows = [...selects, channels("refusedChannels")].map((select) =>
    new ActionRowBuilder<typeof select>().addComponents(select).toJSON(),
  );
  const components = [
    new TextDisplayBuilder().setContent(facts.filter(Boolean).join("\n")).toJSON(),
    ...rows,
    new ActionRowBuilder<ButtonBuilder>().addComponents(buttons).toJSON(),
  ];
  return { body: { flags: MessageFlags.IsComponentsV2, components, ...allowOnly([]) }, files: [] };
}

/** The settings that are typed. */
const TYPED = ["language", "tokens", "usd", "days"] as const;

export function limitsModal(
  { language, dailyTokens, dailyUsd, retentionDays }: ServerSettings,
  say: Say,
): ModalBuilder {
  const now = { language, tokens: dailyTokens, usd: dailyUsd, days: retentionDays };
  const labels = TYPED.map((name) => {
    const input = new TextInputBuilder().setCustomId(name).setStyle(TextInputStyle.Short).setRequired(false);
    if (now[name] !== null) input.setValue(String(now[name]));
    return new LabelBuilder().setLabel(say(`limits.${name}`)).setTextInputComponent(input.setMaxLength(35));
  });
  return new ModalBuilder()
    .setCustomId(encodeId("limits", "server"))
    .setTitle(say("limits.title"))
    .addLabelComponents(labels);
}

/** What was typed, as settings; an empty field is the usual. @throws PithError `bad_request` with the field at fault */
export function readLimits(typed: (name: (typeof TYPED)[number]) => string, say: Say): Partial<ServerSettings> {
  const number = (name: "tokens" | "usd" | "days", isWhole: boolean): number | null => {
    const text = typed(name)
      .trim()
      .replace(/[\s_']/g, "");
    if (!text) return null;
    const value = Number(text.replace(",", "."));
    if (!(value > 0) || (isWhole && !Number.isSafeInteger(value)))
      throw new PithError("bad_request", say("badNumber", { field: say(`limits.${name}`) }));
    return value;
  };
  const language = typed("language").trim() || "auto";
  if (language !== "auto" && !isLanguageTag(language))
    throw new PithError("bad_request", say("badLanguage", { given: language }));
  const [dailyTokens, dailyUsd, retentionDays] = [number("tokens", true), number("usd", false), number("days", true)];
  return { language, dailyTokens, dailyUsd, retentionDays };
}
