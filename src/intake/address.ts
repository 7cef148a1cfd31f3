import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { PithError } from "../model/index.ts";

/** Origins and address ranges that are let through although they are not public (PITH_FETCH_ALLOW). */
export type Allowed = { origins: Set<string>; ranges: [ipaddr.IPv4 | ipaddr.IPv6, number][] };

export function parseAllowed(entries: string[]): Allowed {
  const allowed: Allowed = { origins: new Set(), ranges: [] };
  for (const entry of entries) {
    const [address = "", bits] = entry.split("/");
    if (!isIP(address)) allowed.origins.add(new URL(entry).origin);
    else allowed.ranges.push(ipaddr.parseCIDR(`${address}/${bits ?? (isIP(address) === 4 ? 32 : 128)}`));
  }
  return allowed;
}

/**
 * Ports that no web page is read from: the "bad ports" of the Fetch standard (https://fetch.spec.whatwg.org/#bad-port)
 * and those of databases and control planes that answer to plain HTTP.
 */
const REFUSED_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 445, 2375, 2379, 3306, 3389, 5432, 5900, 6379, 8500,
  9200, 10250, 11211, 27017,
]);

/**
 * An address as somebody gave it, checked for everything that can be seen without a look-up.
 * @throws PithError `bad_url` (not http or https, or with credentials), `address_refused` (port, or a literal address)
 */
export function checkUrl(given: string, allowed: Allowed): URL {
  if (!/^\s*https?:\/\//i.test(given) || !URL.canParse(given)) throw new PithError("bad_url");
  const url = new URL(given);
  if (url.username || url.password) throw new PithError("bad_url", "there is a user name or password in it");
  if (allowed.origins.has(url.origin)) return url;
  if (url.port && REFUSED_PORTS.has(Number(url.port))) throw new PithError("address_refused");
  const host = bareHost(url.hostname);
  if (isIP(host) && !isAllowedAddress(host, allowed)) throw new PithError("address_refused");
  return url;
}

/** A host name as sockets want it: an IPv6 literal without its brackets. */
export const bareHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, "");

/** Whether Pith may connect to this IP address. */
export function isAllowedAddress(address: string, allowed: Allowed): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.parse(address);
  const inRange = allowed.ranges.some(
    ([range, bits]) => range.kind() === ip.kind() && ip.match([range, bits] as never),
  );
  return inRange || isPublic(ip);
}

/** Address blocks inside "unicast" that are not for the public: documentation, benchmarks, discard, site-local and kin. */
const NOT_PUBLIC_V6 = [
  "::/96",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "3fff::/20",
  "5f00::/16",
  "fec0::/10",
  "64:ff9b:1::/48",
].map((range) => ipaddr.IPv6.parseCIDR(range));
const NOT_PUBLIC_V4 = ["192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "233.252.0.0/24"].map((range) =>
  ipaddr.IPv4.parseCIDR(range),
);

/**
 * Whether an address is one of the public internet (IANA special-purpose registries, RFC 6890). An IPv6 address that
 * carries an IPv4 one (mapped, NAT64, 6to4) is as public as what it carries; Teredo never is.
 */
function isPublic(ip: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (ip instanceof ipaddr.IPv4) return ip.range() === "unicast" && !NOT_PUBLIC_V4.some((range) => ip.match(range));
  const bytes = ip.toByteArray();
  const carried = (at: number): boolean => isPublic(new ipaddr.IPv4(bytes.slice(at, at + 4)));
  if (ip.isIPv4MappedAddress()) return carried(12);
  if (ip.match(ipaddr.IPv6.parseCIDR("64:ff9b::/96"))) return carried(12);
  if (ip.match(ipaddr.IPv6.parseCIDR("2002::/16"))) return carried(2);
  return ip.range() === "unicast" && !NOT_PUBLIC_V6.some((range) => ip.match(range));
}
