/** What programs enter as the title of a document that nobody has named, in the languages of Office. */
const PLACEHOLDER_TITLE =
  /^(?:microsoft (?:word|powerpoint|excel)\b.*|untitled\b.*|(?:new )?(?:document|dokument|documento|doc|book|mappe|presentation|präsentation|presentación|apresentação|présentation|presentazione|slide|folie|title|titel)[\s_-]*\d*|(?:powerpoint|power point)[\s-]\p{L}+|unbenannt.*|ohne titel.*|sans titre.*|sin título.*|sem título.*|senza titolo.*|без имени.*|無題.*|文書\s?\d*|文档\s?\d*|プレゼンテーション\s?\d*|.*\.(?:docx?|pdf|odt|rtf|pptx?|xlsx?|indd|tex|txt|md|dvi|qxd))$/iu;
/** Accounts and programs that stand in the property of the author. */
const PLACEHOLDER_AUTHOR =
  /^(?:(?:microsoft )?office[\s-]?(?:user|benutzer|anwender)?|microsoft.*|user\d*|admin(?:istrator)?|benutzer|utilisateur|usuario|root|owner|pc|windows.*|unknown|anonymous|author|python-docx|latex.*|\S+@\S+|[a-z]{2,}\d+|)$/i;

/** Returns a declared title, or null if a program has entered it, such as "Microsoft Word - Document1". */
export const ownTitle = (title: string | null): string | null =>
  title && !PLACEHOLDER_TITLE.test(title) ? title : null;

/** Returns a declared author, or null if it is an account or a program, such as "Microsoft Office User". */
export const ownAuthor = (author: string | null): string | null =>
  author && !PLACEHOLDER_AUTHOR.test(author) ? author : null;
