const NEGATION =
  /(?<![\p{L}'’])(?:not|never|no|without|cannot|nicht|nie|niemals|kein\p{L}*|ohne|nunca|jamás|sin|ningun\p{L}*|ne|n['’]\p{L}+|sans|jamais|aucune?|non|não|nem)(?![\p{L}])|\p{L}n['’]t(?![\p{L}])|(?<![\p{L}'’])no one|nobody|nothing|none|nichts|nada|rien|niemand|nadie|personne ne|(?:ない|ません|なかった)|[不没沒无無]/giu;

/** Whether a sentence denies what its words say: it has an odd number of negations. */
export const isNegated = (text: string): boolean => (text.match(NEGATION)?.length ?? 0) % 2 === 1;
