/**
 * Types for media-captions. Its own type definitions use imports without file extensions, which `nodenext` cannot
 * resolve.
 */
declare module "media-captions" {
  export type VTTNode =
    | { type: "text"; data: string }
    | { type: "v"; voice: string; children: VTTNode[] }
    | { type: "c" | "i" | "b" | "u" | "ruby" | "rt" | "lang" | "timestamp"; children: VTTNode[] };
  /** Times are in seconds. */
  export type VTTCue = { startTime: number; endTime: number; text: string };
  export function parseText(
    text: string,
    options: { type: "vtt" | "srt"; strict: boolean; errors: boolean },
  ): Promise<{ cues: VTTCue[] }>;
  export function tokenizeVTTCue(cue: VTTCue): VTTNode[];
}
