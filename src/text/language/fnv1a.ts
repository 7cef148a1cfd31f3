/**
 * Returns the 32-bit FNV-1a hash of a string's UTF-16 code units. `seed` is XORed into the offset basis.
 * http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function fnv1a(text: string, seed: number): number {
  let hash = 2166136261 ^ seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash >>> 0;
}
