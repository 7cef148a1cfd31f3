import type { Json } from "./model.ts";

/** A validation error at a path within a request body. */
export type FormError = { path: (string | number)[]; code: string; message: string };

/**
 * An error response of the API (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json).
 * `isViolation` marks errors that only a faulty client causes, as opposed to expected ones such as missing permissions.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly isViolation: boolean;
  readonly errors: Json | undefined;

  constructor(status: number, code: number, message: string, isViolation = false, errors?: Json) {
    super(message);
    this.status = status;
    this.code = code;
    this.isViolation = isViolation;
    this.errors = errors;
  }

  get body(): Json {
    return { message: this.message, code: this.code, ...(this.errors && { errors: this.errors }) };
  }
}

/** Factories for Discord's error responses. */
export const apiErrors = {
  unauthorized: () => new ApiError(401, 0, "401: Unauthorized", true),
  notFound: () => new ApiError(404, 0, "404: Not Found", true),
  unknownChannel: () => new ApiError(404, 10_003, "Unknown Channel"),
  unknownGuild: () => new ApiError(404, 10_004, "Unknown Guild"),
  unknownMember: () => new ApiError(404, 10_007, "Unknown Member"),
  unknownMessage: () => new ApiError(404, 10_008, "Unknown Message"),
  unknownUser: () => new ApiError(404, 10_013, "Unknown User"),
  unknownWebhook: () => new ApiError(404, 10_015, "Unknown Webhook"),
  unknownInteraction: () => new ApiError(404, 10_062, "Unknown interaction"),
  unknownCommand: () => new ApiError(404, 10_063, "Unknown application command"),
  requestTooLarge: () => new ApiError(413, 40_005, "Request entity too large", true),
  alreadyAcknowledged: () => new ApiError(400, 40_060, "Interaction has already been acknowledged."),
  followUpLimit: () => new ApiError(400, 40_094, "Maximum number of follow-up messages for this interaction reached"),
  missingAccess: () => new ApiError(403, 50_001, "Missing Access"),
  notMessageAuthor: () => new ApiError(403, 50_005, "Cannot edit a message authored by another user", true),
  emptyMessage: () => new ApiError(400, 50_006, "Cannot send an empty message", true),
  cannotMessageUser: () => new ApiError(403, 50_007, "Cannot send messages to this user"),
  missingPermissions: () => new ApiError(403, 50_013, "Missing Permissions"),
  wrongChannelType: () => new ApiError(400, 50_024, "Cannot execute action on this channel type"),
  invalidWebhookToken: () => new ApiError(401, 50_027, "Invalid Webhook Token"),
  threadArchived: () => new ApiError(400, 50_083, "Thread is archived"),
  missingReadHistory: () => new ApiError(403, 160_002, "Cannot reply without permission to read message history"),
  threadExists: () => new ApiError(400, 160_004, "A thread has already been created for this message"),
  invalidJson: () => new ApiError(400, 50_109, "The request body contains invalid JSON.", true),
};

/**
 * The error "Invalid Form Body" with nested field errors
 * (https://discord.com/developers/docs/reference#error-messages).
 */
export function invalidFormBody(formErrors: FormError[], isViolation = true): ApiError {
  const errors: Json = {};
  for (const { path, code, message } of formErrors) {
    let node = errors;
    for (const key of path) {
      node[key] ??= {};
      node = node[key] as Json;
    }
    node._errors = [...((node._errors as Json[] | undefined) ?? []), { code, message }];
  }
  return new ApiError(400, 50_035, "Invalid Form Body", isViolation, errors);
}
