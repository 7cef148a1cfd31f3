import { randomBytes } from "node:crypto";
import type { DiscordState } from "./discordState.ts";
import { apiErrors } from "./errors.ts";
import type { Channel, Choice, Message, Modal, User } from "./model.ts";
import type { Settings } from "./settings.ts";

/**
 * Interaction types.
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type)
 */
export const InteractionType = {
  ApplicationCommand: 2,
  MessageComponent: 3,
  Autocomplete: 4,
  ModalSubmit: 5,
} as const;

/** An interaction sent to the bot, and its responses so far. */
export type InteractionRecord = {
  id: string;
  token: string;
  type: number;
  /** The message type of the response. */
  responseMessageType: number;
  user: User;
  channel: Channel;
  integrationOwners: Record<string, string>;
  createdAt: number;
  acknowledgedAt: number | null;
  isExpired: boolean;
  /** The message containing the component that was used, which the bot can update; null if there is none. */
  sourceMessage: Message | null;
  /** The id of the message that `@original` refers to. */
  originalId: string | null;
  followUpIds: string[];
  /** The modal that the bot responded with; null for other responses. */
  modal: Modal | null;
  /** The autocomplete choices that the bot responded with; null for other responses. */
  choices: Choice[] | null;
  /** Whether all responses are ephemeral, regardless of their flags. */
  isForcedEphemeral: boolean;
};

/** Maximum number of stored interactions; the oldest is dropped first. */
const MAX_INTERACTIONS = 2000;

/**
 * Stores interactions and checks their tokens. By default, the bot has 3 s for the initial response, and the token is
 * valid for 15 min.
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages)
 */
export class InteractionStore {
  readonly #state: DiscordState;
  readonly #settings: Settings;
  readonly #byToken = new Map<string, InteractionRecord>();

  constructor(state: DiscordState, settings: Settings) {
    this.#state = state;
    this.#settings = settings;
  }

  create(
    fields: Pick<
      InteractionRecord,
      "type" | "responseMessageType" | "user" | "channel" | "integrationOwners" | "sourceMessage" | "isForcedEphemeral"
    >,
  ): InteractionRecord {
    const interaction: InteractionRecord = {
      ...fields,
      id: this.#state.nextId(),
      token: randomBytes(48).toString("base64url"),
      createdAt: Date.now(),
      acknowledgedAt: null,
      isExpired: false,
      originalId: null,
      followUpIds: [],
      modal: null,
      choices: null,
    };
    this.#byToken.set(interaction.token, interaction);
    const [oldest] = this.#byToken.keys();
    if (this.#byToken.size > MAX_INTERACTIONS) this.#byToken.delete(oldest!);
    return interaction;
  }

  /**
   * Finds an interaction by token, whether or not the token is still valid.
   * @throws Error if there is none
   */
  find(token: string): InteractionRecord {
    const interaction = this.#byToken.get(token);
    if (!interaction) throw new Error("that interaction is forgotten");
    return interaction;
  }

  /** Expires the tokens of all interactions. */
  expireTokens(): void {
    for (const interaction of this.#byToken.values()) interaction.isExpired = true;
  }

  /**
   * Returns an interaction that is awaiting its initial response.
   * @throws ApiError 10062 if there is no such interaction or its time limit has passed, 40060 if the bot has already
   * responded
   */
  requirePending(id: string, token: string): InteractionRecord {
    const interaction = this.#byToken.get(token);
    if (interaction?.id !== id || interaction.isExpired) throw apiErrors.unknownInteraction();
    if (interaction.acknowledgedAt !== null) throw apiErrors.alreadyAcknowledged();
    if (Date.now() - interaction.createdAt > this.#settings.initialResponseMs) throw apiErrors.unknownInteraction();
    return interaction;
  }

  /**
   * Returns the interaction with the given token, if the token is valid for follow-ups.
   * @throws ApiError 10015 if the token is unknown or the bot has not sent the initial response, 50027 if the token has
   * expired
   */
  requireLiveToken(token: string): InteractionRecord {
    const interaction = this.#byToken.get(token);
    if (!interaction) throw apiErrors.unknownWebhook();
    const isOld = Date.now() - interaction.createdAt > this.#settings.tokenLifetimeMs;
    if (isOld || interaction.isExpired) throw apiErrors.invalidWebhookToken();
    if (interaction.acknowledgedAt === null) throw apiErrors.unknownWebhook();
    return interaction;
  }
}
