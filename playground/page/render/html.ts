import { html } from "hono/html";

export { html } from "hono/html";

/** An HTML fragment. The `html` tag escapes all interpolated values except other fragments. */
export type Html = ReturnType<typeof html>;

/**
 * A `<time>` element with a date formatted for a locale.
 * @param date ISO 8601 string, or milliseconds since the Unix epoch
 */
export function renderTime(date: string | number, locale: string, style: Intl.DateTimeFormatOptions): Html {
  const value = new Date(date);
  return html`<time datetime="${value.toISOString()}">${new Intl.DateTimeFormat(locale, style).format(value)}</time>`;
}

/** HTML attributes. Undefined, false and empty values are omitted; true becomes a boolean attribute. */
export function attributes(values: Record<string, unknown>): Html[] {
  const present = Object.entries(values).filter(([, value]) => value !== undefined && value !== false && value !== "");
  return present.map(([name, value]) => (value === true ? html` ${name}` : html` ${name}="${value}"`));
}
