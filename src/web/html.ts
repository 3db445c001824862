/** A piece of a page that is markup already. */
export interface Markup {
  readonly markup: string
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

/** What turns the direction of writing, and control characters: a value stays in its place. */
const unruly = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu

/** Markup with values in it. A text is a value, whatever it contains; only what is markup already stays as it is. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Markup | readonly Markup[])[]): Markup {
  const filled = parts.map((part, index) => (index === 0 ? part : valueOf(values[index - 1] ?? '') + part))
  return { markup: filled.join('') }
}

function valueOf(value: string | Markup | readonly Markup[]): string {
  if (typeof value === 'string') return escape(value.replace(unruly, ' '))
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}
