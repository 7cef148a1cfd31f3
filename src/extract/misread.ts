/** So many characters are looked at, and so many of them must be Latin-1 letters and signs in runs. */
const SAMPLE = 200_000;
const LEAST_FOREIGN = 200;
const HIGH = /[\u0080-\u00ff]{2,}/g;
const HAN = /\p{Script=Han}/gu;
/** The 600 commonest characters make up nine tenths of any Chinese text; these stand in every one. */
const COMMON =
  /[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经]/g;

/**
 * Chinese that was read as Latin-1 and saved again ("ÖÐ¹ú"), put right; any other text as it is. No charset header
 * tells of this: the page is valid UTF-8. Only runs of Latin-1 characters are read anew, so that what else there is stays.
 */
export function putRight(text: string): string {
  const sample = text.slice(0, SAMPLE);
  const foreign = sample.match(HIGH)?.reduce((sum, run) => sum + run.length, 0) ?? 0;
  if (foreign < LEAST_FOREIGN || (sample.match(HAN)?.length ?? 0) > foreign / 10) return text;
  const read = reread(sample);
  const han = read.match(HAN)?.length ?? 0;
  const common = read.match(COMMON)?.length ?? 0;
  return han > foreign * 0.3 && common > han * 0.1 ? reread(text) : text;
}

const reread = (text: string): string =>
  text.replace(/[\u0080-\u00ff][\u0040-\u00ff]*/g, (run) =>
    new TextDecoder("gb18030").decode(Buffer.from(run, "latin1")),
  );
