import { execFileSync } from "node:child_process";
import { ROOT } from "./recipe.ts";
import { production } from "./thirdParty.ts";

type Parts = {
  bomFormat: string;
  components: { "bom-ref": string; name: string; version: string; hashes?: { alg: string }[] }[];
  dependencies: { ref: string; dependsOn?: string[] }[];
};

/**
 * The parts list of what runs in production, as CycloneDX. npm writes it of everything, and the tools are taken out here:
 * its own `--omit=dev` also leaves out what tools and program share.
 */
export function sbom(): Parts {
  const words = ["sbom", "--sbom-format=cyclonedx", "--sbom-type=application", "--package-lock-only"];
  const all = JSON.parse(execFileSync("npm", words, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 26 })) as Parts;
  const ours = new Set(production().map(({ name, version }) => `${name}@${version}`));
  const components = all.components.filter(({ name, version }) => ours.has(`${name}@${version}`));
  const kept = new Set(components.map((component) => component["bom-ref"]));
  const tools = new Set(all.components.map((one) => one["bom-ref"]).filter((ref) => !kept.has(ref)));
  const dependencies = all.dependencies
    .filter(({ ref }) => !tools.has(ref))
    .map((one) => ({ ...one, dependsOn: (one.dependsOn ?? []).filter((ref) => !tools.has(ref)) }));
  return { ...all, components, dependencies };
}

// `npm run --silent sbom`
if (import.meta.main) console.log(JSON.stringify(sbom(), null, 2));
