import type {
  AnySelectMenuInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  ModalSubmitInteraction,
} from "discord.js";
import { CHANNEL_MODES, LENGTHS, PithError, type ServerSettings } from "../../model/index.ts";
import { type Card, helpCard, noteCard, type Provider, sayIn, usageCard } from "../../present/index.ts";
import type { Records } from "../../records/index.ts";
import { type Asking, askerOf } from "../interactions/context.ts";
import type { Reception } from "../interactions/defer.ts";
import { unfit } from "../interactions/errorReply.ts";
import { manages } from "../policy/preconditions.ts";
import { changeChannel, changeServer, channelSettings, homeOf, serverSettings } from "../policy/settings.ts";
import { isList, limitsModal, readHere, readLimits, settingsPanel } from "../ui/settingsPanel.ts";
import type { Room } from "./requests.ts";

/** What is told of this installation: who reads the texts, for how long they are kept, and what it may use a day. */
export type About = { provider: Provider | null; retentionDays: number; dailyTokens: number | null };

const DAY_MS = 86_400_000;
const MONTH_DAYS = 30;
/** What is exported of somebody's at most: more would not fit into a file that Discord takes. */
const MOST_EXPORTED = 500;

/** What members and managers of a server see and set of Pith itself. */
export class Office {
  readonly #records: Records;
  readonly #reception: Reception;
  readonly #about: About & { hearsAll: boolean };

  /** @param about `hearsAll`: plain messages can be read, the Message Content intent is granted */
  constructor({ records, reception }: Room, about: About & { hearsAll: boolean }) {
    this.#records = records;
    this.#reception = reception;
    this.#about = about;
  }

  /** All that can be set, to those who manage the server. */
  async settings(asking: ChatInputCommandInteraction): Promise<void> {
    await this.#reception.answering(asking, "asker", () => this.#panel(asking));
  }

  /** Something was chosen in the panel. */
  async choose(asking: AnySelectMenuInteraction, name: string): Promise<void> {
    await this.#reception.answering(asking, "inPlace", async () => {
      const guild = this.#guildOf(asking);
      const { values } = asking;
      const mode = CHANNEL_MODES.find((one) => name === "mode" && one === values[0]);
      const length = LENGTHS.find((one) => name === "length" && one === values[0]);
      const here = mode ? { mode } : readHere(name, values[0]);
      if (here) await changeChannel(this.#records, guild, homeOf(askerOf(asking)), here);
      if (length) await changeServer(this.#records, guild, { length });
      if (isList(name)) await changeServer(this.#records, guild, { [name]: values });
      return this.#panel(asking);
    });
  }

  /** A button of the panel: threads on or off, or the form for what is typed. */
  async press(asking: ButtonInteraction, name: string): Promise<void> {
    if (name === "limits") {
      const guild = this.#guildOf(asking);
      const server = await serverSettings(this.#records, guild);
      const here = await channelSettings(this.#records, { guildId: guild, channelId: homeOf(askerOf(asking)) });
      await asking.showModal(limitsModal(server, here.language, sayIn(asking.locale)));
      return;
    }
    if (name !== "threads") throw unfit(asking, "button");
    await this.#reception.answering(asking, "inPlace", async () => {
      const guild = this.#guildOf(asking);
      const { threads } = await serverSettings(this.#records, guild);
      await changeServer(this.#records, guild, { threads: !threads });
      return this.#panel(asking);
    });
  }

  /** The form was filled in. */
  async limit(asking: ModalSubmitInteraction): Promise<void> {
    await this.#reception.answering(asking, "asker", async () => {
      const guild = this.#guildOf(asking);
      const { languageHere, ...change } = readLimits(
        (field) => asking.fields.getTextInputValue(field),
        sayIn(asking.locale),
      );
      const { retentionDays } = this.#about;
      const kept: Partial<ServerSettings> = {
        ...change,
        // A server may have less kept than the operator does, not more.
        ...(change.retentionDays && { retentionDays: Math.min(change.retentionDays, retentionDays) }),
      };
      await changeServer(this.#records, guild, kept);
      await changeChannel(this.#records, guild, homeOf(askerOf(asking)), { language: languageHere });
      return this.#panel(asking);
    });
  }

  /** What the server, or outside servers the asker, has used today and this month. */
  async usage(asking: ChatInputCommandInteraction): Promise<void> {
    await this.#reception.answering(asking, "asker", async (): Promise<Card> => {
      const payer = asking.guildId ?? asking.user.id;
      const now = Date.now();
      const day = (back: number): string => new Date(now - back * DAY_MS).toISOString().slice(0, 10);
      const { usage } = this.#records;
      const { dailyTokens, dailyUsd } = await serverSettings(this.#records, asking.guildId);
      const limits = [dailyTokens, this.#about.dailyTokens].filter((limit) => limit !== null);
      const budget = { tokens: limits.length ? Math.min(...limits) : null, usd: dailyUsd };
      const [today, month] = [await usage.of(payer, day(0)), await usage.since(payer, day(MONTH_DAYS))];
      return usageCard({ today, month, budget }, sayIn(asking.locale));
    });
  }

  async help(asking: ChatInputCommandInteraction): Promise<void> {
    const { provider, retentionDays } = this.#about;
    await this.#reception.answering(asking, "asker", async () => {
      const server = await serverSettings(this.#records, asking.guildId);
      const days = Math.min(retentionDays, server.retentionDays ?? retentionDays);
      return helpCard(provider, days, sayIn(asking.locale));
    });
  }

  /** What is stored about the asker himself, as a file. */
  async export(asking: ChatInputCommandInteraction): Promise<void> {
    await this.#reception.answering(asking, "asker", async (): Promise<Card> => {
      const { postings, turns, feedback } = this.#records;
      const { id } = asking.user;
      const own = {
        postings: await postings.by(id, MOST_EXPORTED),
        questions: await turns.by(id, MOST_EXPORTED),
        feedback: await feedback.by(id),
      };
      const files = [{ name: "pith-export.json", text: `${JSON.stringify(own, null, 2)}\n` }];
      return { ...noteCard(sayIn(asking.locale)("exported")), files };
    });
  }

  async #panel(asking: Asking) {
    const guild = this.#guildOf(asking);
    const say = sayIn(asking.locale);
    const channel = homeOf(askerOf(asking));
    const here = await channelSettings(this.#records, { guildId: guild, channelId: channel });
    const server = await serverSettings(this.#records, guild);
    const heard = this.#about.hearsAll || here.mode === "off" ? "" : say("needsContent");
    return settingsPanel({ server, channel, here }, heard, say);
  }

  /** @throws PithError `bad_request` outside servers, `not_yours` for those who do not manage this one */
  #guildOf(asking: Asking): string {
    const { guild, member } = askerOf(asking);
    if (guild === null) throw new PithError("bad_request", sayIn(asking.locale)("serversOnly"));
    if (!manages(member)) throw new PithError("not_yours");
    return guild;
  }
}
