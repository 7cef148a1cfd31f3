import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** Security headers: the page loads only its own scripts and styles, connects only to this server, and is never framed. */
export const securityHeaders: MiddlewareHandler = secureHeaders({
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
  // The page is served over plain HTTP, so HSTS does not apply.
  strictTransportSecurity: false,
});

/**
 * Rejects requests that another site makes a browser send: a foreign Host header (DNS rebinding) with 421, and
 * cross-origin requests other than GET with 403.
 */
export function requireSameOrigin(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const allowedHosts = [`127.0.0.1:${port()}`, `localhost:${port()}`];
    const host = context.req.header("host") ?? "";
    if (!allowedHosts.includes(host)) return context.text("This page answers on 127.0.0.1 only.", 421);
    const origin = context.req.header("origin");
    const site = context.req.header("sec-fetch-site");
    const isCrossOrigin =
      (origin !== undefined && origin !== `http://${host}`) || (site !== undefined && site !== "same-origin");
    if (context.req.method !== "GET" && isCrossOrigin) return context.text("Only the page itself may do that.", 403);
    return next();
  };
}
