import type { Json } from "../../state/model.ts";
import { userJson } from "../json.ts";
import { type Call, ok, type Route } from "../route.ts";

/** The application may read content: granted to a verified bot, or switched on for one in few guilds. */
const GATEWAY_MESSAGE_CONTENT_LIMITED = 1 << 19;

/** A thousand new sessions a day, one shard in five seconds (https://discord.com/developers/docs/events/gateway#session-start-limit-object). */
const SESSION_STARTS = { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 16 };

/** The bot itself, where its gateway is, and fresh addresses for files. */
export const applicationRoutes: Route[] = [
  {
    method: "GET",
    path: "/gateway/bot",
    run: ({ origin, settings }) =>
      ok({ url: gatewayOf(origin()), shards: settings.shards, session_start_limit: SESSION_STARTS }),
  },
  { method: "GET", path: "/gateway", isOpen: true, run: ({ origin }) => ok({ url: gatewayOf(origin()) }) },
  {
    method: "GET",
    path: "/users/@me",
    run: ({ world }) => ok({ ...userJson(world.bot), verified: true, mfa_enabled: true, flags: 0 }),
  },
  { method: "GET", path: "/applications/@me", run: (call) => ok(applicationJson(call)) },
  { method: "GET", path: "/oauth2/applications/@me", run: (call) => ok(applicationJson(call)) },
  { method: "POST", path: "/attachments/refresh-urls", run: refresh },
];

/** Where a gateway is beside an HTTP origin. */
export const gatewayOf = (origin: string): string => origin.replace(/^http/, "ws");

/** What an application is, with the flag that says whether it may read what people write. */
export function applicationJson({ world }: Pick<Call, "world">): Json {
  return {
    id: world.application,
    name: world.bot.global_name,
    icon: null,
    description: "",
    ...{
      bot_public: true,
      bot_require_code_grant: false,
      verify_key: "0".repeat(64),
      hook: true,
      summary: "",
      team: null,
    },
    flags: world.messageContent === "granted" ? GATEWAY_MESSAGE_CONTENT_LIMITED : 0,
    bot: userJson(world.bot),
    integration_types_config: { "0": {}, "1": {} },
  };
}

/** https://docs.discord.food/resources/message#refresh-attachment-urls; one that leads nowhere stays as it was. */
function refresh({ body, cdn }: Call) {
  const { attachment_urls = [] } = (body ?? {}) as { attachment_urls?: string[] };
  const refreshed_urls = attachment_urls.map((original) => ({
    original,
    refreshed: cdn.refresh(original) ?? original,
  }));
  return ok({ refreshed_urls });
}
