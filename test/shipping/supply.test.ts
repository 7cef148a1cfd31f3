import { describe, expect, test } from "vitest";
import { read } from "../../tools/release/recipe.ts";
import { sbom } from "../../tools/release/sbom.ts";
import { production, thirdParty } from "../../tools/release/thirdParty.ts";

type Locked = { resolved?: string; link?: boolean; version?: string; integrity?: string; license?: string };
const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Locked> };
const installed = Object.entries(packages).filter(([path]) => path !== "");

// Exact pins, integrity and the absence of scripts at install are held in test/architecture.test.ts.
describe("what Pith is made with", () => {
  test("comes from the registry: nothing from git, an address, a folder or under another name", () => {
    const foreign = installed.filter(
      ([, { resolved, link, version }]) =>
        link || (resolved && !/^https:\/\/[^/]+\/.+\.tgz$/.test(resolved)) || !/^\d+\.\d+\.\d+/.test(version ?? ""),
    );
    expect(foreign).toEqual([]);
    const { "": own } = packages as Record<string, Record<string, Record<string, string>>>;
    for (const kind of ["dependencies", "devDependencies", "optionalDependencies"])
      expect(Object.values(own?.[kind] ?? {}).filter((wanted) => /[:/]/.test(wanted))).toEqual([]);
  });

  test("is under licences that let it be passed on under Pith's own", () => {
    const known = /^(?:MIT(?:-0)?|Apache-2\.0|BSD(?:-[23]-Clause)?|ISC|0BSD|Zlib|CC0-1\.0)$/;
    // Of several that may be chosen, one is enough; of several that hold together, all are needed.
    const isFree = (licence: string): boolean => {
      const words = licence.replace(/^\(|\)$/g, "");
      return words.includes(" OR ")
        ? words.split(" OR ").some((one) => known.test(one))
        : words.split(" AND ").every((one) => known.test(one));
    };
    expect(production().filter(({ licence }) => !isFree(licence))).toEqual([]);
  });

  test("is listed in THIRD-PARTY.md, which `npm run licences` writes", () => {
    expect(read("THIRD-PARTY.md")).toBe(thirdParty());
  });

  test("is told by `npm run sbom`, each part with its hash", () => {
    const told = sbom();
    expect(told.bomFormat).toBe("CycloneDX");
    const listed = told.components.map(({ name, version }) => `${name} ${version}`).sort();
    expect(listed).toEqual(
      production()
        .map(({ name, version }) => `${name} ${version}`)
        .sort(),
    );
    expect(told.components.filter(({ hashes }) => hashes?.[0]?.alg !== "SHA-512")).toEqual([]);
  });
});

test("installs run no scripts, whoever runs them", () => {
  expect(read(".npmrc")).toMatch(/^ignore-scripts=true$/m);
});
