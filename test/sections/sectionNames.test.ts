import { expect, test } from "vitest";
import { isSectionName } from "../../src/sections/index.ts";

test.each([
  "About",
  "## 🚀 Getting started",
  "Quick Start:",
  "1. Installation",
  "Table of Contents",
  "Join the discussion",
  "Release notes",
  "Erste Schritte",
  "Lizenz",
  "Primeros pasos",
  "Características",
  "À propos",
  "Per iniziare",
  "Início rápido",
  "Aan de slag",
  "Spis treści",
  "Быстрый старт",
  "使い方",
  "快速开始",
])("%s is the name of a section", (heading) => expect(isSectionName(heading)).toBe(true));

test.each([
  "Heron",
  "About the bells of Varnholt",
  "Installation of the new weir",
  "Summary of the hearing",
  "Moor und Heide",
  "Instalación de gas en la cocina",
  "はじめての釣り",
])("%s is no name of a section", (heading) => expect(isSectionName(heading)).toBe(false));

test("what documents of their own are called heads such a document", () => {
  expect(isSectionName("Release notes", true)).toBe(false);
  expect(isSectionName("Installation", true)).toBe(true);
});
