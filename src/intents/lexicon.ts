/**
 * What a word or phrase can contribute to an intent. Each is one character, so that an utterance becomes a string on
 * which its wording can be matched:
 *
 * - `f` filler; `s` shorter; `l` longer; `1` in one sentence; `b` bullet points; `p` plain words
 * - `m` more: longer, unless it belongs to another wish; `n` name of a language; `i` in, into
 * - `d` the digest itself ("main points"); `D` a question for it ("what is this about"); `v` summarise
 * - `c` section, chapter; `j` part, item: a section only with a number; `#` number; `a` about, of
 * - `u` focus on, the part about; `w` what are, what does; `e` is there a, it is; `y` says
 * - `t` thanks, agreement or praise; `T` thanks for; `g` laughter; `k` other chatter; `h` greeting; `?` help
 * - `q` how does this work: help where no document is talked about
 * - `B`, `V`, `U` as `b`, `v`, `u` where the topic stands before (Japanese); `C` a section with its number in one word
 */
export type LexemeSymbol =
  | (
      | "f"
      | "s"
      | "l"
      | "1"
      | "b"
      | "p"
      | "m"
      | "n"
      | "i"
      | "d"
      | "D"
      | "v"
      | "c"
      | "j"
      | "#"
      | "a"
      | "u"
      | "w"
      | "e"
      | "y"
    )
  | ("t" | "T" | "g" | "k" | "h" | "?" | "q" | "B" | "V" | "U" | "C");

/** Words and phrases by symbol, separated by commas: lower case, without accents and apostrophes. */
export type Lexicon = Partial<Record<LexemeSymbol, string>>;

/** Returns the phrases of a lexicon with their symbols. */
export const phrasesOf = (lexicon: Lexicon): [phrase: string, symbol: LexemeSymbol][] =>
  (Object.entries(lexicon) as [LexemeSymbol, string][]).flatMap(([symbol, phrases]) =>
    phrases
      .split(",")
      .map((phrase): [string, LexemeSymbol] => [phrase.trim().replace(/\s+/g, " "), symbol])
      .filter(([phrase]) => phrase),
  );
