const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** A language as a model is told it: "German" for `de`. What is no BCP-47 tag is the asker's own word for it. */
export function languageName(tag: string): string {
  if (tag === "und") return "the document's language";
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
