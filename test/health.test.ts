import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type HealthChecks, serveHealth } from "../src/health.ts";

const host = "127.0.0.1";
let end: (() => void) | null = null;
afterEach(() => end?.());

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Serves these vitals, and gives how to ask. */
async function serve(
  vitals: Partial<HealthChecks> = {},
): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const port = await freePort();
  end = await serveHealth({ host, port }, { unreadyReason: async () => null, gauges: {}, ...vitals });
  return (path, init) => fetch(`http://${host}:${port}${path}`, { headers: { connection: "close" }, ...init });
}

test("/livez says that the process turns, whatever else is wrong", async () => {
  const get = await serve({ unreadyReason: async () => "the records cannot be read" });
  const response = await get("/livez");
  expect([response.status, await response.text()]).toEqual([200, "ok"]);
});

test("/readyz says whether it can take work, and in words why not, as it is at the moment", async () => {
  let why: string | null = null;
  const get = await serve({ unreadyReason: async () => why });
  const ask = async (): Promise<unknown> => {
    const response = await get("/readyz");
    return [response.status, await response.text()];
  };
  expect(await ask()).toEqual([200, "ok"]);
  why = "not connected to Discord";
  expect(await ask()).toEqual([503, "not connected to Discord"]);
  why = null;
  expect(await ask()).toEqual([200, "ok"]);
});

test("/metrics has the gauges as they stand, and those of the process, as Prometheus reads them", async () => {
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

test("nothing else is there", async () => {
  const get = await serve();
  for (const path of ["/", "/livez/x", "/debug"]) expect((await get(path)).status).toBe(404);
  expect((await get("/livez", { method: "POST" })).status).toBe(404);
});

test("a port that is taken is a fault of the configuration, which names the variable", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, host, resolve));
  const { port } = other.address() as AddressInfo;
  await expect(serveHealth({ host, port }, { unreadyReason: async () => null, gauges: {} })).rejects.toMatchObject({
    code: "bad_config",
    detail: `HEALTH_PORT: ${host}:${port} is taken by another program`,
  });
  other.close();
});

test("it is over when it is ended, and may begin again in the same process", async () => {
  const get = await serve();
  end?.();
  await expect(get("/livez")).rejects.toThrow();
  expect((await (await serve())("/livez")).status).toBe(200);
});
