import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Fault, Faults } from "../gateway/faults.ts";
import { remember } from "../state/boundedLog.ts";
import { invalidForm, Refusal, refuse } from "../state/errors.ts";
import type { LoggedRequest } from "../state/model.ts";
import { readBody } from "./body.ts";
import type { Call, Params, Parts, Reply, Route } from "./route.ts";
import { applicationRoutes } from "./routes/application.ts";
import { channelRoutes } from "./routes/channels.ts";
import { commandRoutes } from "./routes/commands.ts";
import { interactionRoutes } from "./routes/interactions.ts";
import { messageRoutes } from "./routes/messages.ts";
import { threadRoutes } from "./routes/threads.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { check, type Schemas } from "./schema.ts";

/** None of these limits is enforced; a client just needs to see them (https://discord.com/developers/docs/topics/rate-limits). */
const LIMITS = { "x-ratelimit-limit": "50", "x-ratelimit-remaining": "49", "x-ratelimit-reset-after": "1.000" };

const ROUTES = [
  ...applicationRoutes,
  ...channelRoutes,
  ...messageRoutes,
  ...threadRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
  ...commandRoutes,
].map((route) => ({ route, pattern: patternOf(route.path) }));

/** `:name` stands for one part of a path. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`);
}

/** Discord's REST API v10: finds the route, checks token and body, writes everything down. */
export class Rest {
  readonly requests: LoggedRequest[] = [];
  readonly #parts: Parts;
  readonly #faults: Faults;
  readonly #schemas: Schemas;
  readonly #token: string;

  constructor(parts: Parts, faults: Faults, schemas: Schemas, token: string) {
    this.#parts = parts;
    this.#faults = faults;
    this.#schemas = schemas;
    this.#token = token;
  }

  /** Answers one request below /api. */
  async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const method = request.method ?? "GET";
    const path = url.pathname.replace(/^\/api(?:\/v10)?/, "");
    const logged: LoggedRequest = {
      ...{
        method,
        path,
        query: Object.fromEntries(url.searchParams),
        status: 0,
        body: null,
        files: [],
        at: Date.now(),
      },
      authorization: request.headers.authorization !== undefined,
    };
    remember(this.requests, logged);
    const before = this.#faults.take(method, path, false);
    if (before && (await this.#fail(before, response, logged))) return;
    const reply = await this.#reply(request, url, path, logged);
    const after = this.#faults.take(method, path, true);
    if (after && (await this.#fail(after, response, logged))) return;
    logged.status = reply.status;
    send(response, reply.status, reply.body, {
      ...LIMITS,
      "x-ratelimit-bucket": `${method} ${path.replace(/\d+/g, "id")}`,
    });
  }

  /** Lets a fault happen; gives whether it was the answer. */
  async #fail(fault: Fault, response: ServerResponse, logged: LoggedRequest): Promise<boolean> {
    if (fault.kind === "drop") response.destroy();
    if (fault.kind === "delay") {
      await wait(fault.ms, undefined, { ref: false });
      return false;
    }
    if (fault.kind !== "answer") return true;
    logged.status = fault.status;
    send(response, fault.status, fault.body ?? { message: "fault on demand", code: 0 }, fault.headers ?? {});
    return true;
  }

  async #reply(request: IncomingMessage, url: URL, path: string, logged: LoggedRequest): Promise<Reply> {
    const method = logged.method;
    try {
      const { body, files } = await readBody(request);
      logged.body = body;
      logged.files = files.map(({ name, bytes }) => ({ name, size: bytes.length }));
      const found = ROUTES.find(({ route, pattern }) => route.method === method && pattern.test(path));
      if (!found) throw refuse.noRoute();
      if (!request.headers["user-agent"]) this.#parts.world.breach(`${method} ${path}: no User-Agent`);
      const { route, pattern } = found;
      if (!route.isOpen && request.headers.authorization !== `Bot ${this.#token}`) throw refuse.unauthorized();
      const groups = pattern.exec(path)?.groups ?? {};
      const params = Object.fromEntries(Object.entries(groups).map(([key, value]) => [key, decodeURIComponent(value)]));
      const call: Call = { ...this.#parts, params: params as Params, query: url.searchParams, body, files };
      this.#demandValid(route, call);
      return route.run(call);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      if (thrown.isBreach) this.#parts.world.breach(sentence(method, path, thrown));
      return { status: thrown.status, body: thrown.body };
    }
  }

  /** What the schema does not know Discord overlooks, but a bot that sends it means something that does not happen. */
  #demandValid({ method, path, schema, asChecked }: Route, call: Call): void {
    if (!schema) return;
    const name = typeof schema === "string" ? schema : schema(call);
    const body = asChecked ? asChecked(call.body) : (call.body ?? {});
    const { violations, unknown } = check(this.#schemas[name]!, body);
    if (violations.length) throw invalidForm(violations);
    if (unknown.length) this.#parts.world.breach(`${method} ${path}: Discord does not know ${unknown.join(", ")}`);
  }
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string>): void {
  if (response.destroyed) return;
  const isJson = body !== undefined && typeof body !== "string";
  response.writeHead(status, { ...headers, ...(isJson && { "content-type": "application/json" }) });
  response.end(isJson ? JSON.stringify(body) : body);
}

/** A breach in words: what was asked, and each place with what is wrong there. */
function sentence(method: string, path: string, { code, message, errors }: Refusal): string {
  const places = (value: unknown, at: string): string[] =>
    Object.entries((value ?? {}) as object).flatMap(([key, inner]) =>
      key === "_errors"
        ? (inner as { message: string }[]).map((error) => `${at || "body"}: ${error.message}`)
        : places(inner, at ? `${at}.${key}` : key),
    );
  const details = places(errors, "");
  const shortened = path.replace(/[\w-]{60,}/g, "…");
  return `${method} ${shortened}: ${code} ${message}${details.length ? ` (${details.join("; ")})` : ""}`;
}
