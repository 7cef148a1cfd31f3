import type { Document, Span, TaskContext } from "../model/index.ts";
import { isCjkLanguage, wordCounts } from "../text/index.ts";
import { isDate, YEAR } from "./cellNumbers.ts";
import { columnName } from "./columns.ts";
import { findingsOf, type TableStatement } from "./findings.ts";
import { findTables } from "./findTables.ts";
import { formatNumber } from "./formatNumber.ts";
import type { Table } from "./table.ts";
import { wordingOf } from "./wordings.ts";

/**
 * What the tables of a document say. `size` tells what the largest is about; it is null if its columns have no names.
 * `findings` are the most telling first. `prose` has the spans of the text in and around the tables, such as notes and
 * comments. `share` is the share of the document's letters that stand in tables and are no prose, from 0 to 1.
 */
export type TableDescription = {
  size: TableStatement | null;
  findings: TableStatement[];
  prose: Span[];
  share: number;
};

/** Maximum length of a statement: in words, or in characters for Chinese and Japanese. */
const MAX_WORDS = { spaced: 45, cjk: 110 };
/** Maximum number of columns that are named. */
const MAX_NAMED_COLUMNS = 6;
/** Maximum number of tables that are described, and of findings. */
const MAX_TABLES = 12;
const MAX_FINDINGS = 16;
/** Maximum length of a title before a finding, in UTF-16 units. */
const MAX_TITLE_LENGTH = 60;

/**
 * Describes the tables of a document: the size of the largest, then what stands out. The first finding of each table comes
 * before the third of any larger one.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function describeTables(document: Document, context: TaskContext): Promise<TableDescription> {
  const { tables, prose } = await findTables(document, context);
  const language = languageOf(document);
  const bySize = tables.toSorted((a, b) => cellCount(b) - cellCount(a)).slice(0, MAX_TABLES);
  const ranked = bySize.flatMap((table, i) => {
    const title = tables.length > 1 || hasBareNames(table) ? (table.title?.text ?? document.title ?? "") : "";
    const lead = title && title.length <= MAX_TITLE_LENGTH ? `${title} – ` : "";
    return findingsOf(table, language).map(({ text, rows }, j) => ({
      statement: { text: `${lead}${text}`, rows },
      order: j + i / 2,
    }));
  });
  const findings = ranked
    .toSorted((a, b) => a.order - b.order)
    .map(({ statement }) => statement)
    .filter(({ text }) => isReadable(text, language));
  const size = bySize[0] ? sizeOf(bySize[0], document, language) : null;
  return {
    size: size && isReadable(size.text, language) ? size : null,
    findings: findings.slice(0, MAX_FINDINGS),
    prose,
    share: tables.length ? tableShare(document, prose) : 0,
  };
}

/** Whether the names of columns of numbers do not say what they count: years, months, letters. */
const hasBareNames = ({ columns }: Table): boolean =>
  columns.some(({ kind, name }) => kind === "number" && (name.length <= 2 || YEAR.test(name) || isDate(name)));

/** Characters in forms that only Japanese has. */
const JAPANESE_FORMS = /[円売駅県満広図発気歩帰変経済検験対応様働込畑栃]/u;

/** The language of a document. That of a table of Chinese or Japanese names cannot always be told from its few words. */
function languageOf({ language, text }: Document): string {
  if (language !== "und") return language;
  const opening = text.slice(0, 2000);
  if (/[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(opening) || JAPANESE_FORMS.test(opening)) return "ja";
  return /\p{sc=Han}/u.test(opening) ? "zh" : language;
}

const cellCount = ({ rows, columns }: Table): number => rows.length * columns.length;

/** The share of a document's letters that stand in its tables and not in their prose. */
function tableShare({ text, blocks }: Document, prose: Span[]): number {
  const count = (spans: Span[]): number =>
    spans.reduce((sum, span) => sum + letterCount(text.slice(span.start, span.end)), 0);
  const all = letterCount(text);
  return all ? (count(blocks.filter(({ kind }) => kind === "table")) - count(prose)) / all : 0;
}

function letterCount(text: string): number {
  let count = 0;
  for (const [run] of text.matchAll(/\p{L}+/gu)) count += run.length;
  return count;
}

function isReadable(text: string, language: string): boolean {
  const most = isCjkLanguage(language) ? MAX_WORDS.cjk : MAX_WORDS.spaced;
  return wordCounts(text).every((count) => count <= most);
}

/** Tells what a table is about: its title, or that of the document, its number of rows and the names of its columns. */
function sizeOf(table: Table, { title }: Document, language: string): TableStatement | null {
  const names = table.columns.filter(({ name }) => name !== "").map(columnName);
  if (!names.length) return null;
  const list = names.slice(0, MAX_NAMED_COLUMNS).join(isCjkLanguage(language) ? "、" : ", ");
  const columns = names.length > MAX_NAMED_COLUMNS ? `${list} …` : list;
  const size = wordingOf(language).size(formatNumber(table.rows.length, table.style), columns);
  const about = title ?? table.title?.text ?? "";
  const first = table.head[0] ?? table.rows[0]!;
  // The title of the document stands above its digest anyway.
  const isOwnTitle = table.title && about === table.title.text && about !== title;
  const rows = [...(isOwnTitle ? [table.title!] : []), first];
  return { text: about ? `${about}: ${size}` : size, rows: rows.map(({ start, end }) => ({ start, end })) };
}
