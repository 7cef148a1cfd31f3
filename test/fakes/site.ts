import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A web server on 127.0.0.1 that serves `pages` by path and records the requested paths. It closes a connection without a
 * response if `shouldDropConnection` returns true.
 */
export type Site = {
  origin: string;
  requestedPaths: string[];
  pages: Map<string, string>;
  shouldDropConnection: () => boolean;
  close(): Promise<void>;
};

/** Starts a web server without pages. It responds with 404 to paths that are not in `pages`. */
export async function startSite(): Promise<Site> {
  const pages = new Map<string, string>();
  const requestedPaths: string[] = [];
  const server = createServer(({ url = "/" }, response) => {
    requestedPaths.push(url);
    if (site.shouldDropConnection()) return void response.destroy();
    const page = pages.get(url);
    response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8" }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const site: Site = { origin, requestedPaths, pages, shouldDropConnection: () => false, close };
  return site;
}

/** Renders an article as an HTML page with navigation and footer. Title and paragraphs must be escaped. */
export function articlePage(title: string, paragraphs: string[]): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>${title}</h1>${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join("\n")}</article>
<footer>All rights reserved</footer></body></html>`;
}
