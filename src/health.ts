import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { PithError } from "./model/index.ts";

/** What is looked at when somebody asks how the process is. */
export type Vitals = {
  /** Null when it can take work, else why it cannot, in a few words. */
  ready(): Promise<string | null>;
  /** Numbers by name, as they stand now. */
  gauges: Record<string, { help: string; read(): number }>;
};

/**
 * Serves /livez (the process turns), /readyz (it can take work) and /metrics (Prometheus' text format). Gives how to
 * end it.
 * @throws PithError `bad_config` when the port cannot be listened at
 */
export async function serveHealth({ host, port }: { host: string; port: number }, vitals: Vitals): Promise<() => void> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const [name, { help, read }] of Object.entries(vitals.gauges)) {
    new Gauge({
      name: `pith_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
  const app = new Hono()
    .get("/livez", (context) => context.text("ok"))
    .get("/readyz", async (context) => {
      const why = await vitals.ready();
      return why === null ? context.text("ok") : context.text(why, 503);
    })
    .get("/metrics", async (context) => {
      context.header("content-type", registry.contentType);
      return context.body(await registry.metrics());
    });
  const server = serve({ fetch: app.fetch, hostname: host, port });
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const why = cause.code === "EADDRINUSE" ? "is taken by another program" : `cannot be had (${cause.code})`;
      reject(new PithError("bad_config", `HEALTH_PORT: ${host}:${port} ${why}`, { cause }));
    });
  });
  return () => {
    server.close();
    registry.clear();
  };
}
