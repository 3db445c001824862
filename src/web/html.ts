import { escapeHtml, inPlace } from '../workflow/text.js'

/** A piece of a page that is markup already. */
export interface Markup {
  readonly markup: string
}

/** Markup with values in it. A text is a value, whatever it contains; only what is markup already stays as it is. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Markup | readonly Markup[])[]): Markup {
  const filled = parts.map((part, index) => (index === 0 ? part : valueOf(values[index - 1] ?? '') + part))
  return { markup: filled.join('') }
}

function valueOf(value: string | Markup | readonly Markup[]): string {
  if (typeof value === 'string') return escapeHtml(inPlace(value))
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}
