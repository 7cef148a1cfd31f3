import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { Agent, buildConnector } from "undici";
import { PithError } from "../model/index.ts";
import { type Allowed, bareHost, checkUrl, isAllowedAddress } from "./address.ts";

/** Name to addresses, as the system's resolver gives them. Rejects when the name is unknown. */
export type Resolve = (host: string) => Promise<string[]>;
export type Connect = buildConnector.connector;

export const systemResolve: Resolve = async (host) =>
  (await lookup(host, { all: true })).map((answer) => answer.address);
export const systemConnect: Connect = buildConnector({ timeout: 10_000, allowH2: false });

/**
 * An HTTP agent that connects to checked addresses only. The name is looked up once, refused when any answer is not
 * public, and the socket goes to the very address that was checked, so that a second answer cannot lead elsewhere
 * (DNS rebinding). Host header and TLS server name stay those of the URL.
 */
export function guardedAgent(allowed: Allowed, resolve: Resolve, connect: Connect): Agent {
  return new Agent({
    pipelining: 0,
    connect(options, callback) {
      checkedAddress(options, allowed, resolve).then(
        (address) => {
          const servername = options.servername || (isIP(bareHost(options.hostname)) ? "" : options.hostname);
          connect({ ...options, hostname: address, host: address, servername }, callback);
        },
        (error: Error) => callback(error, null),
      );
    },
  });
}

async function checkedAddress(options: buildConnector.Options, allowed: Allowed, resolve: Resolve): Promise<string> {
  const host = bareHost(options.hostname);
  const name = isIP(host) === 6 ? `[${host}]` : host;
  const url = checkUrl(`${options.protocol}//${name}${options.port ? `:${options.port}` : ""}/`, allowed);
  const addresses = isIP(host) ? [host] : await resolve(host);
  const [first] = addresses;
  if (first === undefined) throw new PithError("http_error", "the name is not known");
  if (allowed.origins.has(url.origin)) return first;
  if (!addresses.every((address) => isAllowedAddress(address, allowed))) throw new PithError("address_refused");
  return first;
}
