import type { Cdn } from "../cdn.ts";
import type { DiscordState } from "../state/discordState.ts";
import type { InteractionStore } from "../state/interactions.ts";
import type { MessageStore } from "../state/messages.ts";
import type { FileUpload } from "../state/model.ts";
import type { Settings } from "../state/settings.ts";

/** The services of the fake Discord that route handlers use. */
export type ServerContext = {
  state: DiscordState;
  cdn: Cdn;
  messages: MessageStore;
  interactions: InteractionStore;
  settings: Settings;
  origin: () => string;
};

/** Path parameters. A handler reads only those that its path declares. */
export type PathParams = Record<
  "channel" | "message" | "guild" | "user" | "emoji" | "command" | "id" | "token",
  string
>;

/** The context of one request. */
export type RouteContext = ServerContext & {
  params: PathParams;
  query: URLSearchParams;
  body: unknown;
  files: FileUpload[];
};

export type RouteResponse = { status: number; body?: unknown };

/** A route of the REST API. The path declares parameters as `:name`. */
export type Route = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  /** Name of the body's schema in Discord's OpenAPI document. */
  schema?: string | ((context: RouteContext) => string);
  /** Converts the body before validation, for routes where Discord accepts more than its schema allows. */
  normalizeBody?: (body: unknown) => unknown;
  /** Whether the route needs no Authorization header, for example because its path contains a token. */
  isUnauthenticated?: boolean;
  handler(context: RouteContext): RouteResponse;
};

export const ok = (body: unknown): RouteResponse => ({ status: 200, body });
export const noContent: RouteResponse = { status: 204 };
