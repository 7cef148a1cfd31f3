import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { createFetcher, parseAllowList } from "../../../src/intake/index.ts";
import type { BenchRow } from "../measurements.ts";

type AddressRow = {
  id: string;
  url: string;
  expect: "block" | "allow" | "not-internal";
  dns?: Record<string, string[][]>;
  redirects?: { status: number; location: string }[];
  allowed_ips?: string[];
};

/** The practice rows of the address guard: names and connections are injected, and nothing leaves 127.0.0.1. */
export async function* measureAddressGuard(data: string): AsyncGenerator<BenchRow> {
  const file = join(data, "safety/ssrf/ssrf.jsonl");
  if (!existsSync(file)) return;
  const rows = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as AddressRow);
  const wrong: string[] = [];
  for (const row of rows) if (!(await isRight(row))) wrong.push(row.id);
  yield {
    benchmark: "addresses",
    subject: "safety/ssrf",
    result: `${rows.length - wrong.length} of ${rows.length} right${wrong.length ? `; wrong: ${wrong.join(" ")}` : ""}`,
  };
}

async function isRight({
  url,
  expect,
  dns = {},
  redirects = [],
  allowed_ips: allowed = [],
}: AddressRow): Promise<boolean> {
  let hop = 0;
  const server = createServer((_, response) => {
    const redirect = redirects[hop++];
    response
      .writeHead(redirect?.status ?? 200, redirect ? { location: redirect.location } : { "content-type": "text/plain" })
      .end("reached");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const reached: string[] = [];
  const lookups = new Map<string, number>();
  const resolve = async (host: string): Promise<string[]> => {
    const answers = dns[host] ?? [];
    const turn = lookups.get(host) ?? 0;
    lookups.set(host, turn + 1);
    return answers[Math.min(turn, answers.length - 1)] ?? [];
  };
  const fetcher = createFetcher(parseAllowList([]), 10_000, resolve, ({ hostname }, callback) => {
    reached.push(hostname);
    const socket = connect(port, "127.0.0.1", () => callback(null, socket));
    socket.once("error", (error) => callback(error, null));
  });
  const fetched = await fetcher(url, new AbortController().signal).then(
    () => true,
    () => false,
  );
  server.closeAllConnections();
  server.close();
  if (expect === "allow") return fetched && reached.length > 0;
  if (expect === "not-internal") return reached.every((address) => allowed.includes(address));
  return !fetched && reached.length === redirects.length;
}
