import type { Cdn } from "../cdn.ts";
import type { World } from "../state/discordState.ts";
import type { Interactions } from "../state/interactions.ts";
import type { Messages } from "../state/messages.ts";
import type { FileUpload } from "../state/model.ts";

/** The parts of the loopback Discord that a route works on. */
export type Parts = {
  world: World;
  cdn: Cdn;
  messages: Messages;
  interactions: Interactions;
  settings: Settings;
  origin: () => string;
};

export type Settings = {
  /** How many shards `gateway/bot` asks for. */
  shards: number;
  /** How long a nonce is remembered. */
  nonceMs: number;
  /** How soon an interaction must be answered first, and how long its token lives after that. */
  respondWithinMs: number;
  tokenMs: number;
};

/** The ids of a path, by the names that the pattern gives them. A pattern has those that its handler reads. */
export type Params = Record<"channel" | "message" | "guild" | "user" | "emoji" | "command" | "id" | "token", string>;

export type Call = Parts & {
  params: Params;
  query: URLSearchParams;
  body: unknown;
  files: FileUpload[];
};

export type Reply = { status: number; body?: unknown };

/** A route of Discord's REST API: method, path with `:names`, what it does, and what its body must be. */
export type Route = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  /** The name of the body's schema in Discord's OpenAPI document. */
  schema?: string | ((call: Call) => string);
  /** The body as the schema wants it, where Discord takes more than its schema says. */
  asChecked?: (body: unknown) => unknown;
  /** Routes whose token in the path is all that is asked for. */
  isOpen?: boolean;
  run(call: Call): Reply;
};

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const done: Reply = { status: 204 };
