import { html } from "hono/html";

export { html } from "hono/html";

/** A piece of the page. What is put into one is escaped, unless it is such a piece itself. */
export type Html = ReturnType<typeof html>;

/** A moment as a person's locale writes it. */
export function moment(iso: string | number, locale: string, style: Intl.DateTimeFormatOptions): Html {
  const date = new Date(iso);
  return html`<time datetime="${date.toISOString()}">${new Intl.DateTimeFormat(locale, style).format(date)}</time>`;
}

/** Attributes of an element: those that are undefined, false or empty are left out, and true ones stand bare. */
export function attributes(all: Record<string, unknown>): Html[] {
  const given = Object.entries(all).filter(([, value]) => value !== undefined && value !== false && value !== "");
  return given.map(([name, value]) => (value === true ? html` ${name}` : html` ${name}="${value}"`));
}
