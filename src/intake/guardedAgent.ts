import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { Agent, buildConnector } from "undici";
import { PithError } from "../model/index.ts";
import { type AllowList, isAllowedAddress, parseAllowedUrl, stripIpv6Brackets } from "./ssrfGuard.ts";

/** Resolves a host name to IP addresses. Rejects if the name does not exist. */
export type ResolveHost = (host: string) => Promise<string[]>;
/** Opens a socket for an undici agent. */
export type Connect = buildConnector.connector;

/** Resolves host names with the operating system's resolver. */
export const systemResolve: ResolveHost = async (host) =>
  (await lookup(host, { all: true })).map((answer) => answer.address);
/** Connects over HTTP/1.1 with a connect timeout of 10 seconds. */
export const systemConnect: Connect = buildConnector({ timeout: 10_000, allowH2: false });

/**
 * Creates an undici agent with an SSRF guard. For each connection, the agent resolves the host name once. It rejects
 * the connection with PithError `address_refused` if any resolved address is neither public nor allowed, unless the
 * origin is allowed. To prevent DNS rebinding, it then connects to a resolved address instead of resolving the name
 * again. The Host header and the TLS server name are still those of the URL.
 */
export function createGuardedAgent(allowed: AllowList, resolve: ResolveHost, connect: Connect): Agent {
  return new Agent({
    pipelining: 0,
    connect(options, callback) {
      resolveCheckedAddress(options, allowed, resolve).then(
        (address) => {
          const servername = options.servername || (isIP(stripIpv6Brackets(options.hostname)) ? "" : options.hostname);
          connect({ ...options, hostname: address, host: address, servername }, callback);
        },
        (error: Error) => callback(error, null),
      );
    },
  });
}

/**
 * Checks all IP addresses of the host of a connection and returns the first one.
 * @throws PithError `bad_url` if the origin is not HTTP(S), `address_refused` if the port is blocked or an address is
 * neither public nor allowed, `http_error` if the host has no address
 */
async function resolveCheckedAddress(
  options: buildConnector.Options,
  allowed: AllowList,
  resolve: ResolveHost,
): Promise<string> {
  const host = stripIpv6Brackets(options.hostname);
  const name = isIP(host) === 6 ? `[${host}]` : host;
  const url = parseAllowedUrl(`${options.protocol}//${name}${options.port ? `:${options.port}` : ""}/`, allowed);
  const addresses = isIP(host) ? [host] : await resolve(host);
  const [first] = addresses;
  if (first === undefined) throw new PithError("http_error", "no site has that name");
  if (allowed.origins.has(url.origin)) return first;
  if (!addresses.every((address) => isAllowedAddress(address, allowed))) throw new PithError("address_refused");
  return first;
}
