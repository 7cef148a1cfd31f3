import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, read } from "./recipe.ts";

type Locked = { version: string; license?: string; dev?: boolean; integrity?: string; resolved?: string };

/** The packages that run in production, as the lockfile has them, by name and version. */
export function production(): { name: string; version: string; licence: string }[] {
  const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Locked> };
  const all = Object.entries(packages)
    .filter(([path, { dev }]) => path && !dev)
    .map(([path, { version, license }]) => ({
      name: path.split("node_modules/").at(-1)!,
      version,
      licence: license ?? "unknown",
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
  // One that lies in several folders is one.
  return all.filter(({ name, version }, i) => name !== all[i - 1]?.name || version !== all[i - 1]?.version);
}

/** What THIRD-PARTY.md has to say. */
export function thirdParty(): string {
  const byLicence = Object.groupBy(production(), ({ licence }) => licence);
  const parts = Object.entries(byLicence)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([licence, list = []]) => `## ${licence}\n\n${list.map((one) => `- ${one.name} ${one.version}`).join("\n")}\n`,
    );
  return `# What Pith is made with

The packages that \`npm ci --omit=dev\` installs, by the licence that each states; its text lies in the package itself, below
\`node_modules/\`. \`npm run licences\` writes this list from the lockfile. The table of languages is made of
[eld](https://github.com/nitotm), under the licence in \`licences/Apache-2.0.txt\`.

${parts.join("\n")}`;
}

// `npm run licences`
if (import.meta.main) writeFileSync(join(ROOT, "THIRD-PARTY.md"), thirdParty());
