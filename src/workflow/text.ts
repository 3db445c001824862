// Values in texts that others read: they stay values, and in their place.

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A text in HTML: never markup, wherever it stands. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

/** Control characters, line separators and what turns the direction of writing. */
const unruly = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu

/** A text that stays on its line and in its place. */
export const inPlace = (text: string): string => text.replace(unruly, ' ')
