import type {
  AnySelectMenuInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  ModalSubmitInteraction,
} from "discord.js";
import { CHANNEL_MODES, LENGTHS, PithError } from "../../model/index.ts";
import {
  type Card,
  helpCard,
  noteCard,
  type PlainMessageKey,
  type Provider,
  translatorFor,
  usageCard,
} from "../../present/index.ts";
import type { Records } from "../../records/index.ts";
import { badRequest, type InteractionDeferrer, type RepliableInteraction, requesterOf } from "../interactions/index.ts";
import {
  canManageGuild,
  channelSettings,
  serverSettings,
  settingsChannelId,
  updateChannelSettings,
  updateServerSettings,
} from "../policy/index.ts";
import {
  isAccessList,
  isSettingsForm,
  readChannelSetting,
  readSettingsForm,
  type SettingsForm,
  settingsForm,
  settingsPanel,
} from "../ui/index.ts";
import type { HandlerDeps } from "./requests.ts";

/**
 * What users are shown about this instance: the model provider (null without a model), the retention in days, and the
 * daily token budget (null for no limit).
 */
export type InstanceInfo = { provider: Provider | null; retentionDays: number; dailyTokens: number | null };

const DAY_MS = 86_400_000;
const MONTH_DAYS = 30;
/** Maximum number of postings, and of questions, in an export. The limit keeps the file below Discord's size limit. */
const MAX_EXPORTED = 500;

/** Handles `/settings` and `/pith`: the settings of a server, usage, help and data export. */
export class AdminHandler {
  readonly #records: Records;
  readonly #deferrer: InteractionDeferrer;
  readonly #instance: InstanceInfo & { hasMessageContent: boolean };

  /** @param instance `hasMessageContent` is true if the Message Content intent was granted */
  constructor({ records, deferrer }: HandlerDeps, instance: InstanceInfo & { hasMessageContent: boolean }) {
    this.#records = records;
    this.#deferrer = deferrer;
    this.#instance = instance;
  }

  /** Shows the settings panel to members who manage the server. */
  async settings(interaction: ChatInputCommandInteraction): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", () => this.#renderPanel(interaction));
  }

  /**
   * Handles a select menu of the panel.
   * @param name the setting, from the custom id of the menu
   */
  async onSelect(interaction: AnySelectMenuInteraction, name: string): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "update", async () => {
      const guild = this.#requireManagedGuild(interaction);
      const { values } = interaction;
      const mode = CHANNEL_MODES.find((candidate) => name === "mode" && candidate === values[0]);
      const length = LENGTHS.find((candidate) => name === "length" && candidate === values[0]);
      const channelChange = mode ? { mode } : readChannelSetting(name, values[0]);
      const channel = settingsChannelId(requesterOf(interaction));
      if (channelChange) await updateChannelSettings(this.#records, guild, channel, channelChange);
      if (length) await updateServerSettings(this.#records, guild, { length });
      if (isAccessList(name)) await updateServerSettings(this.#records, guild, { [name]: values });
      return this.#renderPanel(interaction);
    });
  }

  /**
   * Handles a button of the panel: toggles threads, or opens a form.
   * @param name the setting or form, from the custom id of the button
   */
  async onButton(interaction: ButtonInteraction, name: string): Promise<void> {
    if (isSettingsForm(name)) return this.#openForm(interaction, name);
    if (name !== "threads") throw badRequest(interaction, "button");
    await this.#deferrer.deferAndRun(interaction, "update", async () => {
      const guild = this.#requireManagedGuild(interaction);
      const { threads } = await serverSettings(this.#records, guild);
      await updateServerSettings(this.#records, guild, { threads: !threads });
      return this.#renderPanel(interaction);
    });
  }

  async #openForm(interaction: ButtonInteraction, form: SettingsForm): Promise<void> {
    const guild = this.#requireManagedGuild(interaction);
    const server = await serverSettings(this.#records, guild);
    const channelId = settingsChannelId(requesterOf(interaction));
    const { language } = await channelSettings(this.#records, { guildId: guild, channelId });
    await interaction.showModal(settingsForm(form, server, language, translatorFor(interaction.locale)));
  }

  /** Stores the settings from a submitted form. Settings that the form does not have stay as they are. */
  async onFormSubmit(interaction: ModalSubmitInteraction): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async () => {
      const guild = this.#requireManagedGuild(interaction);
      const { fields } = interaction;
      const { server, channel } = readSettingsForm(
        (field) => (fields.fields.has(field) ? fields.getTextInputValue(field) : null),
        translatorFor(interaction.locale),
      );
      const { retentionDays } = this.#instance;
      await updateServerSettings(this.#records, guild, {
        ...server,
        // A server can shorten the retention of the instance, but not extend it.
        ...(server.retentionDays && { retentionDays: Math.min(server.retentionDays, retentionDays) }),
      });
      await updateChannelSettings(this.#records, guild, settingsChannelId(requesterOf(interaction)), channel);
      return this.#renderPanel(interaction);
    });
  }

  /** Answers a subcommand that was removed, but that Discord may still offer, with where to find it now. */
  async explainMove(interaction: ChatInputCommandInteraction, key: PlainMessageKey): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async () =>
      noteCard(translatorFor(interaction.locale)(key)),
    );
  }

  /**
   * Shows the usage of the current UTC day, and the total of that day and the 30 days before it, for the server or,
   * outside servers, for the user.
   */
  async usage(interaction: ChatInputCommandInteraction): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async (): Promise<Card> => {
      const payer = interaction.guildId ?? interaction.user.id;
      const now = Date.now();
      const utcDay = (daysAgo: number): string => new Date(now - daysAgo * DAY_MS).toISOString().slice(0, 10);
      const { usage } = this.#records;
      const { dailyTokens, dailyUsd } = await serverSettings(this.#records, interaction.guildId);
      const limits = [dailyTokens, this.#instance.dailyTokens].filter((limit) => limit !== null);
      const budget = { tokens: limits.length ? Math.min(...limits) : null, usd: dailyUsd };
      const [today, month] = [await usage.get(payer, utcDay(0)), await usage.sumSince(payer, utcDay(MONTH_DAYS))];
      return usageCard({ today, month, budget }, translatorFor(interaction.locale));
    });
  }

  /** Shows the help, which names the model provider and the retention that applies here. */
  async help(interaction: ChatInputCommandInteraction): Promise<void> {
    const { provider, retentionDays } = this.#instance;
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async () => {
      const server = await serverSettings(this.#records, interaction.guildId);
      const days = Math.min(retentionDays, server.retentionDays ?? retentionDays);
      return helpCard(provider, days, translatorFor(interaction.locale));
    });
  }

  /**
   * Sends the user a JSON file with the data stored about them: the newest postings and questions, up to `MAX_EXPORTED`
   * of each, and all feedback.
   */
  async export(interaction: ChatInputCommandInteraction): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async (): Promise<Card> => {
      const { postings, turns, feedback } = this.#records;
      const { id } = interaction.user;
      const data = {
        postings: await postings.findByAsker(id, MAX_EXPORTED),
        questions: await turns.findByAsker(id, MAX_EXPORTED),
        feedback: await feedback.findByAsker(id),
      };
      const files = [{ name: "pith-export.json", text: `${JSON.stringify(data, null, 2)}\n` }];
      return { ...noteCard(translatorFor(interaction.locale)("exported")), files };
    });
  }

  async #renderPanel(interaction: RepliableInteraction) {
    const guild = this.#requireManagedGuild(interaction);
    const translate = translatorFor(interaction.locale);
    const channel = settingsChannelId(requesterOf(interaction));
    const overrides = await channelSettings(this.#records, { guildId: guild, channelId: channel });
    const server = await serverSettings(this.#records, guild);
    const needsIntent = overrides.mode !== "off" && !this.#instance.hasMessageContent;
    const warning = needsIntent ? translate("needsContent") : "";
    const defaultDays = this.#instance.retentionDays;
    return settingsPanel({ server, channel, channelSettings: overrides, defaultDays }, warning, translate);
  }

  /**
   * Returns the id of the current server, provided that the user manages it.
   * @throws PithError `bad_request` outside servers, `not_manager` if the user lacks the Manage Server permission
   */
  #requireManagedGuild(interaction: RepliableInteraction): string {
    const { guild, member } = requesterOf(interaction);
    if (guild === null) throw new PithError("bad_request", translatorFor(interaction.locale)("serversOnly"));
    if (!canManageGuild(member)) throw new PithError("not_manager");
    return guild;
  }
}
