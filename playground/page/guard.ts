import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** What the page may load: its own scripts, styles and events. No picture, font or frame comes from anywhere. */
export const headers: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    imgSrc: ["data:"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  // A page of this machine has no certificate to insist on.
  strictTransportSecurity: false,
});

/**
 * Refuses what another site may make a browser send here: a name that only resolves to this machine (DNS rebinding),
 * and posts that do not come from the page itself.
 */
export function onlyFromHere(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const hosts = [`127.0.0.1:${port()}`, `localhost:${port()}`];
    const host = context.req.header("host") ?? "";
    if (!hosts.includes(host)) return context.text("This page answers on 127.0.0.1 only.", 421);
    const origin = context.req.header("origin");
    const site = context.req.header("sec-fetch-site");
    const isForeign =
      (origin !== undefined && origin !== `http://${host}`) || (site !== undefined && site !== "same-origin");
    if (context.req.method !== "GET" && isForeign) return context.text("Only the page itself may do that.", 403);
    return next();
  };
}
