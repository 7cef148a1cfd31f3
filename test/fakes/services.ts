import { connect } from "node:net";

/** Servers that tests use if they are reachable. The environment variables override their default URLs. */
const POSTGRES_URL = process.env.TEST_POSTGRES_URL || "postgres://postgres@127.0.0.1:5432/test";
const REDIS_URL = process.env.TEST_REDIS_URL || "redis://127.0.0.1:6379";

/** A store or server for tests. `skipped` is the reason for skipping its tests; null if it is available. */
export type TestStore = { name: string; url: string; skipped: string | null };

/** Returns a store of each kind. The SQLite store is a file in `folder`. */
export async function findTestStores(folder: string): Promise<TestStore[]> {
  return [
    { name: "memory", url: "memory:", skipped: null },
    { name: "SQLite", url: `sqlite:${folder}/cache.db`, skipped: null },
    await findTestServer("Redis"),
    await findTestServer("Postgres"),
  ];
}

const URLS = { Redis: REDIS_URL, Postgres: POSTGRES_URL };

/** Checks with a TCP connection (timeout 1 s) whether a test server is reachable. */
export async function findTestServer(name: keyof typeof URLS): Promise<TestStore> {
  const url = URLS[name];
  const { hostname, port } = new URL(url);
  const isReachable = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 1000 });
    const end = (reached: boolean): void => {
      socket.destroy();
      resolve(reached);
    };
    socket
      .once("connect", () => end(true))
      .once("error", () => end(false))
      .once("timeout", () => end(false));
  });
  return { name, url, skipped: isReachable ? null : `no ${name} at ${hostname}:${port}` };
}
