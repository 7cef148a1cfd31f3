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
import type { Say } from "../../present/index.ts";
import { isLanguageTag } from "../../text/index.ts";
import { encodeId } from "./customId.ts";
import { allowOnly, type Rendered } from "./render.ts";

/** What a server and a channel have set. */
export type Shown = { server: ServerSettings; channel: string; here: ChannelSettings };

/** Discord's most for a select, and so for what can be allowed or refused. */
const MOST_IDS = 25;

/** The lists that roles and channels are chosen for. */
const LISTS = ["allowedRoles", "refusedRoles", "allowedChannels", "refusedChannels"] as const;
export const isList = (name: string): name is (typeof LISTS)[number] => LISTS.some((one) => one === name);

/** What a channel may have otherwise than the server. */
const AS_SERVER = "server";
const LENGTHS_HERE = [AS_SERVER, ...LENGTHS] as const;
const THREADS_HERE = [AS_SERVER, "on", "off"] as const;

/** Where everything that can be set is set. @param heard a word on what the channel's mode needs, or nothing */
export function settingsPanel({ server, channel, here }: Shown, heard: string, say: Say): Rendered {
  const none = say("unlimited");
  const facts = [
    say("settingsTitle", { channel: `<#${channel}>` }),
    `${say("limits.language")}: ${server.language}`,
    `${say("limits.languageHere")}: ${here.language ?? say("asServer")}`,
    `${say("limits.tokens")}: ${server.dailyTokens ?? none}`,
    `${say("limits.usd")}: ${server.dailyUsd ?? none}`,
    `${say("limits.days")}: ${server.retentionDays ?? say("operators")}`,
    heard,
  ];
  const modes = new StringSelectMenuBuilder()
    .setCustomId(encodeId("set", "mode"))
    .addOptions(CHANNEL_MODES.map((one) => ({ label: say(`mode.${one}`), value: one, default: one === here.mode })));
  const lengthsHere = new StringSelectMenuBuilder().setCustomId(encodeId("set", "lengthHere")).addOptions(
    LENGTHS_HERE.map((one) => ({
      ...{ label: say(`lengthHere.${one}`), value: one },
      default: one === (here.length ?? AS_SERVER),
    })),
  );
  const threadsNow = here.threads === null ? AS_SERVER : here.threads ? "on" : "off";
  const threadsHere = new StringSelectMenuBuilder()
    .setCustomId(encodeId("set", "threadsHere"))
    .addOptions(
      THREADS_HERE.map((one) => ({ label: say(`threadsHere.${one}`), value: one, default: one === threadsNow })),
    );
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
  const own = [modes, lengthsHere, threadsHere];
  const selects = [...own, lengths, roles("allowedRoles"), roles("refusedRoles"), channels("allowedChannels")];
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

/** What was chosen in a select for the channel alone; null when it is none of those. */
export function readHere(name: string, chosen: string | undefined): Partial<ChannelSettings> | null {
  const length = LENGTHS_HERE.find((one) => one === chosen);
  const threads = THREADS_HERE.find((one) => one === chosen);
  if (name === "lengthHere" && length) return { length: length === AS_SERVER ? null : length };
  if (name === "threadsHere" && threads) return { threads: threads === AS_SERVER ? null : threads === "on" };
  return null;
}

/** The settings that are typed. */
const TYPED = ["language", "languageHere", "tokens", "usd", "days"] as const;

/** @param languageHere what the channel has otherwise than the server, or null */
export function limitsModal(
  { language, dailyTokens, dailyUsd, retentionDays }: ServerSettings,
  languageHere: string | null,
  say: Say,
): ModalBuilder {
  const now = { language, languageHere, tokens: dailyTokens, usd: dailyUsd, days: retentionDays };
  const labels = TYPED.map((name) => {
    const input = new TextInputBuilder().setCustomId(name).setStyle(TextInputStyle.Short).setRequired(false);
    if (now[name] !== null) input.setValue(String(now[name]));
    if (name === "languageHere") input.setPlaceholder(say("asServer"));
    return new LabelBuilder().setLabel(say(`limits.${name}`)).setTextInputComponent(input.setMaxLength(35));
  });
  return new ModalBuilder()
    .setCustomId(encodeId("limits", "server"))
    .setTitle(say("limits.title"))
    .addLabelComponents(labels);
}

/** What was typed, as settings; an empty field is the usual. @throws PithError `bad_request` with the field at fault */
export function readLimits(
  typed: (name: (typeof TYPED)[number]) => string,
  say: Say,
): Partial<ServerSettings> & { languageHere: string | null } {
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
  const language = (name: "language" | "languageHere"): string | null => {
    const given = typed(name).trim();
    if (given && given !== "auto" && !isLanguageTag(given))
      throw new PithError("bad_request", say("badLanguage", { given }));
    return given || null;
  };
  const [dailyTokens, dailyUsd, retentionDays] = [number("tokens", true), number("usd", false), number("days", true)];
  const languages = { language: language("language") ?? "auto", languageHere: language("languageHere") };
  return { ...languages, dailyTokens, dailyUsd, retentionDays };
}
