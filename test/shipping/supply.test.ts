import { describe, expect, test } from "vitest";
import { readProjectFile } from "../../tools/release/deploymentFiles.ts";
import { createSbom } from "../../tools/release/sbom.ts";
import { productionPackages, renderThirdPartyList } from "../../tools/release/thirdParty.ts";

type Locked = { resolved?: string; link?: boolean; version?: string; integrity?: string; license?: string };
const { packages } = JSON.parse(readProjectFile("package-lock.json")) as { packages: Record<string, Locked> };
const installed = Object.entries(packages).filter(([path]) => path !== "");

// Complements test/architecture.test.ts, which checks exact versions, integrity hashes and the lack of install scripts.
describe("the dependencies", () => {
  test("come from the npm registry, not from git, a URL or a folder, and not under an alias", () => {
    const foreign = installed.filter(
      ([, { resolved, link, version }]) =>
        link || (resolved && !/^https:\/\/[^/]+\/.+\.tgz$/.test(resolved)) || !/^\d+\.\d+\.\d+/.test(version ?? ""),
    );
    expect(foreign).toEqual([]);
    const { "": own } = packages as Record<string, Record<string, Record<string, string>>>;
    for (const kind of ["dependencies", "devDependencies", "optionalDependencies"])
      expect(Object.values(own?.[kind] ?? {}).filter((wanted) => /[:/]/.test(wanted))).toEqual([]);
  });

  test("have licences that permit distribution under Pith's licence", () => {
    const permissive = /^(?:MIT(?:-0)?|Apache-2\.0|BSD(?:-[23]-Clause)?|ISC|0BSD|Zlib|CC0-1\.0)$/;
    // In an SPDX expression, at least one licence of an OR must be permissive. For an AND, all must be.
    const isPermissive = (licence: string): boolean => {
      const expression = licence.replace(/^\(|\)$/g, "");
      return expression.includes(" OR ")
        ? expression.split(" OR ").some((one) => permissive.test(one))
        : expression.split(" AND ").every((one) => permissive.test(one));
    };
    expect(productionPackages().filter(({ licence }) => !isPermissive(licence))).toEqual([]);
  });

  test("are listed in THIRD-PARTY.md, as written by `npm run licences`", () => {
    expect(readProjectFile("THIRD-PARTY.md")).toBe(renderThirdPartyList());
  });

  test("are in the SBOM of `npm run sbom`, each with a SHA-512 hash", () => {
    const bom = createSbom();
    expect(bom.bomFormat).toBe("CycloneDX");
    const listed = bom.components.map(({ name, version }) => `${name} ${version}`).sort();
    expect(listed).toEqual(
      productionPackages()
        .map(({ name, version }) => `${name} ${version}`)
        .sort(),
    );
    expect(bom.components.filter(({ hashes }) => hashes?.[0]?.alg !== "SHA-512")).toEqual([]);
  });
});

test(".npmrc disables install scripts", () => {
  expect(readProjectFile(".npmrc")).toMatch(/^ignore-scripts=true$/m);
});
