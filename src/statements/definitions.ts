/**
 * Sentences that say what something is, or what a document is for: a reader who knows nothing of it needs them first. They
 * are told by the few words that all of them have, in the languages that most documents come in.
 */

/** "is a", "ist eine", "es un": what stands between a thing and what it is. */
const IS_A =
  /^(?:is|are|ist|sind|est|sont|es|son|è|sono|é|são|to|jest|is|zijn|это|—)\s+(?:an?|the|one|ein\p{L}*|der|die|das|une?|l[ae]|un[oa]?|el|il|uma?|een|de|het|это)\s/iu;
/** Russian and Polish write a dash where others have a verb. */
const DASH_IS = /^(?:[—–-]\s+(?:это\s|to\s)?\p{Ll}|jest\s|это\s)/u;
const CJK_IS =
  /^[^、。，]{1,30}(?:とは|は)、?.{4,80}(?:です|である|(?:ツール|アプリ|ライブラリ|サービス|ソフト)\p{L}{0,4})。?$|^\S{1,20}?是(?:一|用)/u;
/** "A tool that", "Eine App für": what something is, where its name stands above. */
const NAMELESS =
  /^(?:an?|ein|eine|une?|una?|um|uma|een)\s(?:(?!(?:is|are|was|has|can|may|must|ist|hat|kann|est|peut|es|tiene|è|ha|é|tem|heeft)\s)[\p{L}\p{N}-]+,?\s){1,5}?(?:that|which|for|to|der|die|das|für|zum|zur|qui|pour|que|para|che|per|voor|dat)\s/iu;
/** "These terms govern": what a set of rules is for. */
const GOVERNS =
  /^(?:these|this|the (?:present|following)|diese[sr]?|die(?: vorliegenden?)?|der|das vorliegende|le(?:s)? présente?s?|cette|ces|ce|(?:el|las?|los) presentes?|est[aeo]s?|(?:il|la|le|i) present[ei]|quest[aoei]|[oa]s? presentes?|estes?|deze|dit|niniejsz\p{L}+|настоящ\p{L}+|данн\p{L}+)\s(?:\S+\s){1,12}?(?:govern|regulate|apply to|applies to|sets? out|cover|regeln|regelt|gelten für|gilt für|legt fest|fix|régi|définit|définissent|s['’]applique|rigen?|regula|establece|se aplica|disciplin|regola|stabilisc|si applica|estabelece|regem?|regelen|zijn van toepassing op|określa|reguluje|регулиру|определя|устанавлива)/iu;
const CJK_GOVERNS =
  /^(?:本|この)(?:規約|規則|規程|約款|条例|要領)は、?.*(?:定め|適用)|^(?:本|为).{0,40}(?:规定|办法|条例|协议).{0,20}(?:适用|规范|制定)/u;

/** Number of words in which the subject of a definition ends. */
const MAX_SUBJECT_WORDS = 7;
/** Number of UTF-16 units in which it ends. */
const MAX_SUBJECT = 90;

/** The words before "is a" in a sentence that says what something is, or null if it does not. */
export function definedSubject(text: string): string | null {
  if (CJK_IS.test(text)) return text.split(/は|是/u, 1)[0]!;
  const opening = text.slice(0, MAX_SUBJECT);
  let words = 0;
  for (const { index } of opening.matchAll(/\s+(?=\S)/gu)) {
    if (++words > MAX_SUBJECT_WORDS) return null;
    const rest = text.slice(index).trimStart();
    if (IS_A.test(rest) || DASH_IS.test(rest)) return text.slice(0, index);
  }
  return null;
}

/**
 * Whether a sentence at the start of a document says what the document is about: what its title names, what it governs, or, as
 * the first sentence below a heading, a thing without a name.
 */
export function saysWhatItIs(
  { text, isFirst }: { text: string; isFirst: boolean },
  titleTerms: ReadonlySet<string>,
  termsOf: (text: string) => string[],
): boolean {
  if (GOVERNS.test(text) || CJK_GOVERNS.test(text) || (isFirst && NAMELESS.test(text))) return true;
  const subject = definedSubject(text);
  return subject !== null && termsOf(subject).some((term) => titleTerms.has(term));
}
