/** What only Markdown has, and how much each kind proves: a `#` alone is a comment in many a language. */
const MARKDOWN_SIGNS: [pattern: RegExp, most: number, each?: number][] = [
  [/^#{1,6} \S/gm, 2],
  [/(?:^|\n\n)#{2,6} \S.*\n\n/g, 1],
  [/^(?:```|~~~)[\w-]*[ \t]*$/gm, 2],
  [/(?<!\\)\[[^\]\n]{1,200}\]\((?:https?:|\/|\.|#|\w)[^)\s]{0,500}\)/g, 2],
  [/^\|?(?: *:?-{3,}:? *\|)+(?: *:?-{3,}:? *)?$/gm, 2, 2],
  [/\*\*[^*\s][^*\n]{0,200}\*\*/g, 1],
  [/^---\n[a-z_]+: [\s\S]{0,2000}?\n---$/gm, 2, 2],
];
const CLEARLY = 3;

/** Whether text of no name and no declared type is Markdown: signs of at least two kinds, or headings that stand free. */
export function looksLikeMarkdown(start: string): boolean {
  const text = start.replace(/\r\n?/g, "\n");
  const proofs = MARKDOWN_SIGNS.map(([sign, most, each = 1]) => Math.min(most, each * (text.match(sign)?.length ?? 0)));
  return proofs.reduce((sum, proof) => sum + proof) >= CLEARLY;
}
