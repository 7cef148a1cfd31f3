import type { Json } from "../../state/model.ts";
import { userJson } from "../json.ts";
import { ok, type Route, type RouteContext } from "../route.ts";

/** The application flag of the Message Content intent for bots in fewer than 100 guilds. */
const GATEWAY_MESSAGE_CONTENT_LIMITED = 1 << 19;

/**
 * A constant session start limit, which is not enforced
 * (https://discord.com/developers/docs/events/gateway#session-start-limit-object).
 */
const SESSION_STARTS = { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 16 };

/** Routes for the application, the current user, the gateway and attachment URLs. */
export const applicationRoutes: Route[] = [
  {
    method: "GET",
    path: "/gateway/bot",
    handler: ({ origin, settings }) =>
      ok({ url: gatewayUrl(origin()), shards: settings.shards, session_start_limit: SESSION_STARTS }),
  },
  {
    method: "GET",
    path: "/gateway",
    isUnauthenticated: true,
    handler: ({ origin }) => ok({ url: gatewayUrl(origin()) }),
  },
  {
    method: "GET",
    path: "/users/@me",
    handler: ({ state }) => ok({ ...userJson(state.bot), verified: true, mfa_enabled: true, flags: 0 }),
  },
  { method: "GET", path: "/applications/@me", handler: (context) => ok(applicationJson(context)) },
  { method: "GET", path: "/oauth2/applications/@me", handler: (context) => ok(applicationJson(context)) },
  { method: "POST", path: "/attachments/refresh-urls", handler: refreshAttachmentUrls },
];

/** The gateway URL for an HTTP origin. */
export const gatewayUrl = (origin: string): string => origin.replace(/^http/, "ws");

/** The application object. Its flags contain the Message Content setting. */
export function applicationJson({ state }: Pick<RouteContext, "state">): Json {
  return {
    id: state.applicationId,
    name: state.bot.global_name,
    icon: null,
    description: "",
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    hook: true,
    summary: "",
    team: null,
    flags: state.messageContent === "granted" ? GATEWAY_MESSAGE_CONTENT_LIMITED : 0,
    bot: userJson(state.bot),
    integration_types_config: { "0": {}, "1": {} },
  };
}

/**
 * Refreshes attachment URLs (https://docs.discord.food/resources/message#refresh-attachment-urls). Unknown URLs are
 * returned unchanged.
 */
function refreshAttachmentUrls({ body, cdn }: RouteContext) {
  const { attachment_urls = [] } = (body ?? {}) as { attachment_urls?: string[] };
  const refreshed_urls = attachment_urls.map((original) => ({
    original,
    refreshed: cdn.refreshUrl(original) ?? original,
  }));
  return ok({ refreshed_urls });
}
