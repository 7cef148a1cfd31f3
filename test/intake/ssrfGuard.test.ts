import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAllowedAddress, parseAllowedUrl, parseAllowList } from "../../src/intake/ssrfGuard.ts";

const emptyAllowList = parseAllowList([]);
const codeOf = (url: string, allowed = emptyAllowList): string => {
  try {
    parseAllowedUrl(url, allowed);
    return "ok";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("parseAllowedUrl", () => {
  test.each([
    "http://127.0.0.44/",
    "http://127.9/",
    "http://0x7f.0.0.9/",
    "http://017700000011/",
    "http://2130706441/",
    "http://0.0.0.0/",
    "http://10.1.2.3:8080/x",
    "http://172.31.255.254/",
    "http://192.168.0.7/",
    "http://100.64.9.9/",
    "http://169.254.7.7/latest",
    "http://192.0.2.7/",
    "http://198.51.100.7/",
    "http://198.19.0.1/",
    "http://203.0.113.7/",
    "http://224.0.0.9/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[::127.0.0.9]/",
    "http://[::ffff:10.0.0.9]/",
    "http://[64:ff9b::7f00:9]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:9::]/",
    "http://[2002:a01:808:808::]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[2001:db8::9]/",
    "http://[fc00::9]/",
    "http://[fe80::9]/",
    "http://[fec0::9]/",
    "http://[ff05::9]/",
  ])("rejects %s", (url) => expect(codeOf(url)).toBe("address_refused"));

  test.each(["22", "25", "445", "2375", "5432", "6379", "6667", "11211", "27017"])("rejects port %s", (port) => {
    expect(codeOf(`http://example.org:${port}/`)).toBe("address_refused");
  });

  test.each([
    "",
    "example.org",
    "ftp://example.org/",
    "file:///etc/hosts",
    "javascript:alert(1)",
    "http://",
    "http:/example.org",
    "data:text/html,x",
    "http://a b/",
  ])("rejects %j, which is not a web URL", (url) => expect(codeOf(url)).toBe("bad_url"));

  test.each(["http://me:pass@example.org/", "https://me@example.org/", "http://example.org@127.0.0.9/"])(
    "rejects credentials in %s",
    (url) => {
      expect(codeOf(url)).toBe("bad_url");
    },
  );

  test.each([
    "https://example.org/",
    "http://example.org:8080/a?b=http://127.0.0.1",
    "https://1.1.1.1/",
    "https://[2606:4700::1111]/",
    "https://[2002:808:808::1]/",
    "https://bücher.example/",
    " https://example.org/ ",
  ])("accepts %j", (url) => expect(codeOf(url)).toBe("ok"));

  test("rejects every spelling of a private IPv4 address", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const addresses = fc.oneof(
      fc.tuple(fc.constant(127), octet, octet, octet),
      fc.tuple(fc.constant(10), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    );
    const spellings = [
      (parts: number[]) => parts.join("."),
      (parts: number[]) => parts.map((part) => `0x${part.toString(16)}`).join("."),
      (parts: number[]) => parts.map((part) => `0${part.toString(8)}`).join("."),
      (parts: number[]) => String(parts.reduce((sum, part) => sum * 256 + part, 0)),
      (parts: number[]) => `[::ffff:${parts.join(".")}]`,
      (parts: number[]) => `[64:ff9b::${parts.join(".")}]`,
    ];
    fc.assert(
      fc.property(addresses, fc.constantFrom(...spellings), (parts, format) => {
        expect(codeOf(`http://${format(parts)}/`)).toBe("address_refused");
      }),
    );
  });
});

describe("PITH_FETCH_ALLOW", () => {
  const allowed = parseAllowList(["http://wiki.intern:8080", "10.4.0.0/16", "fd00:4::/32", "127.0.0.9"]);

  test("allows the listed origins, networks and addresses", () => {
    expect(codeOf("http://wiki.intern:8080/page", allowed)).toBe("ok");
    expect(codeOf("http://10.4.9.9/", allowed)).toBe("ok");
    expect(codeOf("http://[fd00:4::1]/", allowed)).toBe("ok");
    expect(codeOf("http://127.0.0.9:3000/", allowed)).toBe("ok");
  });

  test("does not allow other addresses", () => {
    expect(codeOf("http://10.5.0.1/", allowed)).toBe("address_refused");
    expect(codeOf("http://127.0.0.8/", allowed)).toBe("address_refused");
    expect(isAllowedAddress("fd00:5::1", allowed)).toBe(false);
    expect(isAllowedAddress("not an address", allowed)).toBe(false);
  });
});
