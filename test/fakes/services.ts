import { connect } from "node:net";

/** The servers that tests use when they answer, and the variables that point elsewhere. */
const POSTGRES_URL = process.env.TEST_POSTGRES_URL || "postgres://postgres@127.0.0.1:5432/test";
const REDIS_URL = process.env.TEST_REDIS_URL || "redis://127.0.0.1:6379";

export type Service = { name: string; url: string; skipped: string | null };

/** The stores of the contract, with those servers that do not answer marked as skipped, by name and address. */
export async function services(folder: string): Promise<Service[]> {
  return [
    { name: "memory", url: "memory:", skipped: null },
    { name: "SQLite", url: `sqlite:${folder}/cache.db`, skipped: null },
    await server("Redis"),
    await server("Postgres"),
  ];
}

const URLS = { Redis: REDIS_URL, Postgres: POSTGRES_URL };

/** A server of the tests, and whether it answers. */
export async function server(name: keyof typeof URLS): Promise<Service> {
  const url = URLS[name];
  const { hostname, port } = new URL(url);
  const answers = await new Promise<boolean>((resolve) => {
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
  return { name, url, skipped: answers ? null : `no ${name} at ${hostname}:${port}` };
}
