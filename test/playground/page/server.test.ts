import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeDiscord } from "../../../playground/discord/index.ts";
import { renderMarkdown } from "../../../playground/page/render/markdown.ts";
import { PlaygroundHarness } from "./harness.ts";

let harness: PlaygroundHarness;
beforeAll(async () => {
  harness = await PlaygroundHarness.start(false);
});
afterAll(() => harness.close());

type Reply = { status: number; headers: Record<string, unknown>; body: string };

/** Sends a request with any headers, including those that `fetch` does not allow, such as Host. */
function send(
  path: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) {
  return new Promise<Reply>((resolve, reject) => {
    const outgoing = request(`${harness.url}${path}`, { method, headers }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    outgoing.on("error", reject).end();
  });
}

describe("page server", () => {
  test("prints the engine, the store and the URLs to the terminal", () => {
    const output = harness.output();
    expect(output).toContain("# Harbour town swaps its diesel ferries");
    for (const row of ["Discord ", "Engine ", "Store ", "Playground ", "Try ", "Connect "])
      expect(output).toContain(row);
    expect(output).toContain("quotes only, no AI");
  });

  test("refuses requests with another Host header", async () => {
    const { port } = new URL(harness.url);
    for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", "127.0.0.1:1"]) {
      const { status, body } = await send("/ada/news", { headers: { host } });
      expect([status, body.includes("Harbour")]).toEqual([421, false]);
    }
    expect((await send("/ada/news", { headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  test.each([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
  ] as Record<string, string>[])("refuses cross-site POST requests: %o", async (headers) => {
    expect((await send("/ada/act/turn", { method: "POST", headers })).status).toBe(403);
    expect((await send("/ada/news")).body).toContain("Stop the bot");
  });

  test("forbids external resources and inline scripts by Content Security Policy", async () => {
    const { headers, body } = await send("/ada/news");
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect(body).not.toMatch(/<script(?! type="module" src="\/)|\son\w+=|\sstyle=|javascript:/);
  });

  test("returns 404 for unknown people, channels and actions", async () => {
    for (const path of ["/eve/news", "/ada/nowhere", "/ada/news/123", "/ada/events/nowhere", "/../../package.json"])
      expect((await send(path)).status).toBe(404);
    expect((await send("/ada/act/constructor", { method: "POST" })).status).toBe(404);
  });

  test("uses the next port if its port is in use", async () => {
    const { port } = new URL(harness.url);
    const other = await PlaygroundHarness.start(false, { PITH_PLAYGROUND_PORT: port });
    expect(Number(new URL(other.url).port)).toBeGreaterThan(Number(port));
    await other.close();
  });
});

describe("renderMarkdown", () => {
  const render = async (text: string): Promise<string> => {
    const discord = await FakeDiscord.start();
    const html = String(
      renderMarkdown({ discord, person: discord.ada, usedNames: new Map(), modals: new Map() }, text),
    );
    await discord.close();
    return html;
  };

  test.each([
    ["## Title", '<div role="heading" aria-level="3" class="h2">Title</div>'],
    [
      "### A\n# B\n## C",
      '<div role="heading" aria-level="3" class="h3">A</div><div role="heading" aria-level="3" class="h1">B</div><div role="heading" aria-level="3" class="h2">C</div>',
    ],
    [
      "# A\n### B",
      '<div role="heading" aria-level="3" class="h1">A</div><div role="heading" aria-level="4" class="h3">B</div>',
    ],
    ["-# small *print*", '<p class="small">small <em>print</em></p>'],
    ["> a\n> b\nc", "<blockquote><p>a<br>b</p></blockquote><p>c</p>"],
    ["-# one\n> two", '<p class="small">one</p><blockquote><p>two</p></blockquote>'],
    ["- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"],
    ["3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
    ["```ts\nlet a = 1 < 2;\n```", "<pre><code>let a = 1 &lt; 2;\n</code></pre>"],
    [
      "**b** *i* _i_ __u__ ~~s~~ `c*c`",
      "<p><strong>b</strong> <em>i</em> <em>i</em> <u>u</u> <s>s</s> <code>c*c</code></p>",
    ],
    ["\\*not\\* \\[1\\] snake_case_name", "<p>*not* [1] snake_case_name</p>"],
    ["<script>alert(1)</script> & \"'", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#39;</p>"],
    ["[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"],
    ["<:pith:123456789012345678>", "<p>:pith:</p>"],
    ["<@123>", '<p><span class="mention">@unknown user</span></p>'],
  ])("renders %j", async (text, html) => {
    await expect(render(text)).resolves.toBe(html);
  });

  test("renders http and https links only", async () => {
    const html = await render(
      "[the \\[source\\]](<https://a.example/x?a=1&b=2>) [b](<https://b.example/(y)#:~:text=a(b)>) https://b.example/y.",
    );
    expect(html).toContain(
      '<a href="https://a.example/x?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">the [source]</a>',
    );
    expect(html).toContain('href="https://b.example/(y)#:~:text=a(b)"');
    expect(html).toContain('href="https://b.example/y"');
  });

  test("formats timestamps in the reader's locale", async () => {
    expect(await render("<t:0:d>")).toBe('<p><time datetime="1970-01-01T00:00:00.000Z">01/01/1970</time></p>');
  });

  test("handles long runs of formatting characters without timing out", async () => {
    const marks = ["**", "__", "||", "[[", "> ", "`", "_*", "<@", "- ".repeat(3)]
      .map((mark) => mark.repeat(200))
      .join(" x ");
    expect((await render(marks)).length).toBeGreaterThan(1000);
  });
});
