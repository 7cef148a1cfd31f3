import type { Lexicon } from "./lexicon.ts";

export const GERMAN: Lexicon = {
  filler: `bitte, bitteschon, bidde, kannst du, konntest du, kannste, konnen sie, konnten sie, kann man, konnte man, kann ich, kannst, wurdest du, ich hatte gern, ich hatte gerne, ich mochte,
    ich will, ich brauche, hatte gern, hatte gerne, gern, gerne, mal, doch, auch, noch, nochmal, noch mal, noch einmal, wieder, jetzt, dann, und, aber, etwas, ein bisschen, bisschen, ein wenig, wenig,
    viel, deutlich, ganz, so, nur, das, die, der, den, dem, des, ein, eine, einen, einer, eines, es, mir, uns, fur mich, fur uns, mich, du, sie, ich, von, mach, mache, machen, gib, gebe, zeig, zeige, schreib, schreibe, schreiben,
    bring, setz, stell, sag, sage, erklare, ubersetze, ubersetz, ubersetzen, ubersetzung, formuliere, umformulieren, formulieren, version, fassung, text, texts, textes, artikel, artikels, dokument, dokument, seite, datei, beitrag, bericht,
    ganze, ganzen, alles, bot, pith, geht das, geht es, geht das auch, geht das noch, gehts, gehts auch, ginge das, ist das moglich, moglich, wenn moglich, vielleicht, eher, lieber, als, zur, zum, zu, hier, diesen, dieses, dieser, diese, bloss, einfach mal, schnell, kurz mal, mal kurz, alle, zusammen`,
  shorter: `halb so lang, in zwei satzen, in drei satzen, in 2 satzen, in 3 satzen, in wenigen satzen, in wenigen worten, kurzer, kurze fassung, kurzfassung, kurze version, kurzversion, kurzen, kurz, verkurze, verkurzen, kurze, knapper, knapp, kompakter, kompakt, weniger text, weniger details, weniger lang, nicht so lang, zu lang, zu lange, zu viel text, zu viel, zu ausfuhrlich, straffen, straffer, kurz und knapp, kurz und bundig`,
  more: "mehr",
  longer: `langer, langere version, lange version, langfassung, ausfuhrlicher, ausfuhrlich, detaillierter, detailliert, genauer, mehr details, mehr detail, mehr text, mehr infos, mehr informationen, ins detail, im detail, zu kurz, zu knapp, vertiefen, tiefer, erweitere, erweitern, umfangreicher`,
  oneSentence:
    "in einem satz, ein satz, in 1 satz, einen satz, ein einziger satz, in einer zeile, als uberschrift, nur die uberschrift, einzeiler",
  bullets: `stichpunkte, stichpunkten, stichpunkt, stichpunktartig, in stichpunkten, als stichpunkte, stichworte, stichworten, stichwortartig, aufzahlung, aufzahlungspunkte, als aufzahlung, liste, als liste, listenform, in listenform, aufgelistet, liste auf, bulletpoints`,
  plainWords: `einfacher, in einfachen worten, einfachen worten, mit einfachen worten, einfache worte, in einfacher sprache, einfache sprache, leichter sprache, in leichter sprache, leichte sprache, verstandlicher, verstandlich, leichter verstandlich, leichter zu verstehen,
    fur dummies, fur laien, fur kinder, fur ein kind, fur anfanger, erklars mir einfach, einfach erklart, einfach erklaren, erklar es einfach, erklare es einfach, erklar es mir einfach, erklar mir das einfach, einfach,
    als ware ich funf, als ware ich 5, als ob ich funf ware, als ob ich 5 ware, wie einem kind, wie einem funfjahrigen, wie fur ein kind, erklars, erklar es, erklar es mir, erklar mir das, erklar das, erklare es mir, erklare mir das, erklar,
    ohne fachbegriffe, ohne fachworter, ohne fremdworter, weniger fachbegriffe, ohne fachchinesisch, zu kompliziert, zu schwer, weniger kompliziert, unkompliziert, verstehe ich nicht, versteh ich nicht, ich verstehe das nicht, ich versteh das nicht, ich verstehe es nicht, kapier ich nicht, klartext, auf gut deutsch`,
  into: "auf, in, ins, aufs, im",
  digest: `wichtigsten punkte, wichtigste punkte, wichtigste, das wichtigste, wichtigsten, wichtigsten aussagen,
    wichtigsten infos, wichtigsten fakten, wichtigsten dinge, wichtigsten erkenntnisse, hauptpunkte, hauptaussagen,
    hauptaussage, hauptgedanken, kernpunkte, kernaussagen, kernaussage, kernbotschaft, kernaussagen, wesentliche,
    wesentlichen, das wesentliche, wesentlichen punkte, zusammenfassung, zusammengefasst, uberblick, ubersicht,
    kurzuberblick, fazit bitte, quintessenz, eckpunkte, highlights, kern der sache`,
  digestQuestion: `worum geht es, worum gehts, worum geht es hier, worum geht es da, worum geht es in dem text,
    worum geht es in dem artikel, worum geht es im text, worum geht es im artikel, wovon handelt es,
    wovon handelt das, wovon handelt der text, wovon handelt der artikel, um was geht es, um was gehts, was steht da,
    was steht da drin, was steht drin, was steht hier, was steht hier drin, was steht darin, was steht in dem text,
    was steht in dem artikel, was steht im text, was steht im artikel, was sagt das, was sagt der text,
    was sagt der artikel, was muss ich wissen, der kern, was meinst du, was haltst du davon, meinung`,
  summarise: "fass zusammen, fasse zusammen, zusammenfassen, fass, fasse, resumiere, zusammengefasst",
  section: "abschnitt, abschnitts, kapitel, kapitels, kap, unterkapitel, sektion",
  part: "teil, paragraph, paragraf, punkt, anhang, anlage, ziffer, ziff, artikel, art",
  about: "uber, zu, zum, zur, zum thema, von, vom, der, des, bezuglich, betreffend, namens, fur",
  focus: `der teil uber, den teil uber, dem teil uber, teil uber, der teil zu, den teil zu, teil zu, teil zum, teil zur, der teil zum, der teil zur, den teil zum, den teil zur, der abschnitt uber, den abschnitt uber, der abschnitt zu, der abschnitt zum, der abschnitt zur, abschnitt uber, abschnitt zu, abschnitt zum, abschnitt zur, das kapitel uber, kapitel uber, das kapitel zu, kapitel zu, kapitel zum, kapitel zur, die stelle uber, die stelle zu, konzentrier dich auf, konzentriere dich auf, fokus auf, mit fokus auf, fokussiere auf, fokussier dich auf, schwerpunkt auf, mit schwerpunkt auf, schwerpunkt, geh auf, vor allem uber, nur das uber`,
  whatIs:
    "was sind, was ist, was waren, welche sind, welches sind, was steht in, was steht im, was sagt, was besagt, was enthalt, worum geht es in, worum geht es im, worum gehts in, worum gehts im",
  existence:
    "das ist, es ist, das war, das ist mir, es ist mir, gibt es eine, gibt es ein, gibts eine, gibts ein, gibt es auch eine, gibts auch eine, gibt es einen, hast du eine, hast du auch eine, gibt es das, gibt es das auch, gibts das, gibts das auch",
  says: "sagt, steht, drin, aus",
  thanks: `gute zusammenfassung, tolle zusammenfassung, super zusammenfassung, danke, danke schon, dankeschon, danke dir, danke euch, vielen dank, besten dank, herzlichen dank, tausend dank, dank dir, dankee, merci, thx, dankbar, ich danke dir,
    ok, okay, oke, oki, alles klar, klar, na klar, verstanden, verstehe, ich verstehe, ach so, achso, aha, gut, sehr gut, ganz gut, gut so, gut zu wissen, passt, passt so, stimmt, stimmt so, genau, richtig, ja, jo, jep, jup, jawohl, einverstanden, geht klar, in ordnung,
    super, top, toll, klasse, prima, spitze, genial, geil, cool, nice, mega, hammer, perfekt, wunderbar, ausgezeichnet, hervorragend, starke leistung, stark, gut gemacht, gute arbeit, guter bot, braver bot, bester bot, toller bot, bist der beste, du bist der beste, du bist super, du bist toll, sehr hilfreich, hilfreich, das hilft, das hat geholfen, interessant, sehr interessant, spannend, krass, wow, sauber, lauft, freut mich, schon, sehr schon, wie schon, fein`,
  thanksFor: "danke fur, vielen dank fur, dank fur, danke dir fur",
  laughter:
    "haha, hihi, hehe, lol, lustig, witzig, sehr lustig, zu lustig, ich lach mich tot, ich kann nicht mehr, rofl, kicher, lach",
  otherChatter:
    "nein, ne, nee, no, naja, na ja, egal, schon gut, vergiss es, sorry, entschuldigung, tut mir leid, ups, hm, hmm, tschuss, tschau, ciao, bis dann, bis spater, bis bald, gute nacht, schade, oh, ach, ah, mist, puh, oje, keine ahnung, kein problem, gern geschehen, test",
  greeting:
    "hallo, hallochen, hi, hey, moin, moin moin, servus, gruss gott, gruezi, tag, guten tag, guten morgen, guten abend, morgen, na, wie gehts, wie geht es dir, wie gehts dir, gruss dich, hallihallo, mahlzeit, ihr, zusammen",
  help: `hilfe, kannst du mir helfen, kannst du helfen, konntest du mir helfen, hilfst du mir, hilf mir, hilf mir bitte, was kannst du, was kannst du alles, was kannst du tun, was kannst du machen, was kannst du so, was machst du, was bist du, wer bist du, was ist pith, wie benutze ich dich, wie benutze ich den bot, wie funktionierst du, wie funktioniert der bot, wie funktioniert dieser bot, wie geht der bot, wie verwende ich dich, wie bedient man dich, befehle, welche befehle gibt es, anleitung, bedienung, was kann der bot, was kann dieser bot, was macht der bot, ich brauche hilfe, brauche hilfe, wozu bist du da`,
  howItWorks:
    "wie funktioniert das, wie funktioniert es, wie geht das, wie benutzt man das, wie benutze ich das, was nun, was muss ich tun",
};
