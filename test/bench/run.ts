import { readFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { addresses } from "./addresses.ts";
import { files } from "./files.ts";
import { eventLoop, ownTime } from "./ownTime.ts";
import { quality } from "./quality.ts";

/**
 * `npm run bench [-- [files] DATA]`: every figure of Pith in one table, with the machine and the versions. DATA is the folder of
 * labelled sets, ../shared/bench unless told; without it only what needs no data is measured. `files` measures hostile files only.
 */
const [, , ...given] = process.argv;
const onlyFiles = given[0] === "files";
const data = resolve(given[onlyFiles ? 1 : 0] ?? join(import.meta.dirname, "../../../shared/bench"));
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
  version: string;
};
const { length: cores, 0: cpu } = cpus();

console.log(
  `pith ${version} · node ${process.version} · ${platform()} ${arch()} · ${cores} × ${cpu?.model} · ${Math.round(totalmem() / 2 ** 30)} GiB`,
);
for (const rows of onlyFiles ? [files(data)] : [ownTime(), eventLoop(), addresses(data), files(data), quality(data)]) {
  for await (const { what, on, figure } of rows) console.log(`${what.padEnd(13)}${on.padEnd(36)}${figure}`);
}
