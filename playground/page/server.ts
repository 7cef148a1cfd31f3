import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";
import { PithError } from "../../src/model/index.ts";
import { describeEngine, describeStore } from "../banner.ts";
import { ACTIONS } from "./actions.ts";
import { requireSameOrigin, securityHeaders } from "./guard.ts";
import { renderDrawer } from "./render/drawer.ts";
import { type PageLocation, renderPage, STYLESHEETS } from "./render/page.ts";
import { PageEventStream } from "./stream.ts";
import type { Playground, ShownModal, View } from "./view.ts";

/** Maximum size of a request body, in bytes: ten files of 10 MiB (Discord's limits), and 1 MiB for the other fields. */
const MAX_BODY_BYTES = 101 * 1024 * 1024;

/** Number of consecutive ports to try before giving up. */
const MAX_PORT_ATTEMPTS = 50;

/** Static files, served from `client/`. */
const ASSETS = [...STYLESHEETS, "client.js", "actions.js", "composer.js", "live.js", "suggest.js"];

type PageApp = Hono<{ Variables: { view: View } }>;

export type PageServer = { address: string; close(): Promise<void> };

/**
 * Serves the page on 127.0.0.1, on the first free port from `port` onwards.
 * @throws PithError `bad_config` if none of the tried ports is free, or one of them cannot be bound for another reason
 */
export async function servePage(playground: Playground, port: number): Promise<PageServer> {
  const engine = describeEngine(playground.bot.config);
  const stream = new PageEventStream(playground, engine);
  let boundPort = port;
  const app: PageApp = new Hono();
  app.use(
    securityHeaders,
    requireSameOrigin(() => boundPort),
  );
  app.get("/", (context) => context.redirect("/ada/news"));
  addAssetRoutes(app);
  addPersonRoutes(app, playground, stream, engine);

  const server = createAdaptorServer({ fetch: app.fetch });
  boundPort = await listen(server, port);
  return {
    address: `http://127.0.0.1:${boundPort}`,
    async close() {
      stream.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function addAssetRoutes(app: PageApp): void {
  for (const name of ASSETS) {
    app.get(`/${name}`, (context) => {
      context.header("content-type", `text/${name.endsWith(".css") ? "css" : "javascript"}; charset=utf-8`);
      context.header("cache-control", "no-cache");
      return context.body(readFileSync(join(import.meta.dirname, "client", name), "utf8"));
    });
  }
}

/** Adds the routes below `/:person`: the page, its event stream and its actions. */
function addPersonRoutes(app: PageApp, playground: Playground, stream: PageEventStream, engine: string): void {
  const { discord, bot } = playground;
  const [usedNames, modals] = [new Map<string, string>(), new Map<string, ShownModal>()];
  const statusLine = `Engine: ${engine} · Store: ${describeStore(bot.config)}`;

  app.use("/:person/*", async (context, next) => {
    const person = [discord.ada, discord.ben].find(({ user }) => user.username === context.req.param("person"));
    if (!person) return context.text("There is nobody of that name.", 404);
    context.set("view", { discord, person, usedNames, modals });
    return next();
  });
  app.post("/:person/act/:act", bodyLimit({ maxSize: MAX_BODY_BYTES }), async (context) => {
    const name = context.req.param("act");
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!action) return context.text("There is no such thing to do.", 404);
    try {
      const { dialog, ...result } = await action(await context.req.formData(), context.get("view"), playground);
      return context.json({ ...result, ...(dialog && { dialog: String(dialog) }) });
    } catch (error) {
      return context.json({ error: error instanceof Error ? error.message : String(error) });
    }
  });
  app.get("/:person/events/:channel/:thread?", (context) => {
    const view = context.get("view");
    const location = resolveLocation(view, context.req.param("channel"), context.req.param("thread"));
    if (!location) return context.text("There is no such channel.", 404);
    return streamSSE(context, (events) => stream.subscribe(view, location, events));
  });
  app.get("/:person/:channel/:thread?", (context) => {
    const view = context.get("view");
    const location = resolveLocation(view, context.req.param("channel"), context.req.param("thread"));
    if (!location) return context.text("There is no such channel.", 404);
    context.header("cache-control", "no-store");
    return context.html(String(renderPage(view, location, statusLine, renderDrawer(playground, engine))));
  });
}

/** The channel and thread named in a path; null if the channel or the named thread does not exist. */
function resolveLocation(
  { discord: { state, guild }, person }: View,
  channelName: string,
  threadId: string | undefined,
): PageLocation | null {
  const channel =
    channelName === "dm"
      ? person.dm()
      : [...state.channels.values()].find(
          ({ guild_id, thread, name }) => guild_id === guild.id && !thread && name === channelName,
        );
  if (!channel) return null;
  const thread = threadId === undefined ? null : state.channels.get(threadId);
  return thread === undefined || (thread && thread.parent_id !== channel.id) ? null : { channel, thread };
}

/**
 * Binds the first free port, starting at `firstPort`, and returns it.
 * @throws PithError `bad_config` if none of the tried ports is free, or one of them cannot be bound for another reason
 */
async function listen(server: ServerType, firstPort: number): Promise<number> {
  for (let port = firstPort; port < Math.min(firstPort + MAX_PORT_ATTEMPTS, 65_536); port++) {
    const isBound = await new Promise<boolean>((resolve, reject) => {
      server.once("listening", () => resolve(true));
      server.once("error", (cause: NodeJS.ErrnoException) => {
        if (cause.code === "EADDRINUSE") resolve(false);
        else reject(new PithError("bad_config", `PITH_PLAYGROUND_PORT: 127.0.0.1:${port} can't be used`, { cause }));
      });
      server.listen(port, "127.0.0.1");
    });
    server.removeAllListeners("listening").removeAllListeners("error");
    if (isBound) return port;
  }
  throw new PithError("bad_config", `PITH_PLAYGROUND_PORT: no port from ${firstPort} on is free`);
}
