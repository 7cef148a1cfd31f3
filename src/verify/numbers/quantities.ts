import { readCjk } from "./cjkQuantities.ts";
import { halfAt, readFraction, readImplicit, wholeAt } from "./fractions.ts";
import { AND, isDigits, type Piece, piecesOf, type Quantity, type Read, type Reading, round } from "./pieces.ts";
import { type Run, readNumber } from "./runs.ts";
import { isPercent, isTimes, multipleOf } from "./shares.ts";
import { monthOf, unitAt, weekdayOf } from "./units.ts";

const ROUGH =
  /(?:about|around|some|roughly|nearly|almost|approximately|over|above|more than|less than|under|below|up to|at least|at most|close to|rund|etwa|circa|ca\.?|fast|knapp|ungefähr|gut|mehr als|über|unter|weniger als|bis zu|mindestens|höchstens|unos|unas|casi|cerca de|alrededor de|más de|menos de|aproximadamente|hasta|al menos|environ|près de|presque|plus de|moins de|quasi|circa|más o menos|约|近|超过|大约|将近|逾|不到|至少|多达)\s?(?:of |an? |the |de |un |una |el |la |ein |eine |einem |einer |die |das |der )?$/iu;
/** How far a month may begin from its day or year: "30. September 2024". */
const DATE_UNITS = 11;
const ROUGH_BEHIND = /^\s?(?:多|余|左右|上下|or so|or more)/u;
/** The numbers of a text, in order. `language` is its BCP-47 tag. */
export function quantitiesIn(text: string, language: string): Quantity[] {
  const pieces = piecesOf(text);
  const found: Quantity[] = [];
  for (let i = 0; i < pieces.length; ) {
    const read = readAt(pieces, i, text, language);
    if (read) {
      const { at } = pieces[i]!;
      const last = pieces[read.next - 1]!;
      const rough =
        ROUGH.test(text.slice(Math.max(0, at - 24), at)) || ROUGH_BEHIND.test(text.slice(last.at + last.text.length));
      const end = last.at + last.text.length;
      found.push({ readings: read.readings, firm: read.firm, rough, at, end, dated: false });
    }
    i = read?.next ?? i + 1;
  }
  shareScales(found, text);
  for (const [i, quantity] of found.entries())
    quantity.dated = [found[i - 1], found[i + 1]].some(
      (beside) =>
        beside?.readings.some(({ dimension }) => dimension === "month") &&
        Math.abs(beside.at - quantity.at) <= DATE_UNITS,
    );
  return found;
}

/** "From 2.4 to 3 million": the scale of the second number is that of the first one too. */
function shareScales(found: Quantity[], text: string): void {
  for (const [i, { readings, at }] of found.entries()) {
    const next = found[i + 1];
    const [main, other] = [readings[0]!, next?.readings[0]];
    if (!next || main.dimension !== "number" || other?.dimension !== "number" || readings.length > 1) continue;
    const between = /^[\d.,]+\s?(?:to|auf|bis|a|à|or|oder|o|ou|and|und|y|et|至|到|增至|降至|[-–])\s?$/.test(
      text.slice(at, next.at),
    );
    const scale = [1e12, 1e9, 1e6, 1e3].find((power) => other.value >= power);
    if (between && scale && main.value < 1000) readings.push({ dimension: "number", value: round(main.value * scale) });
  }
}

function readAt(pieces: Piece[], i: number, text: string, language: string): Read | null {
  const piece = pieces[i]!;
  if (piece.cjk) return readCjk(pieces, i, text);
  const multiple = multipleOf(piece.lower);
  if (multiple !== undefined) return { readings: multipleReadings(multiple), firm: false, next: i + 1 };
  const beside = isDigits(pieces[i - 1]) || isDigits(pieces[i + 1]) || /^de$/.test(pieces[i - 1]?.lower ?? "");
  const month = monthOf(piece.text, beside || (/^\p{Lu}/u.test(piece.text) && i > 0));
  if (month) return { readings: [{ dimension: "month", value: month }], firm: true, next: i + 1 };
  const weekday = weekdayOf(piece.text);
  if (weekday) return { readings: [{ dimension: "weekday", value: weekday }], firm: true, next: i + 1 };
  const part = dateParts(piece, text);
  if (part) return { readings: part, firm: true, next: i + 1 };
  const number = readNumber(pieces, i, text, language);
  if (number) return readBehind(pieces, number, text, language);
  return readFraction(pieces, i, 1, false) ?? readImplicit(pieces, i, language);
}

const multipleReadings = (times: number): Reading[] => [
  { dimension: "times", value: times },
  { dimension: "share", value: round(Math.abs(times - 1)) },
  ...(times >= 2 ? [{ dimension: "number" as const, value: times }] : []),
];

const DATE = /^\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?!\d)/;

/** A part of a date in digits ("9/3/2023", "9.3.2023") is a number, and a month when it can be one. */
function dateParts(piece: Piece, text: string): Reading[] | null {
  if (!/^\d{1,2}$/.test(piece.text)) return null;
  const inDate =
    DATE.test(text.slice(piece.at)) ||
    (/\d{1,2}[/.]$/.test(text.slice(Math.max(0, piece.at - 3), piece.at)) &&
      /^[/.]\d{2}/.test(text.slice(piece.at + piece.text.length)));
  const value = Number(piece.text);
  return inDate
    ? [{ dimension: "number", value }, ...(value <= 12 ? [{ dimension: "month" as const, value }] : [])]
    : null;
}

/** What stands behind a number and says what it counts: per cent, a fraction, "times", a unit. */
function readBehind(pieces: Piece[], { value, next, firm, rest }: Run, text: string, language: string): Read {
  const readings: Reading[] = [{ dimension: "number", value }];
  const behind = rest ? { lower: rest } : pieces[next];
  const used = rest ? 0 : 1;
  if (rest) readings.push({ dimension: "times", value });
  if (!behind || (!rest && !/^[\s\u00ad‐‑-]*(?:of |an |a |de |einer |eines )?$/.test(gapBefore(pieces, next, text))))
    return { readings, firm, next };
  const { lower } = behind;
  if (
    isPercent(lower) ||
    (lower === "por" && /^(?:ciento|cien)$/.test(pieces[next + 1]?.lower ?? "")) ||
    (lower === "per" && /^cento?$/.test(pieces[next + 1]?.lower ?? "")) ||
    (lower === "pour" && pieces[next + 1]?.lower === "cent")
  ) {
    readings.push({ dimension: "share", value: round(value / 100) });
    return { readings, firm, next: next + (isPercent(lower) ? 1 : 2) };
  }
  if (isTimes(lower)) return { readings: [...readings, { dimension: "times", value }], firm, next: next + used };
  const fraction = value < 10 && Number.isInteger(value) ? readFraction(pieces, next, value, true) : null;
  if (fraction) return fraction;
  const whole = value < 100 ? wholeAt(pieces, next, language) : null;
  if (whole && whole.value > value) {
    readings.push({ dimension: "share", value: value / whole.value }, { dimension: "number", value: whole.value });
    return { readings, firm, next: whole.next };
  }
  const unit = unitAt(lower);
  if (unit) {
    const half = AND.test(pieces[next + 1]?.lower ?? "") ? halfAt(pieces, next + 2) : 0;
    readings.push({ dimension: unit.measure, value: round((value + (half ? 0.5 : 0)) * unit.factor) });
    return { readings, firm, next: next + (half || used) };
  }
  return { readings, firm, next };
}

const gapBefore = (pieces: Piece[], i: number, text: string): string =>
  text.slice(pieces[i - 1]!.at + pieces[i - 1]!.text.length, pieces[i]!.at);
