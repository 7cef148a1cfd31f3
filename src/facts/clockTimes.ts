import type { Span } from "../model/index.ts";
import { numberWordValue } from "../quantities/index.ts";

/**
 * A time of day in minutes from midnight. `isTwelveHour` if it may also be twelve hours later ("seven o'clock").
 * `isApproximate` if it stands with a word such as "shortly after".
 */
export type ClockTime = Span & {
  minutes: number;
  isTwelveHour: boolean;
  isApproximate: boolean;
  /** How many minutes the clock of its time zone is ahead of UTC, if the zone is given. */
  zone?: number;
};

/** Time zones by the hours that their clocks are ahead of UTC. Those that stand for several are left out. */
const ZONES: Record<string, number> = {
  ...{ UTC: 0, GMT: 0, Z: 0, WET: 0, BST: 1, WEST: 1, CET: 1, MEZ: 1, CEST: 2, MESZ: 2, EET: 2, EEST: 3, MSK: 3 },
  ...{ EDT: -4, EST: -5, CDT: -5, CST: -6, MDT: -6, MST: -7, PDT: -7, PST: -8, JST: 9, KST: 9, AEST: 10, AEDT: 11 },
};
/** Matches the time zone after a time of day: "14:00 UTC", "9 a.m. EST", "18:00 (CET)", "14:00Z", "7:30 UTC+2". */
const ZONE_AFTER = new RegExp(
  `^\\s?\\(?(?<name>${Object.keys(ZONES).join("|")})(?:\\s?(?<sign>[+\u2212-])(?<hours>\\d{1,2})(?::?(?<minutes>[0-5]\\d))?)?(?![\\p{L}\\d])\\)?`,
  "u",
);

/** Reads the time zone at the start of the text after a time of day. */
function zoneAfter(text: string): { zone: number; length: number } | null {
  const match = ZONE_AFTER.exec(text);
  if (!match) return null;
  const { name, sign, hours = "0", minutes = "0" } = match.groups!;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "+" || !sign ? 1 : -1);
  return { zone: ZONES[name!]! * 60 + offset, length: match[0].length };
}

const HOUR = "[01]?\\d|2[0-4]";
const WORD = "[\\p{L}\\p{M}]{2,12}";
/** Words before a time of day, after which "9.30" is a time and no decimal fraction. */
const AT =
  "\\bat|\\bby|\\bfrom|\\buntil|\\btill|\\bsince|\\bbetween|\\bbefore|\\bafter|\\baround|\\bum|\\bgegen|\\bab|\\bbis|\\bvon|\\bzwischen|\\bvor|\\bnach|\\ba las|\\bdesde las|\\bhasta las|\\bde las|à|\\bdès|\\bvers|\\balle|\\bdalle|\\bàs";
const PATTERNS = [
  // 19:10, 9.30 pm, 7 p.m.
  `(?<hour>${HOUR})(?:[:.](?<minute>[0-5]\\d))?\\s?(?<meridiem>[ap]\\.?\\s?m\\b\\.?)`,
  `(?<hour>${HOUR}):(?<minute>[0-5]\\d)(?![:\\d])`,
  // 9.30 Uhr, 16 Uhr, seven o'clock, 7h30, 18 heures 30
  `(?<hour>${HOUR})(?:\\.(?<minute>[0-5]\\d))?\\s?(?:Uhr|hrs\\b|o['’]clock)(?:\\s(?<later>[0-5]\\d)\\b)?`,
  `(?<hour>${HOUR})\\s?(?:h|heures)\\s?(?<minute>[0-5]\\d)\\b`,
  `(?<=(?:\\bà|\\bvers|\\bdès|\\bavant|\\baprès|\\bjusqu['’]à)\\s)(?<hour>${HOUR})\\s?h(?:eures?)?\\b`,
  `(?<word>${WORD})\\s(?:Uhr|o['’]clock)`,
  // at 11.20, between 8.00 and 19.00
  `(?<=(?:${AT})\\s|\\d[.:]\\d\\d(?:\\s?[-–—]\\s?|\\s(?:and|to|und|bis|y|a|et|à)\\s))(?<hour>${HOUR})\\.(?<minute>[0-5]\\d)(?![.,]?\\d)(?!\\s?(?:%|per|Prozent|Mio|million|Euro|€|km|m\\b))`,
  // half past seven, quarter to nine, halb fünf, Viertel vor acht
  `half past (?<half>${WORD}|\\d{1,2})`,
  `quarter (?<quarter>past|to) (?<word>${WORD}|\\d{1,2})`,
  `halb (?<halb>${WORD}|\\d{1,2})(?=\\s(?:Uhr|früh|morgens|abends|nachts)|[,.;]|$)`,
  // a las siete y media
  `(?<=\\blas\\s)(?<word>${WORD}|\\d{1,2})(?:\\s(?<media>y media|y cuarto|menos cuarto))?(?=\\s(?:de la|del)\\s(?:mañana|tarde|noche)|\\sy media|\\sy cuarto|\\smenos cuarto|\\shoras|[,.;]|\\s)`,
  `(?<noon>\\b(?:noon|midday|Mittag|mediodía|midi)\\b)`,
  `(?<midnight>\\b(?:midnight|Mitternacht|medianoche|minuit)\\b)`,
  // 午後7時半
  `(?<half_day>午前|午後)?(?<hour>\\d{1,2})時(?:(?<minute>\\d{1,2})分|(?<han>半))?`,
];
const CLOCK_TIME = new RegExp(PATTERNS.join("|"), "giu");
/** Matches words before a time that make it approximate. */
const APPROXIMATE =
  /(?:shortly (?:after|before)|just (?:after|before)|soon after|around|about|approximately|kurz (?:nach|vor)|gegen|etwa um|ungefähr um|poco (?:después|antes) de las|sobre las|hacia las|hacia el|alrededor de las|vers|peu (?:après|avant)|verso le)\s?$/iu;
const APPROXIMATE_WINDOW = 28;
/** Length, in UTF-16 units, of the text after a time that is searched for its zone. */
const ZONE_WINDOW = 16;
const PM_AFTER =
  /^\s(?:in the (?:evening|afternoon)|abends|nachmittags|am Abend|de la (?:tarde|noche)|du soir|de l['’]après-midi)/iu;

/** Matches a digit or a word of the patterns. Most sentences have neither. */
const MAY_TELL_TIME =
  /\d|clock|Uhr|half past|quarter|halb |\blas |noon|midday|midnight|mittag|mitternacht|mediod|medianoche|midi|minuit|時/iu;

/** Finds the times of day in a text, in order. `language` is a BCP-47 tag. */
export function extractClockTimes(text: string, language: string): ClockTime[] {
  if (!MAY_TELL_TIME.test(text)) return [];
  const times: ClockTime[] = [];
  for (const match of text.matchAll(CLOCK_TIME)) {
    const groups = match.groups!;
    const minutes = minutesOf(groups, language);
    if (minutes === null || /[\d.,]$/.test(text.slice(Math.max(0, match.index - 1), match.index))) continue;
    const [start, end] = [match.index, match.index + match[0].length];
    const isPm = PM_AFTER.test(text.slice(end, end + 30)) && minutes < 720;
    const isFixed =
      isPm ||
      minutes >= 780 ||
      minutes < 60 ||
      !!groups.meridiem ||
      !!groups.half_day ||
      /^0/.test(match[0]) ||
      !!groups.noon;
    const isApproximate = APPROXIMATE.test(text.slice(Math.max(0, start - APPROXIMATE_WINDOW), start));
    const zoned = zoneAfter(text.slice(end, end + ZONE_WINDOW));
    times.push({
      start,
      end: end + (zoned?.length ?? 0),
      minutes: minutes + (isPm ? 720 : 0),
      isTwelveHour: !isFixed && !zoned,
      isApproximate,
      ...(zoned ? { zone: zoned.zone } : {}),
    });
  }
  return times;
}

function minutesOf(groups: Record<string, string | undefined>, language: string): number | null {
  if (groups.noon) return 720;
  if (groups.midnight) return 1440;
  const hourText = groups.hour ?? groups.word ?? groups.half ?? groups.halb ?? "";
  const hour = /^\d+$/.test(hourText) ? Number(hourText) : numberWordValue(hourText.toLowerCase(), language);
  if (hour === undefined || hour > 24) return null;
  const isAfternoon = /^p/i.test(groups.meridiem ?? "") || groups.half_day === "午後";
  const isForenoon = /^a/i.test(groups.meridiem ?? "") || groups.half_day === "午前";
  const hours = isAfternoon && hour < 12 ? hour + 12 : isForenoon && hour === 12 ? 0 : hour;
  if (groups.half || groups.han || groups.media === "y media") return hours * 60 + 30;
  if (groups.halb) return hours * 60 - 30;
  if (groups.quarter) return hours * 60 + (groups.quarter.toLowerCase() === "past" ? 15 : -15);
  if (groups.media) return hours * 60 + (groups.media === "y cuarto" ? 15 : -15);
  return hours * 60 + Number(groups.minute ?? groups.later ?? 0);
}
