/**
 * Abbreviations for sentence segmentation, in lower case and without the final full stop. All languages share the same
 * lists, because entries rarely conflict and a document may mix languages.
 */

/** Abbreviations that never end a sentence, such as titles before a name. */
export const NONBREAKING_PREFIXES = new Set(
  (
    "mr mrs ms messrs mx dr prof sen rep gov gen col lt maj capt cmdr sgt cpl pvt adm brig rev hon pres supt insp det st mt ft " +
    "vs v cf viz e.g i.e eg ie approx est dept univ assn " +
    "hr fr herr frau dipl ing bzw ggf vgl sog z.b z d.h d u.a o.ä inkl zzgl evtl ca bspw allg " +
    "sra srta dña ud uds ej p.ej excmo mme mlle mgr dott sig ing avv egr " +
    "т.е т.д напр им ул проф акад гр св"
  ).split(" "),
);

/** Abbreviations that may also end a sentence; the next word decides. */
export const AMBIGUOUS_ABBREVIATIONS = new Set(
  (
    "inc ltd co corp bros jr sr esq etc al a.m p.m am pm u.s u.k u.n e.u u.s.a d.c l.a n.y ph.d m.d b.a m.a b.c a.d " +
    "jan feb mar apr jun jul aug sep sept oct nov dec ave blvd rd usw u.s.w u.ä mio mrd tsd г гг в вв руб тыс млн млрд"
  ).split(" "),
);

/** Abbreviations that continue the sentence only before a digit, `§` or `#`, as `no.` does in `no. 5`. */
export const NUMERIC_ONLY_PREFIXES = new Set(
  "no nos nr num art abs p pp fig figs eq sec ch chap vol vols ed par tab para bd s núm nº pág cap ст п рис стр табл".split(
    " ",
  ),
);

/** Whether a text ends in an initial, or in an abbreviation after which the sentence goes on: "approx.", "Dr.", "z. B.". */
export function isNonbreakingAbbreviation(text: string): boolean {
  const [, word] = /(?:^|[\s(])(\S+)\.$/u.exec(text) ?? [];
  const lower = word?.toLowerCase() ?? "";
  return /^\p{L}$/u.test(lower) || NONBREAKING_PREFIXES.has(lower) || NUMERIC_ONLY_PREFIXES.has(lower);
}

/** Words that, after an abbreviation or an initial, almost always start a new sentence. */
export const SENTENCE_STARTERS = new Set(
  (
    "the a an it he she they we you i this that these those there in on at but and or so when while if as after before for " +
    "his her its their our my what who why how then however meanwhile although since from with to by " +
    "der die das ein eine er sie es wir ich und aber im in am el la los las un una il lo le les en il elle"
  ).split(" "),
);

/**
 * Words that follow a German ordinal, as in "am 5. Mai" and "im 19. Jahrhundert". The full stop before them belongs to
 * the number.
 */
export const GERMAN_ORDINAL_FOLLOWER =
  /^(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jahrhundert|jahrestag|platz|klasse|minute|runde|spieltag)/iu;
