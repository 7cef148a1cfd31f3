/**
 * What the sections of a README or a manual are usually called, in lower case. A heading that consists of such a name tells
 * what its section is for, not what the document is about.
 */
const SECTION_NAMES: Record<string, string> = {
  en: "about(?: (?:this|the) (?:project|package|module|library))?|abstract|acknowledge?ments?|advanced(?: usage)?|api(?: reference| docs| documentation)?|authors?|background|badges|benchmarks?|build(?:ing)?(?: from source)?|caveats|citation|commands|community|compatibility|config(?:uration)?|contact|contents|contributors?|copyright|credits|demo|dependencies|deploy(?:ment|ing)?|description|details|additional details|develop(?:ment|ing)|docs|documentation|donat(?:e|ions?)|downloads?|(?:basic |quick )?examples?(?: usage)?|(?:key |main )?features|get(?:ting)? started|help|highlights|history|how (?:it works|does it work|to (?:use|install|build|run|contribute)(?: it)?)|(?:how to )?install(?:ation|ing)?(?: (?:instructions|guide|and usage))?|instructions|introduction|intro|issues|join (?:the discussion|us|the community)|known issues|licen[cs](?:e|ing)|limitations|links|maintainers?|motivation|note|options|overview|philosophy|prerequisites|purpose|quick[ -]?start(?: guide)?|rationale|readme|references?|related(?: (?:projects|packages|work))?|requirements|resources|run(?:ning)?(?: the)?(?: tests)?|screenshots?|set ?-?up|sponsor(?:s|ing)?|status|summary|support(?:ed (?:platforms|versions|browsers|environments))?|system requirements|(?:table of contents|toc)|team|tests?|testing|thanks(?: to)?|to-?do|troubleshooting|upgrading|usage(?: examples?)?|use(?: cases)?|used (?:by|in)|using|versioning|warning|what(?: is|['’]s) (?:it|this|new)|why",
  de: "allgemeines|anforderungen|anleitung|autor(?:en|innen)?|bedienung|beispiele?|beitragen|benutzung|beschreibung|danksagung|dokumentation|einf[üu]hrung|einleitung|einrichtung|entwicklung|erste schritte|fehlerbehebung|funktionen|funktionsumfang|hintergrund|hinweise?|inbetriebnahme|inhalt(?:sverzeichnis)?|installation|konfiguration|kontakt|kurzbeschreibung|lizenz|merkmale|mitmachen|mitwirken(?:de)?|nutzung|schnellstart|systemvoraussetzungen|überblick|übersicht|unterstützung|verwendung|voraussetzungen|was ist das|worum geht['’]?e?s|zusammenfassung",
  es: "acerca de(?: este proyecto)?|agradecimientos|antecedentes|autor(?:es|a|as)?|ayuda|características|colabora(?:dores|r)?|cómo (?:empezar|usar(?:lo)?|funciona|instalar(?:lo)?)|compilación|configuración|contacto|contenidos?|contribuir|créditos|descripción|documentación|ejemplos?|empezar|funcionalidades|índice|instalación|instrucciones|introducción|licencia|primeros pasos|puesta en marcha|qué es|requisitos(?: previos)?|resumen|sobre (?:este|el) proyecto|soporte|uso|visión general",
  fr: "à propos|aide|aperçu|auteurs?|caractéristiques|configuration|contribuer|démarrage(?: rapide)?|description|documentation|exemples?|fonctionnalités|installation|introduction|licence|prérequis|présentation|remerciements|résumé|sommaire|table des matières|utilisation|vue d['’]ensemble",
  it: "autor[ei]|caratteristiche|configurazione|contenuti|contribuire|descrizione|documentazione|esempi?o?|funzionalità|guida rapida|indice|informazioni|installazione|introduzione|licenza|panoramica|per iniziare|requisiti|ringraziamenti|sommario|utilizzo",
  pt: "agradecimentos|autor(?:es)?|começando|como (?:usar|instalar|contribuir)|configuração|contribuindo|descrição|documentação|exemplos?|funcionalidades|início rápido|instalação|introdução|licença|pré-requisitos|recursos|requisitos|resumo|sobre(?: o projeto)?|sumário|uso|utilização|visão geral",
  nl: "aan de slag|auteurs?|beschrijving|bijdragen|configuratie|dankwoord|documentatie|functies|gebruik|inhoud(?:sopgave)?|inleiding|installatie|licentie|overzicht|samenvatting|vereisten|voorbeeld(?:en)?",
  pl: "autorzy|dokumentacja|funkcje|instalacja|konfiguracja|licencja|o projekcie|opis|podsumowanie|przykłady?|spis treści|użycie|wprowadzenie|współtworzenie|wymagania|uruchomienie",
  ru: "авторы|благодарности|быстрый старт|введение|возможности|документация|использование|конфигурация|лицензия|настройка|начало работы|о проекте|обзор|описание|поддержка|примеры?|содержание|требования|установка|участие",
  ja: "(?:はじめに|使い方|使用方法|使用例|利用方法|インストール(?:方法)?|導入(?:方法)?|概要|特[徴長]|機能(?:一覧)?|目次|ライセンス|設定(?:方法)?|動作(?:環境|要件)|必要(?:なもの|環境|条件)|要件|貢献|貢献方法|謝辞|作者|背景|例|サンプル|説明|このプロジェクトについて|クイックスタート|お問い合わせ|サポート|開発(?:方法)?)",
  zh: "(?:简介|介绍|概述|安装(?:方法)?|使用(?:方法|说明)?|用法|快速开始|快速上手|入门|特性|功能(?:特性)?|目录|许可证?|协议|配置|文档|示例|例子|贡献|致谢|依赖|要求|背景|说明|关于|支持)",
};
/** Names of sections that documents of their own have too: they head such a document, and a README only below its title. */
const DOCUMENT_NAMES =
  "change ?log|changes|code of conduct|contributing(?: guide(?:lines)?)?|contributions?|faq|news|notes|release notes|releases|roadmap|security(?: policy)?|tutorial|migration(?: guide)?|bekannte probleme|änderungen|fragen und antworten|mitgestalten|cambios|preguntas frecuentes|journal des modifications|更新履歴|よくある質問|更新日志|常见问题";

const NAMES = new RegExp(`^(?:${Object.values(SECTION_NAMES).join("|")})$`, "u");
const ANY_NAMES = new RegExp(`^(?:${[...Object.values(SECTION_NAMES), DOCUMENT_NAMES].join("|")})$`, "u");

/** Maximum length of a name with its number and symbols, in UTF-16 units. */
const MAX_LENGTH = 80;

/**
 * Whether a heading is the usual name of a section of a README or a manual, such as "Getting started". `isFirst` tells that it
 * heads the document: "Release notes" is a title there.
 */
export function isSectionName(heading: string, isFirst = false): boolean {
  if (heading.length > MAX_LENGTH) return false;
  const name = heading
    .toLowerCase()
    .replace(/^(?:\d{1,2}(?:\.\d{1,2})*\.?\s)?[^\p{L}]+|[^\p{L}]+$/gu, "")
    .replace(/\s+/g, " ");
  return (isFirst ? NAMES : ANY_NAMES).test(name);
}
