import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type HealthChecks, serveHealth } from "../src/health.ts";
import { freePort } from "./fakes/freePort.ts";

const host = "127.0.0.1";
let close: (() => void) | null = null;
afterEach(() => close?.());

/** Serves the health checks, and returns a function that requests a path. */
async function serve(
  checks: Partial<HealthChecks> = {},
): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const port = await freePort();
  close = await serveHealth({ host, port }, { unreadyReason: async () => null, gauges: {}, ...checks });
  return (path, init) => fetch(`http://${host}:${port}${path}`, { headers: { connection: "close" }, ...init });
}

test("/livez responds with 200 even if the process is not ready", async () => {
  const get = await serve({ unreadyReason: async () => "the records cannot be read" });
  const response = await get("/livez");
  expect([response.status, await response.text()]).toEqual([200, "ok"]);
});

test("/readyz responds with 503 and the reason while the process is not ready", async () => {
  let reason: string | null = null;
  const get = await serve({ unreadyReason: async () => reason });
  const getReadiness = async (): Promise<unknown> => {
    const response = await get("/readyz");
    return [response.status, await response.text()];
  };
  expect(await getReadiness()).toEqual([200, "ok"]);
  reason = "not connected to Discord";
  expect(await getReadiness()).toEqual([503, "not connected to Discord"]);
  reason = null;
  expect(await getReadiness()).toEqual([200, "ok"]);
});

test("/metrics returns the current gauges and process metrics in the Prometheus format", async () => {
  let running = 2;
  const get = await serve({ gauges: { jobs_running: { help: "Jobs under way", read: () => running } } });
  const response = await get("/metrics");
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=\d/);
  const text = await response.text();
  expect(text).toContain(
    "# HELP pith_jobs_running Jobs under way\n# TYPE pith_jobs_running gauge\npith_jobs_running 2",
  );
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  running = 5;
  expect(await (await get("/metrics")).text()).toContain("pith_jobs_running 5");
});

test("responds with 404 to other paths and methods", async () => {
  const get = await serve();
  for (const path of ["/", "/livez/x", "/debug"]) expect((await get(path)).status).toBe(404);
  expect((await get("/livez", { method: "POST" })).status).toBe(404);
});

test("rejects a port that is in use with bad_config, and names HEALTH_PORT", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, host, resolve));
  const { port } = other.address() as AddressInfo;
  await expect(serveHealth({ host, port }, { unreadyReason: async () => null, gauges: {} })).rejects.toMatchObject({
    code: "bad_config",
    detail: `HEALTH_PORT: ${host}:${port} is in use by another program`,
  });
  other.close();
});

test("can be closed and started again in the same process", async () => {
  const get = await serve();
  close?.();
  await expect(get("/livez")).rejects.toThrow();
  expect((await (await serve())("/livez")).status).toBe(200);
});
