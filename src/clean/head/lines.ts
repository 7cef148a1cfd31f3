/** A line of the head of a document. */
export type HeadLine = {
  text: string;
  /** Whether it is the first one after a blank line or at the start of the text. */
  apart: boolean;
  /** The parts of a line that wide gaps separate, if there are several. */
  columns?: string[];
};

/** Headings with which the text of a document begins. Neither titles nor authors stand below them. */
const SECTION_START =
  /^[^\p{L}\p{N}]*(?:\d{1,2}\.?\s+|[ivx]{1,4}\.\s+)?(?:abstract|summary|executive summary|introduction|contents|table of contents|overview|background|foreword|preface|keywords?|ccs concepts|highlights|at a glance|arrangement of sections|on this page|in this (?:issue|article|page)|zusammenfassung|kurzfassung|einleitung|inhalt(?:sverzeichnis)?|überblick|vorwort|hintergrund|tagesordnung|résumé|sommaire|table des matières|introducción|resumen|índice|contenido|prólogo|antecedentes|orden del día|resumo|introdução|sumário|conteúdo|riassunto|sommario|indice|introduzione|premessa|аннотация|введение|содержание|оглавление|резюме|предисловие|повестка дня|agenda|ordre du jour|摘要|目录|目錄|目次|引言|前言|概要|要旨|はじめに|序論)\s*[:：.—–-]?\s*$/iu;

/** Whether a line is the heading of the first section, such as "Abstract" or "Contents". */
export const isSectionStart = (text: string): boolean =>
  text.length <= 60 && SECTION_START.test(text.replace(/^(?:\p{L} ){3,}\p{L}$/u, (spaced) => spaced.replace(/ /g, "")));
