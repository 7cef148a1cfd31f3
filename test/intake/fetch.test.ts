import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createFetcher, parseAllowed } from "../../src/intake/index.ts";
import { PithError } from "../../src/model/index.ts";

/** A public address that is only ever looked at: every connection goes to the test's own server. */
const PUBLIC = "93.184.215.14";
const quiet = (): AbortSignal => new AbortController().signal;
const servers: { close(): void; closeAllConnections(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A fetcher whose names resolve as told, and whose connections all end at one server on loopback. */
async function fetcherTo(
  listener: RequestListener,
  {
    names = {},
    maxBytes = 10_000,
    allow = [],
  }: { names?: Record<string, string[][]>; maxBytes?: number; allow?: string[] } = {},
) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const reached: string[] = [];
  const turns = new Map<string, number>();
  const resolve = async (host: string): Promise<string[]> => {
    const answers = names[host] ?? [[PUBLIC]];
    const turn = turns.get(host) ?? 0;
    turns.set(host, turn + 1);
    return answers[Math.min(turn, answers.length - 1)] ?? [];
  };
  const fetcher = createFetcher(parseAllowed(allow), maxBytes, resolve, ({ hostname }, callback) => {
    reached.push(hostname);
    const socket = connect(port, "127.0.0.1", () => callback(null, socket));
    socket.once("error", (error) => callback(error, null));
  });
  return { fetcher, reached, port };
}
const saying =
  (status: number, headers: Record<string, string> = {}, body: string | Buffer = "words"): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);
const code = (fetched: Promise<unknown>): Promise<string> =>
  fetched.then(
    () => "fetched",
    (error: PithError) => error.code,
  );

describe("the fetcher", () => {
  test("connects to the checked address, with the name as Host, an honest user agent and no cookies", async () => {
    let request: IncomingMessage | undefined;
    const { fetcher, reached } = await fetcherTo((asked, response) => {
      request = asked;
      response.writeHead(200, { "content-type": "text/html; charset=x", "set-cookie": "a=b" }).end("words");
    });
    const fetched = await fetcher("http://news.example/a", quiet());
    await fetcher("http://news.example/b", quiet());
    expect(reached[0]).toBe(PUBLIC);
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

  test("a page is asked for by its validators, and a 304 says that it did not change", async () => {
    const { fetcher } = await fetcherTo(({ headers }, response) => {
      const same = headers["if-none-match"] === '"7"';
      response.writeHead(same ? 304 : 200, { etag: '"7"', "last-modified": "Mon, 02 Jan 2026 00:00:00 GMT" }).end();
    });
    const first = await fetcher("http://news.example/a", quiet());
    expect(first).toMatchObject({ etag: '"7"', lastModified: "Mon, 02 Jan 2026 00:00:00 GMT" });
    expect(await fetcher("http://news.example/a", quiet(), first ?? undefined)).toBeNull();
  });

  test("makes no connection when one of several answers is private", async () => {
    const { fetcher, reached } = await fetcherTo(saying(200), { names: { "mixed.example": [[PUBLIC, "10.0.0.9"]] } });
    expect(await code(fetcher("http://mixed.example/", quiet()))).toBe("address_refused");
    expect(reached).toEqual([]);
  });

  test("is not led elsewhere by a second answer to the same name", async () => {
    const { fetcher, reached } = await fetcherTo(saying(200), { names: { "turn.example": [[PUBLIC], ["127.0.0.9"]] } });
    await fetcher("http://turn.example/", quiet());
    expect(reached).toEqual([PUBLIC]);
  });

  test("says nothing different for a private address that answers and one that does not", async () => {
    const { fetcher } = await fetcherTo(saying(200), {
      names: { "a.example": [["127.0.0.9"]], "b.example": [["10.0.0.9"]] },
    });
    const errors = await Promise.all(
      ["http://a.example/", "http://b.example/"].map((url) =>
        fetcher(url, quiet()).catch((error: PithError) => [error.code, error.detail]),
      ),
    );
    expect(errors[0]).toEqual(errors[1]);
  });

  test("follows redirects, and checks each as the first", async () => {
    const { fetcher } = await fetcherTo((request, response) => {
      const to: Record<string, string> = {
        "/a": "/b",
        "/b": "http://other.example/c",
        "/in": "http://127.0.0.9/",
        "/file": "file:///etc/hosts",
        "/round": "/round",
      };
      const location = to[request.url ?? ""];
      response.writeHead(location ? 302 : 200, location ? { location } : {}).end(`at ${request.url}`);
    });
    expect(await fetcher("http://news.example/a", quiet())).toMatchObject({ url: "http://other.example/c" });
    expect(await code(fetcher("http://news.example/in", quiet()))).toBe("address_refused");
    expect(await code(fetcher("http://news.example/file", quiet()))).toBe("bad_url");
    expect(await code(fetcher("http://news.example/round", quiet()))).toBe("http_error");
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
  ])("a %i is %s", async (status, expected) => {
    const { fetcher } = await fetcherTo(saying(status, {}, ""));
    expect(await code(fetcher("http://news.example/", quiet()))).toBe(expected);
  });

  test("counts bytes after they are inflated", async () => {
    const { fetcher } = await fetcherTo(saying(200, { "content-encoding": "gzip" }, gzipSync("a".repeat(200_000))));
    expect(await code(fetcher("http://news.example/", quiet()))).toBe("too_large");
  });

  test("reads no more of an endless body than it may, however it is packed", async () => {
    let sent = 0;
    const endless: RequestListener = (_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      const send = (): void => {
        while (!response.destroyed && sent < 50_000_000 && response.write("y".repeat(4096))) sent += 4096;
        response.once("drain", send);
      };
      send();
    };
    const { fetcher } = await fetcherTo(endless);
    expect(await code(fetcher("http://endless.example/", quiet()))).toBe("too_large");
    // What the two ends' sockets hold was sent, too.
    expect(sent).toBeLessThan(20_000_000);
  });

  test("ends what trickles in, after 20 seconds, and closes the connection", { timeout: 60_000 }, async () => {
    const closed = Promise.withResolvers<void>();
    const trickle: RequestListener = (_, response) => {
      const drops = setInterval(() => response.write("y"), 500);
      response.writeHead(200, { "content-type": "text/plain" }).once("close", () => {
        clearInterval(drops);
        closed.resolve();
      });
    };
    const { fetcher } = await fetcherTo(trickle);
    expect(await code(fetcher("http://slow.example/", quiet()))).toBe("timeout");
    await closed.promise;
  });

  test("stops when its run is stopped", async () => {
    const { fetcher } = await fetcherTo(() => undefined);
    const stop = new AbortController();
    const fetching = code(fetcher("http://news.example/", stop.signal));
    setTimeout(() => stop.abort(new PithError("stopped")), 30);
    expect(await fetching).toBe("stopped");
  });

  test("a name that nobody knows, and a connection that breaks, are http_error", async () => {
    const { fetcher } = await fetcherTo((request) => request.socket.destroy(), { names: { "unknown.example": [[]] } });
    expect(await code(fetcher("http://unknown.example/", quiet()))).toBe("http_error");
    expect(await code(fetcher("http://news.example/", quiet()))).toBe("http_error");
  });

  test("an allowed origin may be private", async () => {
    const { fetcher } = await fetcherTo(saying(200), {
      names: { "wiki.intern": [["10.0.0.9"]] },
      allow: ["http://wiki.intern"],
    });
    expect(await code(fetcher("http://wiki.intern/", quiet()))).toBe("fetched");
  });
});
