import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/**
 * Security headers. The page can only load its own scripts and styles, can only connect to this server, and cannot be
 * framed.
 */
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
 * Rejects requests that originate from other sites: with 421 if the Host header is foreign (DNS rebinding), and with
 * 403 if the request is cross-origin and not a GET.
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
