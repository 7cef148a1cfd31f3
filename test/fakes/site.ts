import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A web site on 127.0.0.1 with articles by path, which counts what is fetched, and whose connections may break. */
export type Site = {
  origin: string;
  fetched: string[];
  pages: Map<string, string>;
  breaks: () => boolean;
  close(): Promise<void>;
};

export async function startSite(): Promise<Site> {
  const pages = new Map<string, string>();
  const fetched: string[] = [];
  const server = createServer(({ url = "/" }, response) => {
    fetched.push(url);
    if (site.breaks()) return void response.destroy();
    const page = pages.get(url);
    response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8" }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const site: Site = { origin, fetched, pages, breaks: () => false, close };
  return site;
}

/** An article as a page, with the furniture of one. */
export function articlePage(title: string, paragraphs: string[]): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>${title}</h1>${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join("\n")}</article>
<footer>All rights reserved</footer></body></html>`;
}
