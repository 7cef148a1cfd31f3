import { readFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { addresses } from "./addresses.ts";
import { cleaning } from "./cleaning.ts";
import { files } from "./files.ts";
import { eventLoop, ownTime } from "./ownTime.ts";
import { quality, type Row } from "./quality.ts";

/** What is measured, by the name that picks it alone. `clean` is flat text, cross-validated; `quality` is the shipped whole. */
const GROUPS: Record<string, (data: string) => AsyncGenerator<Row>> = {
  own: ownTime,
  loop: eventLoop,
  addresses,
  files,
  clean: cleaning,
  quality,
};

/**
 * `npm run bench [-- GROUP…] [DATA]`: figures of Pith in one table, with the machine and the versions. DATA is the folder of
 * labelled sets, ../shared/bench unless told; without it only what needs no data is measured. `clean` grows models anew and
 * runs only when it is named.
 */
const given = process.argv.slice(2);
const named = given.filter((word) => Object.hasOwn(GROUPS, word));
const path = given.find((word) => !Object.hasOwn(GROUPS, word));
const data = resolve(path ?? join(import.meta.dirname, "../../../shared/bench"));
const picked = named.length ? named : Object.keys(GROUPS).filter((name) => name !== "clean");
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
  version: string;
};
const { length: cores, 0: cpu } = cpus();

console.log(
  `pith ${version} · node ${process.version} · ${platform()} ${arch()} · ${cores} × ${cpu?.model} · ${Math.round(totalmem() / 2 ** 30)} GiB`,
);
for (const name of picked) {
  for await (const { what, on, figure } of GROUPS[name]!(data)) {
    console.log(`${what.padEnd(13)}${on.padEnd(36)}${figure}`);
  }
}
