import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, readProjectFile } from "./deploymentFiles.ts";

type LockedPackage = { version: string; license?: string; dev?: boolean; integrity?: string; resolved?: string };

/** Returns the production dependencies in the lockfile, sorted by name and version. */
export function productionPackages(): { name: string; version: string; licence: string }[] {
  const { packages } = JSON.parse(readProjectFile("package-lock.json")) as { packages: Record<string, LockedPackage> };
  const installed = Object.entries(packages)
    .filter(([path, { dev }]) => path && !dev)
    .map(([path, { version, license }]) => ({
      name: path.split("node_modules/").at(-1)!,
      version,
      licence: license ?? "unknown",
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
  // Removes duplicates, because the same version of a package may be installed in several folders.
  return installed.filter(
    ({ name, version }, i) => name !== installed[i - 1]?.name || version !== installed[i - 1]?.version,
  );
}

/** Renders the content of THIRD-PARTY.md. */
export function renderThirdPartyList(): string {
  const byLicence = Object.groupBy(productionPackages(), ({ licence }) => licence);
  const sections = Object.entries(byLicence)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([licence, packages = []]) => {
      const list = packages.map(({ name, version }) => `- ${name} ${version}`).join("\n");
      return `## ${licence}\n\n${list}\n`;
    });
  return `# What Pith is made with

The packages that \`npm ci --omit=dev\` installs, by the licence that each states; its text lies in the package itself, below
\`node_modules/\`. \`npm run licences\` writes this list from the lockfile. The table of languages is made of
[eld](https://github.com/nitotm), under the licence in \`licences/Apache-2.0.txt\`.

${sections.join("\n")}`;
}

// `npm run licences`
if (import.meta.main) writeFileSync(join(ROOT, "THIRD-PARTY.md"), renderThirdPartyList());
