import type { PasswordContext } from '../ports/block-list.js'

/** What a product like this one is called by those who choose a password for it. */
const product = ['portail', 'portal', 'portico']

/** Less than this besides the words of the context is "little more": it could not be a password itself. */
const little = 8

/**
 * Whether a password consists of what is known of whoever chooses it (login name, address, names, and what is in them), and little more.
 * Case, accents, blanks and punctuation do not count, nor do eight digits: a year, a date.
 */
export function isOfContext(password: string, { loginName = '', address = '', names = [] }: PasswordContext): boolean {
  const words = [loginName, address, ...names, ...product].flatMap(wordsOf)
  const letters = lettersOf(password)
  // What takes the place of a word is none, so that nothing grows together around it.
  const rest = [...new Set(words)]
    .sort((one, other) => other.length - one.length)
    .reduce((left, word) => left.replaceAll(word, '\n'), letters)
  const digits = rest.match(/\p{N}/gu)?.length ?? 0
  const others = Array.from(rest.replaceAll(/[\n\p{N}]/gu, '')).length
  return rest.includes('\n') && others + Math.max(0, digits - 8) < little
}

/** A text as one word, and its parts: `marie.roy@cabinet.example` also as `marie`, `roy`, `cabinet`. */
const wordsOf = (text: string): readonly string[] => {
  const short = text.slice(0, 1_024)
  return [lettersOf(short), ...short.split(/[^\p{L}\p{M}\p{N}]+/u).map(lettersOf)].filter((word) => word.length >= 3)
}

const lettersOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
