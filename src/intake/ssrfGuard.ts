import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { PithError } from "../model/index.ts";

/** Origins and CIDR ranges that may be fetched although they are not public (`PITH_FETCH_ALLOW`). */
export type AllowList = { origins: Set<string>; cidrRanges: [ipaddr.IPv4 | ipaddr.IPv6, number][] };

/** Parses allow list entries: origins such as `http://wiki.internal:8080`, IP addresses and CIDR ranges. */
export function parseAllowList(entries: string[]): AllowList {
  const allowed: AllowList = { origins: new Set(), cidrRanges: [] };
  for (const entry of entries) {
    const [address = "", bits] = entry.split("/");
    if (!isIP(address)) allowed.origins.add(new URL(entry).origin);
    else allowed.cidrRanges.push(ipaddr.parseCIDR(`${address}/${bits ?? (isIP(address) === 4 ? 32 : 128)}`));
  }
  return allowed;
}

/**
 * Ports that are never fetched: the "bad ports" of the Fetch standard (https://fetch.spec.whatwg.org/#bad-port), and
 * common ports of databases, remote access and control planes.
 */
const BLOCKED_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 445, 2375, 2379, 3306, 3389, 5432, 5900, 6379, 8500,
  9200, 10250, 11211, 27017,
]);

/**
 * Parses a URL and performs all checks that need no DNS lookup. For an allowed origin, port and address are not
 * checked.
 * @throws PithError `bad_url` if the URL is not HTTP(S) or has credentials; `address_refused` if the port is blocked or
 * the host is an IP address that is neither public nor allowed
 */
export function parseAllowedUrl(input: string, allowed: AllowList): URL {
  if (!/^\s*https?:\/\//i.test(input) || !URL.canParse(input)) throw new PithError("bad_url");
  const url = new URL(input);
  if (url.username || url.password) throw new PithError("bad_url", "it contains a user name or password");
  if (allowed.origins.has(url.origin)) return url;
  if (url.port && BLOCKED_PORTS.has(Number(url.port))) throw new PithError("address_refused");
  const host = stripIpv6Brackets(url.hostname);
  if (isIP(host) && !isAllowedAddress(host, allowed)) throw new PithError("address_refused");
  return url;
}

/** Returns a URL's host name without the brackets around an IPv6 address, as sockets expect it. */
export const stripIpv6Brackets = (hostname: string): string => hostname.replace(/^\[|\]$/g, "");

/** Whether an IP address is public or on the allow list. */
export function isAllowedAddress(address: string, allowed: AllowList): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.parse(address);
  const inRange = allowed.cidrRanges.some(
    ([range, bits]) => range.kind() === ip.kind() && ip.match([range, bits] as never),
  );
  return inRange || isPublicAddress(ip);
}

/**
 * Ranges that are never public: documentation, benchmarking, discard-only, site-local and other special-purpose blocks.
 * They are rejected even if ipaddr.js reports an address in them as "unicast".
 */
const NON_PUBLIC_IPV6 = [
  "::/96",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "3fff::/20",
  "5f00::/16",
  "fec0::/10",
  "64:ff9b:1::/48",
].map((range) => ipaddr.IPv6.parseCIDR(range));
const NON_PUBLIC_IPV4 = ["192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "233.252.0.0/24"].map((range) =>
  ipaddr.IPv4.parseCIDR(range),
);

/**
 * Whether an address is globally reachable (IANA special-purpose address registries, RFC 6890). An IPv6 address that
 * embeds an IPv4 address (mapped, NAT64, 6to4) is public if the embedded one is. Teredo addresses are never public.
 */
function isPublicAddress(ip: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (ip instanceof ipaddr.IPv4) return ip.range() === "unicast" && !NON_PUBLIC_IPV4.some((range) => ip.match(range));
  const bytes = ip.toByteArray();
  const isEmbeddedPublic = (at: number): boolean => isPublicAddress(new ipaddr.IPv4(bytes.slice(at, at + 4)));
  if (ip.isIPv4MappedAddress()) return isEmbeddedPublic(12);
  if (ip.match(ipaddr.IPv6.parseCIDR("64:ff9b::/96"))) return isEmbeddedPublic(12);
  if (ip.match(ipaddr.IPv6.parseCIDR("2002::/16"))) return isEmbeddedPublic(2);
  return ip.range() === "unicast" && !NON_PUBLIC_IPV6.some((range) => ip.match(range));
}
