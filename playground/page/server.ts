import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";
import { PithError } from "../../src/model/index.ts";
import { engineInWords, storeInWords } from "../banner.ts";
import { ACTS } from "./actions.ts";
import { headers, onlyFromHere } from "./guard.ts";
import { type Backstage, drawer } from "./render/drawer.ts";
import { type Place, page } from "./render/page.ts";
import { Stream } from "./stream.ts";
import type { Form, View } from "./view.ts";

/** Ten files of Discord's size, and the words around them. */
const MOST_BYTES = 101 * 1024 * 1024;
/** So many ports are tried. */
const PORTS = 50;
const ASSETS = ["style.css", "client.js", "acting.js", "composer.js", "live.js", "suggest.js"];

export type PageServer = { address: string; close(): Promise<void> };

/** Serves the page on 127.0.0.1, at `port` or the next one that is free. @throws PithError `bad_config` when none is */
export async function servePage(stage: Backstage, port: number): Promise<PageServer> {
  const { discord, bot } = stage;
  const engine = engineInWords(bot.config);
  const [used, forms] = [new Map<string, string>(), new Map<string, Form>()];
  const stream = new Stream(stage, engine);
  const strip = `Engine: ${engine} · Store: ${storeInWords(bot.config)}`;
  let own = port;

  const viewOf = (name: string): View | null => {
    const person = [discord.ada, discord.ben].find(({ user }) => user.username === name);
    return person ? { discord, person, used, forms } : null;
  };

  const app = new Hono<{ Variables: { view: View } }>();
  app.use(
    headers,
    onlyFromHere(() => own),
  );
  app.get("/", (context) => context.redirect("/ada/news"));
  for (const name of ASSETS) {
    app.get(`/${name}`, (context) => {
      context.header("content-type", `text/${name.endsWith(".css") ? "css" : "javascript"}; charset=utf-8`);
      context.header("cache-control", "no-cache");
      return context.body(readFileSync(join(import.meta.dirname, "client", name), "utf8"));
    });
  }
  app.use("/:person/*", async (context, next) => {
    const view = viewOf(context.req.param("person"));
    if (!view) return context.text("There is nobody of that name.", 404);
    context.set("view", view);
    return next();
  });
  app.post("/:person/act/:act", bodyLimit({ maxSize: MOST_BYTES }), async (context) => {
    const act = Object.hasOwn(ACTS, context.req.param("act")) ? ACTS[context.req.param("act")] : undefined;
    if (!act) return context.text("There is no such thing to do.", 404);
    try {
      const { dialog, ...reply } = await act(await context.req.formData(), context.get("view"), stage);
      return context.json({ ...reply, ...(dialog && { dialog: String(dialog) }) });
    } catch (thrown) {
      return context.json({ error: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  });
  app.get("/:person/events/:channel/:thread?", (context) => {
    const view = context.get("view");
    const place = placeOf(view, context.req.param("channel"), context.req.param("thread"));
    if (!place) return context.text("There is no such channel.", 404);
    return streamSSE(context, (events) => stream.serve(view, place, events));
  });
  app.get("/:person/:channel/:thread?", (context) => {
    const view = context.get("view");
    const place = placeOf(view, context.req.param("channel"), context.req.param("thread"));
    if (!place) return context.text("There is no such channel.", 404);
    context.header("cache-control", "no-store");
    return context.html(String(page(view, place, strip, drawer(stage, engine))));
  });

  const server = createAdaptorServer({ fetch: app.fetch });
  own = await listen(server, port);
  return {
    address: `http://127.0.0.1:${own}`,
    async close() {
      stream.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a path names, as far as the person sees it. */
function placeOf({ discord: { world, guild }, person }: View, name: string, thread: string | undefined): Place | null {
  const channel =
    name === "dm"
      ? person.dm()
      : [...world.channels.values()].find((one) => one.guild_id === guild.id && !one.thread && one.name === name);
  if (!channel) return null;
  const beside = thread === undefined ? null : world.channels.get(thread);
  return beside === undefined || (beside && beside.parent_id !== channel.id) ? null : { channel, thread: beside };
}

/** The port that could be had. */
async function listen(server: ServerType, first: number): Promise<number> {
  for (let port = first; port < Math.min(first + PORTS, 65_536); port++) {
    const isFree = await new Promise<boolean>((resolve, reject) => {
      server.once("listening", () => resolve(true));
      server.once("error", (cause: NodeJS.ErrnoException) => {
        if (cause.code === "EADDRINUSE") resolve(false);
        else reject(new PithError("bad_config", `PITH_PLAYGROUND_PORT: 127.0.0.1:${port} cannot be had`, { cause }));
      });
      server.listen(port, "127.0.0.1");
    });
    server.removeAllListeners("listening").removeAllListeners("error");
    if (isFree) return port;
  }
  throw new PithError("bad_config", `PITH_PLAYGROUND_PORT: no port from ${first} on is free`);
}
