import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createFetcher, parseAllowList } from "../../src/intake/index.ts";
import { PithError } from "../../src/model/index.ts";

/** A public IP address that passes the address check. Every connection goes to the local test server. */
const PUBLIC = "93.184.215.14";
const unabortedSignal = (): AbortSignal => new AbortController().signal;
const servers: { close(): void; closeAllConnections(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Creates a fetcher that resolves hosts from `names` and connects every socket to one local server. */
async function createTestFetcher(
  listener: RequestListener,
  {
    names = {},
    maxBytes = 10_000,
    allow = [],
    timeoutMs = 20_000,
  }: { names?: Record<string, string[][]>; maxBytes?: number; allow?: string[]; timeoutMs?: number } = {},
) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const connectedHosts: string[] = [];
  const lookupCounts = new Map<string, number>();
  const resolve = async (host: string): Promise<string[]> => {
    const answers = names[host] ?? [[PUBLIC]];
    const lookupCount = lookupCounts.get(host) ?? 0;
    lookupCounts.set(host, lookupCount + 1);
    return answers[Math.min(lookupCount, answers.length - 1)] ?? [];
  };
  const fetcher = createFetcher(
    parseAllowList(allow),
    maxBytes,
    resolve,
    ({ hostname }, callback) => {
      connectedHosts.push(hostname);
      const socket = connect(port, "127.0.0.1", () => callback(null, socket));
      socket.once("error", (error) => callback(error, null));
    },
    timeoutMs,
  );
  return { fetcher, connectedHosts, port };
}
const respondWith =
  (status: number, headers: Record<string, string> = {}, body: string | Buffer = "words"): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);
const codeOf = (fetched: Promise<unknown>): Promise<string> =>
  fetched.then(
    () => "fetched",
    (error: PithError) => error.code,
  );

describe("createFetcher", () => {
  test("connects to the checked address and sends the Host, the Pith user agent and no cookies", async () => {
    let request: IncomingMessage | undefined;
    const { fetcher, connectedHosts } = await createTestFetcher((received, response) => {
      request = received;
      response.writeHead(200, { "content-type": "text/html; charset=x", "set-cookie": "a=b" }).end("words");
    });
    const fetched = await fetcher("http://news.example/a", unabortedSignal());
    await fetcher("http://news.example/b", unabortedSignal());
    expect(connectedHosts[0]).toBe(PUBLIC);
    expect(request?.headers.host).toBe("news.example");
    expect(request?.headers["user-agent"]).toMatch(/^Pith\/\d/);
    expect(request?.headers).not.toHaveProperty("cookie");
    expect({ ...fetched, bytes: Buffer.from(fetched?.bytes ?? []).toString() }).toEqual({
      bytes: "words",
      url: "http://news.example/a",
      contentType: "text/html; charset=x",
      etag: null,
      lastModified: null,
    });
  });

  test("sends validators and returns null for a 304", async () => {
    const { fetcher } = await createTestFetcher(({ headers }, response) => {
      const isUnchanged = headers["if-none-match"] === '"7"';
      response
        .writeHead(isUnchanged ? 304 : 200, { etag: '"7"', "last-modified": "Mon, 02 Jan 2026 00:00:00 GMT" })
        .end();
    });
    const first = await fetcher("http://news.example/a", unabortedSignal());
    expect(first).toMatchObject({ etag: '"7"', lastModified: "Mon, 02 Jan 2026 00:00:00 GMT" });
    expect(await fetcher("http://news.example/a", unabortedSignal(), first ?? undefined)).toBeNull();
  });

  test("does not connect when one of several resolved addresses is private", async () => {
    const { fetcher, connectedHosts } = await createTestFetcher(respondWith(200), {
      names: { "mixed.example": [[PUBLIC, "10.0.0.9"]] },
    });
    expect(await codeOf(fetcher("http://mixed.example/", unabortedSignal()))).toBe("address_refused");
    expect(connectedHosts).toEqual([]);
  });

  test("connects only to the address that it checked, despite DNS rebinding", async () => {
    const { fetcher, connectedHosts } = await createTestFetcher(respondWith(200), {
      names: { "turn.example": [[PUBLIC], ["127.0.0.9"]] },
    });
    await fetcher("http://turn.example/", unabortedSignal());
    expect(connectedHosts).toEqual([PUBLIC]);
  });

  test("rejects all private addresses with the same error", async () => {
    const { fetcher } = await createTestFetcher(respondWith(200), {
      names: { "a.example": [["127.0.0.9"]], "b.example": [["10.0.0.9"]] },
    });
    const errors = await Promise.all(
      ["http://a.example/", "http://b.example/"].map((url) =>
        fetcher(url, unabortedSignal()).catch((error: PithError) => [error.code, error.detail]),
      ),
    );
    expect(errors[0]).toEqual(errors[1]);
  });

  test("follows redirects and checks each target", async () => {
    const { fetcher } = await createTestFetcher((request, response) => {
      const locations: Record<string, string> = {
        "/a": "/b",
        "/b": "http://other.example/c",
        "/in": "http://127.0.0.9/",
        "/file": "file:///etc/hosts",
        "/round": "/round",
      };
      const location = locations[request.url ?? ""];
      response.writeHead(location ? 302 : 200, location ? { location } : {}).end(`at ${request.url}`);
    });
    expect(await fetcher("http://news.example/a", unabortedSignal())).toMatchObject({ url: "http://other.example/c" });
    expect(await codeOf(fetcher("http://news.example/in", unabortedSignal()))).toBe("address_refused");
    expect(await codeOf(fetcher("http://news.example/file", unabortedSignal()))).toBe("bad_url");
    expect(await codeOf(fetcher("http://news.example/round", unabortedSignal()))).toBe("http_error");
  });

  test.each([
    [404, "not_found"],
    [410, "not_found"],
    [401, "blocked"],
    [402, "blocked"],
    [403, "blocked"],
    [451, "blocked"],
    [429, "http_error"],
    [500, "http_error"],
    [304, "http_error"],
  ])("rejects status %i with %s", async (status, expected) => {
    const { fetcher } = await createTestFetcher(respondWith(status, {}, ""));
    expect(await codeOf(fetcher("http://news.example/", unabortedSignal()))).toBe(expected);
  });

  test("counts bytes after decompression", async () => {
    const { fetcher } = await createTestFetcher(
      respondWith(200, { "content-encoding": "gzip" }, gzipSync("a".repeat(200_000))),
    );
    expect(await codeOf(fetcher("http://news.example/", unabortedSignal()))).toBe("too_large");
  });

  test("stops reading an endless body at the size limit", async () => {
    let sent = 0;
    const endless: RequestListener = (_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      const send = (): void => {
        while (!response.destroyed && sent < 50_000_000 && response.write("y".repeat(4096))) sent += 4096;
        response.once("drain", send);
      };
      send();
    };
    const { fetcher } = await createTestFetcher(endless);
    expect(await codeOf(fetcher("http://endless.example/", unabortedSignal()))).toBe("too_large");
    // The limit allows for the bytes in the socket buffers at both ends.
    expect(sent).toBeLessThan(20_000_000);
  });

  test("aborts a response that trickles in beyond the timeout, and closes the connection", async () => {
    const closed = Promise.withResolvers<void>();
    const slowResponse: RequestListener = (_, response) => {
      const timer = setInterval(() => response.write("y"), 50);
      response.writeHead(200, { "content-type": "text/plain" }).once("close", () => {
        clearInterval(timer);
        closed.resolve();
      });
    };
    const { fetcher } = await createTestFetcher(slowResponse, { timeoutMs: 300 });
    expect(await codeOf(fetcher("http://slow.example/", unabortedSignal()))).toBe("timeout");
    await closed.promise;
  });

  test("rejects with the reason of an aborted signal", async () => {
    const { fetcher } = await createTestFetcher(() => undefined);
    const controller = new AbortController();
    const fetching = codeOf(fetcher("http://news.example/", controller.signal));
    setTimeout(() => controller.abort(new PithError("stopped")), 30);
    expect(await fetching).toBe("stopped");
  });

  test("rejects an unknown host and a broken connection with http_error", async () => {
    const { fetcher } = await createTestFetcher((request) => request.socket.destroy(), {
      names: { "unknown.example": [[]] },
    });
    expect(await codeOf(fetcher("http://unknown.example/", unabortedSignal()))).toBe("http_error");
    expect(await codeOf(fetcher("http://news.example/", unabortedSignal()))).toBe("http_error");
  });

  test("fetches an allowed origin with a private address", async () => {
    const { fetcher } = await createTestFetcher(respondWith(200), {
      names: { "wiki.intern": [["10.0.0.9"]] },
      allow: ["http://wiki.intern"],
    });
    expect(await codeOf(fetcher("http://wiki.intern/", unabortedSignal()))).toBe("fetched");
  });
});
