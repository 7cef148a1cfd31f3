import type { Document } from "../model/index.ts";
import { isSectionName } from "../sections/index.ts";
import { countWords } from "../text/index.ts";
import { definedSubject } from "./definitions.ts";
import { isPhrase } from "./phrases.ts";
import { QUESTION } from "./selfContained.ts";
import type { Statement } from "./statement.ts";

/**
 * The tagline of a README: the words below its title that say what the thing is, often without a verb or a full stop
 * ("Promise queue with concurrency control"). A reader wants to be told them before anything else.
 */

/** Number of blocks below the title, and below a heading such as "About", in which a tagline is looked for. */
const MAX_BLOCKS = 4;
/** Range of the length of a tagline, in words; in characters for scripts that write no space between words. */
const LENGTH = { spaced: { min: 3, max: 40 }, unspaced: { min: 8, max: 90 } };
/** Number of words of a sentence that says what something is without a verb, where others follow it. */
const MAX_NAMING_WORDS = 14;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu;

/** Sections that say what the thing is. */
const INTRODUCTION =
  /^\P{L}*(?:about\b|description|introduction|intro$|overview|summary|what(?: is|['’]s)\b|purpose|beschreibung|kurzbeschreibung|einf[üu]hrung|einleitung|über\p{L}*|was ist|worum geht|zusammenfassung|descripción|introducción|acerca de|qué es|resumen|visión general|description|présentation|à propos|descrizione|introduzione|panoramica|descrição|introdução|sobre|beschrijving|inleiding|overzicht|opis|wprowadzenie|описание|введение|о проекте|обзор|概要|はじめに|説明|简介|介绍|概述)/iu;

/** Openings of what stands at the top of a README and says something else: notices, requirements, where to read on. */
const NOTICE =
  /^\P{L}*(?:(?:please )?(?:note|warning|important|tip|attention|caution|deprecat\p{L}*|disclaimer|update|new|news)(?::|!|\s[—–-]|\b(?=.*\b(?:that|version)\b))|(?:hinweis|achtung|wichtig|warnung|veraltet|nota|aviso|atención|advertencia|importante|attention|remarque|attenzione|avviso|atenção|opgelet|let op|uwaga|внимание|примечание)\b|注意|重要|警告|お知らせ|(?:please )?(?:see|click|visit|check out|read|go to|follow|join|star|view|looking|documentation|docs|full documentation|for (?:more|full|further|details|documentation|the (?:latest|docs))|english|install|installation|to install|npm|using (?:npm|yarn)|requires?|tested|made|maintained|written by|created by|developed by|sponsored|copyright|licen[cs]ed?|released under|contents|by|version|inspired by|based on an?|forked from|supersedes|moved|suppose|imagine|have you|if|when|while|tired of|ever|want|need|because|since|unlike)\b|(?:siehe|mehr|weitere|ausführliche|benötigt|lizenz|wenn|falls|haben sie|hast du|stell|véase|ver|consulte|consulta|más información|requiere|licencia|si|cuando|voir|pour plus|nécessite|vedi|per (?:maggiori|saperne)|veja|zie|zobacz|см\.|смотрите|подробн\p{L}+)(?!\p{L})|詳しく|詳細)/iu;
/** Openings of a sentence that says when or where something holds. */
const CIRCUMSTANCE =
  /^\P{L}*(?:with|since|as of|from|in|on|at|after|before|by|under|mit|seit|ab|bei|nach|vor|für|im|con|desde|en|a partir|depuis|avec|dès|dal|da|em|com|met|vanaf|od|przy|с|в|при|начиная)\s/iu;
/** What is said of the state of a project rather than of what it is. */
const STATE =
  /(?<!\p{L})(?:versi[oó]n \d|fassung \d|v\d+\.\d|deprecated|(?:(?:photo|picture|image|logo|foto|bild|imagen) (?:by|von|de)|(?:put together|compiled|maintained|written|prepared) by)|no longer (?:maintained|supported|developed)|unmaintained|(?:active )?development branch|work in progress|under construction|has (?:been )?(?:moved|renamed)|(?:or|and) (?:newer|later|above|higher)|is required|pull requests?|feature complete|not? (?:longer )?maintained|wird nicht mehr|nicht mehr (?:gepflegt|unterstützt)|oder neuer|veraltet|ya no se|obsoleto|o posterior|n['’]est plus|ou plus récent|non è più|não é mais)(?!\p{L})|非推奨|開発中|メンテナンスされ/iu;
/** "This package contains": what its first sentence says of itself. */
const SAYS_OF_ITSELF =
  /^(?:(?:this|the|our)\s(?:[\p{L}\p{N}.@/_-]+\s){0,3}?(?:package|module|library|plugin|tool|repo(?:sitory)?|project|crate|gem|app(?:lication)?|script|program|extension|framework|utility|server|client|service|action|cli|bot|template|collection)\s(?:is|provides?|contains?|adds?|implements?|exports?|lets?|allows?|enables?|offers?|helps?|can be used|exposes?|includes?|reads?|writes?|converts?|generates?|parses?|gives?|makes?)|(?:it|this)(?:['’]s| is an?| is the| converts| provides| lets| allows| parses)|(?:dieses?|diese|das|die)\s(?:\S+\s){0,2}?(?:paket|modul|bibliothek|werkzeug|projekt|programm|skript|erweiterung|anwendung|app|dienst|repository)\s(?:ist|enthält|stellt|bietet|ermöglicht|liest|schreibt|erzeugt|wandelt|hilft|erlaubt|zeigt|prüft)|(?:este|esta|el|la)\s(?:\S+\s){0,2}?(?:paquete|módulo|biblioteca|librería|herramienta|proyecto|programa|script|extensión|aplicación|servicio|repositorio)\s(?:es|contiene|ofrece|permite|proporciona|lee|convierte|genera|añade|ayuda|sirve)|(?:ce|cet|cette|le|la)\s(?:\S+\s){0,2}?(?:paquet|module|bibliothèque|outil|projet|programme|script|extension|application|service|dépôt)\s(?:est|contient|fournit|permet|offre|lit|convertit|génère|ajoute))(?!\p{L})|^(?:この|本|当)(?:パッケージ|モジュール|ライブラリ|ツール|プロジェクト|プログラム|スクリプト|拡張機能|アプリ|プラグイン|リポジトリ)(?:は|では|を)/iu;
/** "A fast parser", "Eine App": what something is. */
const ARTICLE = /^(?:an?|the|ein|eine|der|die|das|une?|l[ae]|una?|un|el|il|uma?|een|de|het)\s/iu;
/** "Utilities for", "Javascript implementation of": the same without an article. */
const NAMING =
  /^(?:[\p{L}\p{N}.,@/'’()-]+\s){1,6}?(?:for|to|of|with|in|für|zum|zur|mit|von|para|con|de|pour|per|di|do|voor|met|для|do)\s/iu;
/** A menu, a breadcrumb, code, or a quotation. */
const OTHER = /^["“„«「[❯▸►→•‣·✓✔☑]|\s[|·•›»→]\s|[{}<>=]{2}|^[\d\s.]+$/u;
/** An address in brackets, after what it belongs to. */
const ADDRESS_IN_BRACKETS = /\s*[(（]https?:[^)）]*[)）]/gu;
/** Words of a whole sentence, whose subject is not what the title names. */
const VERB =
  /\s(?:is|are|was|were|has|have|had|can|may|must|will|would|should|do|does|did|ist|sind|war|hat|haben|kann|muss|wird|est|sont|ont|peut|es|son|está|tiene|puede|è|sono|ha|può|é|são|tem|pode|heeft|kan)[\s,]/iu;

/** Sections that only software has, and nearly every README of it. */
const SOFTWARE_SECTION =
  /^\P{L}*(?:(?:how to )?(?:install|use$|usage|run|build)|getting started|quick[ -]?start|api(?!\p{L})|licen[cs]e|contribut|set ?-?up|config|features|verwendung|benutzung|nutzung|bedienung|einrichtung|konfiguration|lizenz|schnellstart|mitmachen|mitwirken|beitragen|instala|uso$|licencia|puesta en marcha|utilisation|démarrage|installazione|utilizzo|licenza|licença|utilização|gebruik|licentie|użycie|licencja|установка|использование|лицензия|インストール|導入|使い方|使用方法|ライセンス|安装|使用|用法|快速|许可)/iu;

/** Code that loads or installs what a README is about. A command may stand in a block quote. */
const LOADING =
  /\brequire\s?\(["']|^[ \t]*import .*["']|^[ \t]*from [\w.]+\simport\s|^[ \t]*use \w+::|^[ \t]*(?:npm|pip|cargo|gem)\s\w+/mu;

/**
 * Whether a document is the README of some software: it has two sections such as "Installation" and "License", or one of them
 * and code, or code that loads it.
 */
function isReadme({ text, blocks }: Pick<Document, "text" | "blocks">): boolean {
  const headings = blocks.filter(({ kind }) => kind === "heading").map(({ start, end }) => text.slice(start, end));
  const named = headings.filter((heading) => SOFTWARE_SECTION.test(heading) && isSectionName(heading));
  const code = blocks.filter(({ kind }) => kind === "code" || kind === "quote");
  return (
    named.length > 1 ||
    (named.length > 0 && code.some(({ kind }) => kind === "code")) ||
    code.some(({ start, end }) => LOADING.test(text.slice(start, end)))
  );
}

/**
 * The statements that are the taglines of a document: the first words below its title, and below a heading such as "About",
 * that say what the thing is. Empty unless it is the README of some software.
 */
export function findTaglines(
  statements: readonly Statement[],
  document: Pick<Document, "text" | "blocks">,
): ReadonlySet<Statement> {
  const taglines = new Set<Statement>();
  if (!statements.length || !isReadme(document)) return taglines;
  const opening = statements[0]!.section;
  const sections = Map.groupBy(statements, ({ section }) => section);
  for (const [section, all] of sections) {
    const { heading } = all[0]!;
    const isIntroduction = heading !== null && INTRODUCTION.test(heading);
    const isTop = section === opening && (heading === null || isIntroduction || !isSectionName(heading));
    if (!isTop && !isIntroduction) continue;
    const blocks = [...Map.groupBy(all, ({ block }) => block).values()].slice(0, MAX_BLOCKS);
    const found =
      blocks.find((block) => isTagline(block))?.[0] ??
      blocks.flat().find(({ text, isReadable }) => isReadable && SAYS_OF_ITSELF.test(text) && !STATE.test(text));
    if (found) taglines.add(found);
    if (taglines.size > 1) break;
  }
  return taglines;
}

/** Whether a block begins with a tagline: its only sentence, or one that plainly names what the thing is. */
function isTagline([first, ...others]: readonly Statement[]): boolean {
  const { text, form } = first!;
  if (form !== "prose" || /[:：,，]$/.test(text.trim())) return false;
  if ([NOTICE, CIRCUMSTANCE, STATE, QUESTION, OTHER].some((pattern) => pattern.test(text))) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const isUnspaced = (text.match(UNSPACED)?.length ?? 0) > 0.3 * letters;
  const size = isUnspaced ? text.replace(/\s/g, "").length : countWords(text);
  const { min, max } = isUnspaced ? LENGTH.unspaced : LENGTH.spaced;
  if (size < min || size > max || letters < 0.5 * text.replace(/\s/g, "").length) return false;
  if (isPhrase(text.replace(ADDRESS_IN_BRACKETS, ""), size)) return false;
  const isOnly = !others.some((other) => /\p{L}/u.test(other.text));
  if (isOnly || SAYS_OF_ITSELF.test(text) || definedSubject(text) !== null) return true;
  return !VERB.test(text) && (ARTICLE.test(text) || NAMING.test(text) || size <= MAX_NAMING_WORDS);
}
