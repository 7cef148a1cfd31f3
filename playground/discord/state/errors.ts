import type { Json } from "./model.ts";

/** One thing that is wrong with a body, at its place. */
export type Violation = { path: (string | number)[]; code: string; message: string };

/**
 * What Discord answers instead of doing what it was asked
 * (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json). `isBreach` tells a fault of the bot from
 * what a good bot meets too.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly isBreach: boolean;
  readonly errors: Json | undefined;

  constructor(status: number, code: number, message: string, isBreach = false, errors?: Json) {
    super(message);
    this.status = status;
    this.code = code;
    this.isBreach = isBreach;
    this.errors = errors;
  }

  get body(): Json {
    return { message: this.message, code: this.code, ...(this.errors && { errors: this.errors }) };
  }
}

export const refuse = {
  unauthorized: () => new Refusal(401, 0, "401: Unauthorized", true),
  noRoute: () => new Refusal(404, 0, "404: Not Found", true),
  unknownChannel: () => new Refusal(404, 10_003, "Unknown Channel"),
  unknownGuild: () => new Refusal(404, 10_004, "Unknown Guild"),
  unknownMember: () => new Refusal(404, 10_007, "Unknown Member"),
  unknownMessage: () => new Refusal(404, 10_008, "Unknown Message"),
  unknownUser: () => new Refusal(404, 10_013, "Unknown User"),
  unknownWebhook: () => new Refusal(404, 10_015, "Unknown Webhook"),
  unknownInteraction: () => new Refusal(404, 10_062, "Unknown interaction"),
  unknownCommand: () => new Refusal(404, 10_063, "Unknown application command"),
  tooLarge: () => new Refusal(413, 40_005, "Request entity too large", true),
  alreadyAcknowledged: () => new Refusal(400, 40_060, "Interaction has already been acknowledged."),
  followUpLimit: () => new Refusal(400, 40_094, "Maximum number of follow-up messages for this interaction reached"),
  missingAccess: () => new Refusal(403, 50_001, "Missing Access"),
  foreignMessage: () => new Refusal(403, 50_005, "Cannot edit a message authored by another user", true),
  empty: () => new Refusal(400, 50_006, "Cannot send an empty message", true),
  closedToDirectMessages: () => new Refusal(403, 50_007, "Cannot send messages to this user"),
  missingPermissions: () => new Refusal(403, 50_013, "Missing Permissions"),
  wrongChannelType: () => new Refusal(400, 50_024, "Cannot execute action on this channel type"),
  expiredToken: () => new Refusal(401, 50_027, "Invalid Webhook Token"),
  archived: () => new Refusal(400, 50_083, "Thread is archived"),
  noHistoryToReply: () => new Refusal(403, 160_002, "Cannot reply without permission to read message history"),
  threadExists: () => new Refusal(400, 160_004, "A thread has already been created for this message"),
  badJson: () => new Refusal(400, 50_109, "The request body contains invalid JSON.", true),
};

/** "Invalid Form Body" with Discord's nested errors (https://discord.com/developers/docs/reference#error-messages). */
export function invalidForm(violations: Violation[], isBreach = true): Refusal {
  const errors: Json = {};
  for (const { path, code, message } of violations) {
    let place = errors;
    for (const key of path) {
      place[key] ??= {};
      place = place[key] as Json;
    }
    place._errors = [...((place._errors as Json[] | undefined) ?? []), { code, message }];
  }
  return new Refusal(400, 50_035, "Invalid Form Body", isBreach, errors);
}
