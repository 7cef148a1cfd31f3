import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { PithError } from "./model/index.ts";

export type HealthChecks = {
  /** Readiness check. Returns null if the process can take work, otherwise a short reason. */
  unreadyReason(): Promise<string | null>;
  /** Gauges by name, without the `pith_` prefix. `read` is called on every scrape. */
  gauges: Record<string, { help: string; read(): number }>;
};

/**
 * Serves the liveness probe /livez, the readiness probe /readyz and Prometheus metrics at /metrics. Returns a function
 * that stops the server.
 * @throws PithError `bad_config` if the server cannot listen on the port
 */
export async function serveHealth(
  { host, port }: { host: string; port: number },
  checks: HealthChecks,
): Promise<() => void> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const [name, { help, read }] of Object.entries(checks.gauges)) {
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
      const reason = await checks.unreadyReason();
      return reason === null ? context.text("ok") : context.text(reason, 503);
    })
    .get("/metrics", async (context) => {
      context.header("content-type", registry.contentType);
      return context.body(await registry.metrics());
    });
  const server = serve({ fetch: app.fetch, hostname: host, port });
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === "EADDRINUSE" ? "is in use by another program" : `can't be used (${cause.code})`;
      reject(new PithError("bad_config", `HEALTH_PORT: ${host}:${port} ${reason}`, { cause }));
    });
  });
  return () => {
    server.close();
    registry.clear();
  };
}
