import { randomBytes } from "node:crypto";
import type { Settings } from "../rest/route.ts";
import type { World } from "./discordState.ts";
import { refuse } from "./errors.ts";
import type { Channel, Choice, Message, Modal, User } from "./model.ts";

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type */
export const InteractionType = { Command: 2, Component: 3, Autocomplete: 4, ModalSubmit: 5 } as const;

/** An interaction that was sent to the bot, and what became of it. */
export type OpenInteraction = {
  id: string;
  token: string;
  type: number;
  /** The type of the message that answers it. */
  answerType: number;
  user: User;
  channel: Channel;
  owners: Record<string, string>;
  createdAt: number;
  acknowledgedAt: number | null;
  isExpired: boolean;
  /** A component's message, which the interaction may change. */
  source: Message | null;
  /** The id of the message that `@original` names. */
  original: string | null;
  followUps: string[];
  /** What it was answered with, when that is no message. */
  modal: Modal | null;
  choices: Choice[] | null;
  /** Whether every answer is seen by the person only. */
  isForcedPrivate: boolean;
};

/** So many are remembered; nobody comes back to older ones. */
const KEPT = 2000;

/**
 * The interactions that are open: three seconds for the first answer, a token of fifteen minutes after that
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages).
 */
export class Interactions {
  readonly #world: World;
  readonly #settings: Settings;
  readonly #byToken = new Map<string, OpenInteraction>();

  constructor(world: World, settings: Settings) {
    this.#world = world;
    this.#settings = settings;
  }

  open(
    what: Pick<OpenInteraction, "type" | "answerType" | "user" | "channel" | "owners" | "source" | "isForcedPrivate">,
  ): OpenInteraction {
    const interaction: OpenInteraction = {
      ...what,
      id: this.#world.id(),
      token: randomBytes(48).toString("base64url"),
      createdAt: Date.now(),
      ...{ acknowledgedAt: null, isExpired: false, original: null, followUps: [], modal: null, choices: null },
    };
    this.#byToken.set(interaction.token, interaction);
    const [oldest] = this.#byToken.keys();
    if (this.#byToken.size > KEPT) this.#byToken.delete(oldest!);
    return interaction;
  }

  /** An interaction by its token. @throws Error when there is none */
  find(token: string): OpenInteraction {
    const interaction = this.#byToken.get(token);
    if (!interaction) throw new Error("that interaction is forgotten");
    return interaction;
  }

  /** Ends the life of all tokens, as fifteen minutes do. */
  expireTokens(): void {
    for (const interaction of this.#byToken.values()) interaction.isExpired = true;
  }

  /** The interaction that a callback may answer. @throws Refusal 10062, 40060 */
  demandPending(id: string, token: string): OpenInteraction {
    const interaction = this.#byToken.get(token);
    if (interaction?.id !== id || interaction.isExpired) throw refuse.unknownInteraction();
    if (interaction.acknowledgedAt !== null) throw refuse.alreadyAcknowledged();
    if (Date.now() - interaction.createdAt > this.#settings.respondWithinMs) throw refuse.unknownInteraction();
    return interaction;
  }

  /** The interaction behind a webhook's token. @throws Refusal 10015, 50027 */
  demandLive(token: string): OpenInteraction {
    const interaction = this.#byToken.get(token);
    if (!interaction) throw refuse.unknownWebhook();
    const isOld = Date.now() - interaction.createdAt > this.#settings.tokenMs;
    if (isOld || interaction.isExpired) throw refuse.expiredToken();
    if (interaction.acknowledgedAt === null) throw refuse.unknownWebhook();
    return interaction;
  }
}
