/**
 * A unit that follows a number: what it measures, and the factor to its base unit. `zero` is what the base unit's zero is
 * in it, if that is not 0.
 */
export type Measure = { kind: string; factor: number; zero?: number };

/** Degrees Fahrenheit at 0 °C. */
const FAHRENHEIT_ZERO = 32;

const FAHRENHEIT = "°\\s?F\\b|℉|(?:degrees?|Grad|grados|degrés)\\s(?:Fahrenheit|F\\b)";

/** Units by what they measure, with their factor to the base unit. Regular expressions for the text after the number. */
const MEASURES: [kind: string, factor: number, pattern: string][] = [
  [
    "share",
    0.01,
    "%|‰|(?:per|pro)[- ]?cent\\p{L}*|percent\\p{L}*|Prozent\\p{L}*|por ciento|por cien|pour cent|per cento",
  ],
  ["points", 1, "percentage points?|points?\\b|Prozentpunkt\\p{L}*|Punkte?n?\\b|puntos?\\b"],
  [
    "speed",
    1,
    "km/h|kmh\\b|kph\\b|kilomet(?:re|er)s? (?:an|per) hour|Stundenkilometer\\p{L}*|Kilometer pro Stunde|kilómetros por hora|kilomètres[- ](?:à l['’]|par )?heure",
  ],
  ["speed", 1.609344, "mph\\b|miles (?:an|per) hour"],
  ["speed", 1.852, "knots?\\b|Knoten\\b|nudos?\\b|nœuds?\\b"],
  ["speed", 3.6, "m/s\\b|met(?:re|er)s per second|Meter pro Sekunde|metros por segundo"],
  [
    "area",
    1,
    "m²|m2\\b|sq\\.? ?m\\b|square met(?:re|er)s?|Quadratmeter\\p{L}*|metros cuadrados|mètres carrés|qm\\b|㎡",
  ],
  ["area", 1e6, "km²|km2\\b|square kilomet(?:re|er)s?|Quadratkilometer\\p{L}*|kilómetros cuadrados|kilomètres carrés"],
  ["area", 1e4, "hectares?\\b|ha\\b|Hektar\\b|hectáreas?"],
  ["area", 4046.86, "acres?\\b"],
  ["flow", 1, "m³/h|m3/h|Kubikmeter pro Stunde"],
  ["volume", 1000, "m³|m3\\b|cubic met(?:re|er)s?|Kubikmeter\\p{L}*|metros cúbicos|mètres cubes"],
  ["volume", 1, "lit(?:re|er)s?\\b|Litern?\\b|litros?\\b|[lL]\\b"],
  ["volume", 0.001, "ml\\b|millilit(?:re|er)s?|Milliliter"],
  ["volume", 0.01, "cl\\b"],
  ["volume", 100, "hl\\b|hectolit(?:re|er)s?|Hektoliter"],
  ["length", 0.001, "mm\\b|millimet(?:re|er)s?\\b|Millimetern?\\b|milímetros?"],
  ["length", 0.01, "cm\\b|centimet(?:re|er)s?\\b|Zentimetern?\\b|centímetros?|centimètres?"],
  ["length", 1000, "km\\b|kilomet(?:re|er)s?\\b|Kilometern?\\b|kilómetros?|kilomètres?"],
  ["length", 1609.344, "miles?\\b|Meilen?\\b|millas?\\b"],
  ["length", 1852, "nautical miles?|Seemeilen?|millas náuticas"],
  ["length", 0.3048, "feet\\b|foot\\b|ft\\b|pies\\b|Fuß\\b"],
  ["length", 0.0254, "inch(?:es)?\\b|Zoll\\b|pulgadas?\\b|pouces?\\b|″"],
  ["length", 1, "m(?![²³2-9\\p{L}/])|met(?:re|er)s?\\b|Metern?\\b|metros?\\b|mètres?\\b"],
  ["mass", 1000, "t(?![\\p{L}'’])|tonnes?\\b|tons?\\b|Tonnen?\\b|toneladas?\\b"],
  ["mass", 1, "kg\\b|kilos?\\b|kilogram(?:me)?s?\\b|Kilogramm\\b|kilogramos?\\b"],
  ["mass", 0.001, "g(?![\\p{L}/])|grams?\\b|grammes?\\b|Gramm\\b|gramos?\\b"],
  ["mass", 1e-6, "mg\\b|milligrams?\\b|Milligramm\\b|miligramos?\\b"],
  ["mass", 0.45359, "lbs?\\b"],
  ["temperature", 5 / 9, FAHRENHEIT],
  ["temperature", 1, "°\\s?C|℃|°(?!\\s?F)|degrees?\\b|Grad\\b|grados?\\b|degrés?\\b"],
  ["power", 1, "W\\b|watts?\\b|Watt\\b|vatios?\\b"],
  ["power", 1e3, "kW\\b|kilowatts?\\b(?! hour)|Kilowatt\\b(?!stunde)"],
  ["power", 1e6, "MW\\b|megawatts?\\b|Megawatt\\b"],
  ["power", 1e9, "GW\\b|gigawatts?\\b|Gigawatt\\b"],
  ["power", 735.5, "PS\\b|hp\\b|CV\\b"],
  ["energy", 1, "kWh\\b|kilowatt[- ]hours?|Kilowattstunden?"],
  ["energy", 1000, "MWh\\b|megawatt[- ]hours?|Megawattstunden?"],
  ["energy", 0.001, "Wh\\b"],
  ["voltage", 1, "V\\b|volts?\\b|Volt\\b|voltios?\\b"],
  ["current", 1, "A\\b|amps?\\b|amperes?\\b|Ampere\\b|amperios?\\b"],
  ["charge", 1, "mAh\\b"],
  ["loudness", 1, "dB|decibels?\\b|Dezibel\\b|decibelios?\\b|décibels?\\b"],
  ["frequency", 1, "Hz\\b|Hertz\\b"],
  ["frequency", 1e6, "MHz\\b"],
  ["frequency", 1e9, "GHz\\b"],
  ["data", 1e-3, "kB\\b"],
  ["data", 1, "MB\\b|megabytes?\\b"],
  ["data", 1e3, "GB\\b|gigabytes?\\b"],
  ["data", 1e6, "TB\\b|terabytes?\\b"],
  ["rate", 1, "Mbit/s|Mbps\\b|MBit/s"],
  ["pixels", 1, "megapixels?\\b|MP\\b|Megapixel\\b"],
  ["duration", 1 / 60, "seconds?\\b|secs?\\b|Sekunden?\\b|segundos?\\b|secondes?\\b|秒"],
  ["duration", 1, "min\\b|minutes?\\b|mins?\\b|Minuten?\\b|minutos?\\b|分(?:間|钟)"],
  ["duration", 60, "h(?![\\p{L}'’])|hours?\\b|hrs?\\b|Stunden?\\b|horas?\\b|heures?\\b|時間|小时"],
  ["duration", 1440, "days?\\b|nights?\\b|Tage?n?\\b|Nächten?\\b|días?\\b|noches?\\b|jours?\\b|nuits?\\b|日間|天"],
  ["duration", 10_080, "weeks?\\b|Wochen?\\b|semanas?\\b|semaines?\\b|週間|周"],
  ["duration", 43_830, "months?\\b|Monate?n?\\b|mes(?:es)?\\b|mois\\b|か月|ヶ月|个月"],
  ["duration", 525_960, "years?(?:[- ]olds?)?\\b|yrs?\\b|Jahre?n?\\b|años?\\b|ans?\\b|années?\\b|年間"],
  [
    "money",
    1,
    "€|\\$|£|¥|[Ee]uros?\\b|EUR\\b|[Dd]ollars?\\b|Pfund\\b|pounds?\\b|USD\\b|GBP\\b|CHF\\b|francs?\\b|Franken\\b|crowns?\\b|Kronen\\b|coronas?\\b|kroner?\\b|kronor\\b|dólares\\b|libras\\b|pesos?\\b|yen\\b|yuan\\b|Rappen\\b|reais\\b|złoty\\b|zł\\b|円|元",
  ],
  ["money", 0.01, "cents?\\b|pence\\b|p(?![\\p{L}.])|céntimos?\\b|centimes?\\b"],
];
const PATTERN = new RegExp(
  `^[\\s\\u00a0\\u202f-]?(?:de |d['’])?(?:${MEASURES.map(([, , pattern], i) => `(?<m${i}>${pattern})`).join("|")})`,
  "u",
);

/** Returns the unit at the start of the text after a number, and the length of its text, or null if there is none. */
export function measureAfter(text: string): (Measure & { length: number }) | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const index = MEASURES.findIndex((_, i) => match.groups![`m${i}`] !== undefined);
  const [kind, factor, pattern] = MEASURES[index]!;
  const zero = pattern === FAHRENHEIT ? { zero: FAHRENHEIT_ZERO } : {};
  return { kind, factor, ...zero, length: match[0].length };
}

/** Matches the sign or code of a currency before an amount. */
export const CURRENCY_BEFORE = /(?:\p{Sc}|\b(?:EUR|USD|GBP|CHF|Rs\.?|kr))\s?$/u;

/** Currencies by their names, codes and signs. A crown or a cent may be that of several. */
const CURRENCIES: [currency: string, pattern: RegExp][] = [
  ["euro", /€|euros?\b|EUR\b/iu],
  ["dollar", /\$|dollars?\b|dólares|USD\b/iu],
  ["pound", /£|pounds?\b|Pfund|libras|GBP\b|pence\b/iu],
  ["yen", /yen\b|円|JPY\b/iu],
  ["yuan", /yuan\b|元|CNY\b/iu],
  ["franc", /CHF\b|francs?\b|Franken|Rappen/iu],
  ["crown", /crowns?\b|Kronen|coronas|kron[eo]r?\b|\bkr\b/iu],
  ["zloty", /zł|złoty/iu],
  ["real", /reais\b|R\$/u],
  ["peso", /pesos?\b/iu],
];

/** The currency of an amount as it is written, or undefined if that does not tell. */
export const currencyOf = (shown: string): string | undefined =>
  CURRENCIES.find(([, pattern]) => pattern.test(shown))?.[0];
