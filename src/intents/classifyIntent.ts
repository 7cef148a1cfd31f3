import { isAskedFor } from "./asked.ts";
import { findLexemes, type Lexeme } from "./lexemes.ts";
import { isRemark } from "./questions.ts";

/**
 * What somebody wants of a digest. All fields null: the digest itself. `section` is a number or a heading ("3",
 * "chapter 4", "methods"), `language` BCP-47, `focus` the topic in the writer's words.
 */
export type Wish = {
  length: "shorter" | "longer" | "headline" | null;
  style: "bullets" | "plain" | null;
  language: string | null;
  section: string | null;
  focus: string | null;
};

/**
 * What a message wants. `needsSection` marks a wish for a part by its number ("article 5") that is a question if the
 * document has no such part. `language` is that of the words, BCP-47. `help` with `ofBot: false` ("how does this work?") asks about the bot only where no document is
 * talked about.
 */
export type Intent =
  | { kind: "question" }
  | { kind: "wish"; wish: Wish; needsSection: boolean }
  | { kind: "chatter"; mood: "thanks" | "laughter" | "other" }
  | { kind: "greeting"; language: string }
  | { kind: "help"; language: string; ofBot: boolean };

/** Maximum length of a message that is not a question, in UTF-16 units. Longer ones say more than a wish. */
const MAX_LENGTH = 200;
/** Maximum number of words in a topic or in the name of a section. */
const MAX_TOPIC_WORDS = 6;
const QUESTION: Intent = { kind: "question" };
const EMOJI = /<a?:\w+:\d+>|\p{RGI_Emoji}|\p{Extended_Pictographic}|[:;=][\-']?[\)D\(Pp](?!\w)|<3|\^\^/gv;
const LAUGHING = /[😂🤣😆😄😁😅😹💀☠😝😜😛]|:(?:joy|rofl|laughing|sob|skull|kekw|lul):|[:;=xX]-?[DPp](?!\w)/u;
/** A mark that sets off what stands before it. */
const SET_OFF = /[,.!;:\n–-]/;
const KIND_EMOJI = /[👍👌🙏❤💙💚💛🧡💜🖤🤍♥😍🥰😘🤩👏🙌🎉🥳💯✅🔥😊🙂😀😃☺🤗🫶🤝💪⭐🌟✨🫡😎]|<3|[:;=]-?\)|\^\^/u;
/** An article or a word like it, before the name of a section: "the methods section". */
const ARTICLE = /^(?:the|that|this|its|der|die|das|den|dem|el|la|los|las)$/;

/**
 * Returns what a message wants, by the words it is made of, in English, German, Spanish and Japanese, also mixed. Only
 * what consists of nothing but words of wishes or of chatter, and perhaps a topic, is one. Everything else is a
 * question.
 * @param text without mentions and URLs
 */
export function classifyIntent(text: string): Intent {
  if (text.length > MAX_LENGTH) return QUESTION;
  const withoutEmoji = text.replace(EMOJI, " ");
  const lexemes = findLexemes(withoutEmoji);
  if (!lexemes.length) return emojiIntent(text);
  const content = lexemes.filter(({ symbol }) => symbol !== "f");
  const symbols = content.map(({ symbol }) => symbol).join("");
  const language = content.find(({ symbol }) => /[h?q]/.test(symbol))?.value ?? "en";
  if (/^[htk]*\?[htk]*$/.test(symbols)) return { kind: "help", language, ofBot: true };
  if (/^[htk]*q$/.test(symbols)) return { kind: "help", language, ofBot: false };
  if (/^h+k?$/.test(symbols)) return { kind: "greeting", language };
  const mood = isDenial(content, withoutEmoji) ? null : chatterMood(symbols, text);
  if (mood) return { kind: "chatter", mood };
  const wish = isAskedFor(lexemes, withoutEmoji) ? findWish(lexemes, withoutEmoji) : null;
  if (wish) return { kind: "wish", wish, needsSection: wish.section !== null && symbols.includes("j") };
  return isLaughingRemark(content, withoutEmoji) ? { kind: "chatter", mood: "laughter" } : QUESTION;
}

/** Whether somebody laughs and makes a remark: "lol he sounds lovely". */
function isLaughingRemark(content: Lexeme[], text: string): boolean {
  const laughter = content.findIndex(({ symbol }) => !/[tkg]/.test(symbol));
  const opening = content.slice(0, laughter);
  return opening.some(({ symbol }) => symbol === "g") && isRemark(text.slice(opening.at(-1)!.end));
}

/** Sets off thanks or laughter from the question after it. */
const BREAK = /^[^,.!;:…–—-]*[,.!;:…–—-]+\s*/u;

/** A question without the thanks, laughter or the like before it: "thanks! and in 2023?". */
export function withoutChatter(text: string): string {
  const opening = BREAK.exec(text)?.[0];
  const rest = opening ? text.slice(opening.length) : "";
  return opening && rest && classifyIntent(opening).kind === "chatter" ? withoutChatter(rest) : text;
}

function emojiIntent(text: string): Intent {
  if (!EMOJI_ONCE.test(text)) return QUESTION;
  return { kind: "chatter", mood: LAUGHING.test(text) ? "laughter" : KIND_EMOJI.test(text) ? "thanks" : "other" };
}
const EMOJI_ONCE = new RegExp(EMOJI.source, "v");

/** Returns the mood of what is nothing but chatter, or thanks for something; null for anything else. */
function chatterMood(symbols: string, text: string): "thanks" | "laughter" | "other" | null {
  if (!/^e?[tgkh]+$|^[tgkh]*T[^#CBVUcq?]{0,6}$/.test(symbols) || /[?？]\s*$/.test(text)) return null;
  if (/g/.test(symbols)) return "laughter";
  return /t/i.test(symbols) ? "thanks" : "other";
}

/** Whether praise or agreement is denied, as in "eso no es cierto" and "está mal". "No thanks" and "no, that's fine" are none. */
const isDenial = (content: Lexeme[], text: string): boolean =>
  /\best[aá] mal\b/i.test(text) ||
  content.some(({ word, end }, i) => {
    const next = content[i + 1];
    const isPraise = next?.symbol === "t" && !THANKS.test(next.word);
    return word === "no" && isPraise && !SET_OFF.test(text.slice(end, next.start));
  });
const THANKS = /^(?:thanks?|thankyou|thx|ty|ta|gracias|mil|muchas|danke|merci|se)$/;

/** Nothing but wishes: "a shorter summary in German, as bullet points", "is there a short version?" */
const WISHES = /^(?:w+(?=[dsb1])|e+(?=[dsb1lpm]))?(?:[slm1bBpdDvV]|i?n|i(?=[dDvbp1])|a(?=d))+$/;

/** Returns the wish that the lexemes express, or null. */
function findWish(lexemes: Lexeme[], text: string): Wish | null {
  const content = trimChatter(
    lexemes.filter(({ symbol }) => symbol !== "f"),
    text,
  );
  const symbols = content.map(({ symbol }) => symbol).join("");
  const wish: Wish = { length: null, style: null, language: null, section: null, focus: null };
  for (const { symbol, value } of content) applySymbol(wish, symbol, value);
  if (content.some(({ symbol }) => symbol === "m") && Object.values(wish).every((value) => value === null))
    wish.length = "longer";
  if (WISHES.test(symbols)) return wish;
  return findSectionWish(content, symbols, wish, lexemes, text) ?? findTopicWish(content, symbols, wish, lexemes, text);
}

function applySymbol(wish: Wish, symbol: Lexeme["symbol"], value: string): void {
  if (symbol === "s") wish.length ??= "shorter";
  if (symbol === "l") wish.length ??= "longer";
  if (symbol === "1") wish.length = "headline";
  if (symbol === "b" || symbol === "B") wish.style = "bullets";
  if (symbol === "p") wish.style ??= "plain";
  if (symbol === "n") wish.language = value;
}

/**
 * Removes greetings, thanks and the like before and after a wish. In what is put as a question, only if a punctuation
 * mark sets them off: "is that ok for children?" is one.
 */
function trimChatter(content: Lexeme[], text: string): Lexeme[] {
  const isChatter = ({ symbol }: Lexeme): boolean => /[tgkh]/.test(symbol);
  const first = content.findIndex((lexeme) => !isChatter(lexeme));
  if (first < 0) return [];
  const isSetOff = first === 0 || SET_OFF.test(text.slice(content[first - 1]!.end, content[first]!.start));
  if (/[?？]/.test(text) && !isSetOff) return content;
  return content.slice(first, content.findLastIndex((lexeme) => !isChatter(lexeme)) + 1);
}

const BEFORE_SECTION = "(?:[slm1bBpdDvwaiuen])*";
const AFTER_SECTION = "(?:[VBUslmpbyvawind])*";
/** A section by its usual name alone, or asked for by "what does … say". */
const BY_USUAL_NAME = /^(?:[slm1bpindvaue]*o[insbpvVU]*|wo+y)$/;
const BY_NUMBER = new RegExp(`^(${BEFORE_SECTION})(?:[cj]#|#[cj]|C)(${AFTER_SECTION})$`);

/** Finds a section by number ("section 3", "the second chapter", 第3章) or by name ("the methods section"). */
function findSectionWish(content: Lexeme[], symbols: string, wish: Wish, lexemes: Lexeme[], text: string): Wish | null {
  if (BY_NUMBER.test(symbols)) {
    const named = content.find(({ symbol }) => symbol === "C");
    if (named) return { ...wish, section: named.value };
    const number = content.find(({ symbol }) => symbol === "#")!.value;
    const label = content.find(({ symbol }) => symbol === "c" || symbol === "j")!.word;
    return { ...wish, section: /^(?:sec|abs|apart|epig|§|sub|sekt)/.test(label) ? number : `${label} ${number}` };
  }
  const [, before = "", name = "", after] =
    /^([slm1bpindva]*)([xo]+)c([insbpv]*)$/.exec(symbols) ?? /^([slm1bpindva]*)c(?:a?)([xo]+)()$/.exec(symbols) ?? [];
  if (after === undefined || name.length > MAX_TOPIC_WORDS) return null;
  const words = content.filter(({ symbol }) => symbol === "x" || symbol === "o");
  const preceding = lexemes[lexemes.indexOf(words[0]!) - 1];
  const isCalledFor = /[vd]/.test(before) || (preceding !== undefined && /[fau]/.test(preceding.symbol));
  if (!isCalledFor || (!before && /[?？]/.test(text) && preceding && !ARTICLE.test(preceding.word))) return null;
  return { ...wish, section: topicOf(words, text) };
}

const LATIN_TOPIC = /^([slm1bpindv]*)([uabdv])(a?)([x#o]+)([inv]*)$/;
const JAPANESE_TOPIC = /^[xo]{1,3}[BVU][BVUpsl]*$/;

/** Finds a wish with a topic: "a list of the penalties", "the part about parking", "summarise the costs". */
function findTopicWish(content: Lexeme[], symbols: string, wish: Wish, lexemes: Lexeme[], text: string): Wish | null {
  const words = content.filter(({ symbol }) => /[x#o]/.test(symbol));
  if (words.length && (JAPANESE_TOPIC.test(symbols) || BY_USUAL_NAME.test(symbols)))
    return { ...wish, focus: topicOf(words, text) };
  const [, before = "", hinge, preposition, topic] = LATIN_TOPIC.exec(symbols) ?? [];
  if (!hinge || !topic || topic.length > MAX_TOPIC_WORDS) return null;
  if (hinge === "a" && !/[bdv]$/.test(before)) return null;
  // "list price" and "summary judgment" are no wishes, "list of prices" and "list the prices" are.
  const at = lexemes.indexOf(words[0]!);
  const isJoined = /[bd]/.test(lexemes[at - 1]!.symbol) && !preposition;
  if (isJoined && (at !== 1 || /[?？]/.test(text))) return null;
  return { ...wish, focus: topicOf(words, text) };
}

const topicOf = (words: Lexeme[], text: string): string =>
  text.slice(words[0]!.start, words.at(-1)!.end).replace(/\s+/g, " ").trim();
