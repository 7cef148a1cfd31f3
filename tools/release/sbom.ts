import { execFileSync } from "node:child_process";
import { ROOT } from "./deploymentFiles.ts";
import { productionPackages } from "./thirdParty.ts";

type CycloneDxBom = {
  bomFormat: string;
  components: { "bom-ref": string; name: string; version: string; hashes?: { alg: string }[] }[];
  dependencies: { ref: string; dependsOn?: string[] }[];
};

/**
 * Creates a CycloneDX SBOM of the production dependencies. `npm sbom` lists all packages, from which this function
 * removes the development ones. `npm sbom --omit=dev` would also omit packages that production and development both
 * depend on.
 */
export function createSbom(): CycloneDxBom {
  const args = ["sbom", "--sbom-format=cyclonedx", "--sbom-type=application", "--package-lock-only"];
  const all = JSON.parse(
    execFileSync("npm", args, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 26 }),
  ) as CycloneDxBom;
  const production = new Set(productionPackages().map(({ name, version }) => `${name}@${version}`));
  const components = all.components.filter(({ name, version }) => production.has(`${name}@${version}`));
  const keptRefs = new Set(components.map((component) => component["bom-ref"]));
  const removedRefs = new Set(
    all.components.map((component) => component["bom-ref"]).filter((ref) => !keptRefs.has(ref)),
  );
  const dependencies = all.dependencies
    .filter(({ ref }) => !removedRefs.has(ref))
    .map((entry) => ({ ...entry, dependsOn: (entry.dependsOn ?? []).filter((ref) => !removedRefs.has(ref)) }));
  return { ...all, components, dependencies };
}

// `npm run --silent sbom`
if (import.meta.main) console.log(JSON.stringify(createSbom(), null, 2));
