import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { createFetcher, parseAllowList } from "../../../src/intake/index.ts";
import type { BenchRow } from "../measurements.ts";

/** A labelled case. `dns` maps hostnames to the answers of successive lookups. The last answer is repeated. */
type SsrfCase = {
  id: string;
  url: string;
  expect: "block" | "allow" | "not-internal";
  dns?: Record<string, string[][]>;
  redirects?: { status: number; location: string }[];
  allowed_ips?: string[];
};

/**
 * Runs the labelled SSRF cases in `DATA/safety/ssrf`. DNS answers come from the case, and all connections lead to a
 * server on 127.0.0.1.
 */
export async function* measureAddressGuard(data: string): AsyncGenerator<BenchRow> {
  const file = join(data, "safety/ssrf/ssrf.jsonl");
  if (!existsSync(file)) return;
  const cases = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as SsrfCase);
  const wrong: string[] = [];
  for (const one of cases) if (!(await behavesAsExpected(one))) wrong.push(one.id);
  yield {
    benchmark: "addresses",
    subject: "safety/ssrf",
    result: `${cases.length - wrong.length} of ${cases.length} right${wrong.length ? `; wrong: ${wrong.join(" ")}` : ""}`,
  };
}

async function behavesAsExpected({
  url,
  expect,
  dns = {},
  redirects = [],
  allowed_ips: allowed = [],
}: SsrfCase): Promise<boolean> {
  let hop = 0;
  const server = createServer((_, response) => {
    const redirect = redirects[hop++];
    response
      .writeHead(redirect?.status ?? 200, redirect ? { location: redirect.location } : { "content-type": "text/plain" })
      .end("reached");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const connectedAddresses: string[] = [];
  const lookupCounts = new Map<string, number>();
  const resolve = async (host: string): Promise<string[]> => {
    const answers = dns[host] ?? [];
    const count = lookupCounts.get(host) ?? 0;
    lookupCounts.set(host, count + 1);
    return answers[Math.min(count, answers.length - 1)] ?? [];
  };
  const fetcher = createFetcher(parseAllowList([]), 10_000, resolve, ({ hostname }, callback) => {
    connectedAddresses.push(hostname);
    const socket = connect(port, "127.0.0.1", () => callback(null, socket));
    socket.once("error", (error) => callback(error, null));
  });
  const fetched = await fetcher(url, new AbortController().signal).then(
    () => true,
    () => false,
  );
  server.closeAllConnections();
  server.close();
  if (expect === "allow") return fetched && connectedAddresses.length > 0;
  if (expect === "not-internal") return connectedAddresses.every((address) => allowed.includes(address));
  return !fetched && connectedAddresses.length === redirects.length;
}
