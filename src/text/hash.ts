/** FNV-1a, 32 bits, over UTF-16 units; another seed gives another function. */
export function hashOf(text: string, seed: number): number {
  let hash = 2166136261 ^ seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash >>> 0;
}
