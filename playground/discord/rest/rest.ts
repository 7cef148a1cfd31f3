import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Fault, FaultInjector } from "../gateway/faults.ts";
import { ApiError, apiErrors, invalidFormBody } from "../state/errors.ts";
import type { LoggedRequest } from "../state/model.ts";
import { pushBounded } from "../state/pushBounded.ts";
import { readBody } from "./body.ts";
import type { PathParams, Route, RouteContext, RouteResponse, ServerContext } from "./route.ts";
import { applicationRoutes } from "./routes/application.ts";
import { channelRoutes } from "./routes/channels.ts";
import { commandRoutes } from "./routes/commands.ts";
import { interactionRoutes } from "./routes/interactions.ts";
import { messageRoutes } from "./routes/messages.ts";
import { threadRoutes } from "./routes/threads.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { type Schemas, validateAgainstSchema } from "./schema.ts";

/**
 * Constant rate limit headers, which clients expect; the limit is not enforced
 * (https://discord.com/developers/docs/topics/rate-limits).
 */
const RATE_LIMIT_HEADERS = {
  "x-ratelimit-limit": "50",
  "x-ratelimit-remaining": "49",
  "x-ratelimit-reset-after": "1.000",
};

const ROUTES = [
  ...applicationRoutes,
  ...channelRoutes,
  ...messageRoutes,
  ...threadRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
  ...commandRoutes,
].map((route) => ({ route, pattern: patternOf(route.path) }));

/** Compiles a path with `:name` parameters to a regular expression with named groups. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`);
}

/** The REST API v10. It logs, authenticates and validates requests, and passes them to their route handlers. */
export class RestApi {
  readonly requests: LoggedRequest[] = [];
  readonly #context: ServerContext;
  readonly #faults: FaultInjector;
  readonly #schemas: Schemas;
  readonly #token: string;

  constructor(context: ServerContext, faults: FaultInjector, schemas: Schemas, token: string) {
    this.#context = context;
    this.#faults = faults;
    this.#schemas = schemas;
    this.#token = token;
  }

  /** Handles a request below `/api`. */
  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const method = request.method ?? "GET";
    const path = url.pathname.replace(/^\/api(?:\/v10)?/, "");
    const logged: LoggedRequest = {
      method,
      path,
      query: Object.fromEntries(url.searchParams),
      status: 0,
      body: null,
      files: [],
      at: Date.now(),
      hasAuthorization: request.headers.authorization !== undefined,
    };
    pushBounded(this.requests, logged);
    const faultBefore = this.#faults.consume(method, path, false);
    if (faultBefore && (await this.#applyFault(faultBefore, response, logged))) return;
    const result = await this.#route(request, url, path, logged);
    const faultAfter = this.#faults.consume(method, path, true);
    if (faultAfter && (await this.#applyFault(faultAfter, response, logged))) return;
    logged.status = result.status;
    send(response, result.status, result.body, {
      ...RATE_LIMIT_HEADERS,
      "x-ratelimit-bucket": `${method} ${path.replace(/\d+/g, "id")}`,
    });
  }

  /** Applies a fault to a request. Returns true if the request must not be processed or answered any further. */
  async #applyFault(fault: Fault, response: ServerResponse, logged: LoggedRequest): Promise<boolean> {
    if (fault.kind === "drop") response.destroy();
    if (fault.kind === "delay") {
      await wait(fault.ms, undefined, { ref: false });
      return false;
    }
    if (fault.kind !== "respond") return true;
    logged.status = fault.status;
    send(response, fault.status, fault.body ?? { message: "fault on demand", code: 0 }, fault.headers ?? {});
    return true;
  }

  async #route(request: IncomingMessage, url: URL, path: string, logged: LoggedRequest): Promise<RouteResponse> {
    const method = logged.method;
    try {
      const { body, files } = await readBody(request);
      logged.body = body;
      logged.files = files.map(({ name, bytes }) => ({ name, size: bytes.length }));
      const matchedRoute = ROUTES.find(({ route, pattern }) => route.method === method && pattern.test(path));
      if (!matchedRoute) throw apiErrors.notFound();
      if (!request.headers["user-agent"]) this.#context.state.recordViolation(`${method} ${path}: no User-Agent`);
      const { route, pattern } = matchedRoute;
      if (!route.isUnauthenticated && request.headers.authorization !== `Bot ${this.#token}`)
        throw apiErrors.unauthorized();
      const groups = pattern.exec(path)?.groups ?? {};
      const params = Object.fromEntries(Object.entries(groups).map(([key, value]) => [key, decodeURIComponent(value)]));
      const context: RouteContext = {
        ...this.#context,
        params: params as PathParams,
        query: url.searchParams,
        body,
        files,
      };
      this.#validateBody(route, context);
      return route.handler(context);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.isViolation) this.#context.state.recordViolation(describeViolation(method, path, error));
      return { status: error.status, body: error.body };
    }
  }

  /**
   * Validates a body against its schema. Discord ignores unknown fields, but the client expects them to take effect, so
   * they are recorded as a violation.
   * @throws ApiError 50035 if the body is invalid
   */
  #validateBody({ method, path, schema, normalizeBody }: Route, context: RouteContext): void {
    if (!schema) return;
    const name = typeof schema === "string" ? schema : schema(context);
    const body = normalizeBody ? normalizeBody(context.body) : (context.body ?? {});
    const { formErrors, unknown } = validateAgainstSchema(this.#schemas[name]!, body);
    if (formErrors.length) throw invalidFormBody(formErrors);
    if (unknown.length)
      this.#context.state.recordViolation(`${method} ${path}: Discord does not know ${unknown.join(", ")}`);
  }
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string>): void {
  if (response.destroyed) return;
  const isJson = body !== undefined && typeof body !== "string";
  response.writeHead(status, { ...headers, ...(isJson && { "content-type": "application/json" }) });
  response.end(isJson ? JSON.stringify(body) : body);
}

/** A description of a violation: method, path, error code and field errors. */
function describeViolation(method: string, path: string, { code, message, errors }: ApiError): string {
  const fieldErrors = (value: unknown, at: string): string[] =>
    Object.entries((value ?? {}) as object).flatMap(([key, inner]) =>
      key === "_errors"
        ? (inner as { message: string }[]).map((error) => `${at || "body"}: ${error.message}`)
        : fieldErrors(inner, at ? `${at}.${key}` : key),
    );
  const details = fieldErrors(errors, "");
  const shortPath = path.replace(/[\w-]{60,}/g, "…");
  return `${method} ${shortPath}: ${code} ${message}${details.length ? ` (${details.join("; ")})` : ""}`;
}
