import { fillers, phrases, walks, words } from './common-words.js'

/** What a stretch of a password is, and what it counts when a password is taken to pieces: the way that counts least is the right one. */
type Kind = keyof typeof costs
const costs = {
  /** A run of one character, a way over the keyboard, a year. */
  pattern: 2,
  filler: 2,
  word: 3,
  /** A digit or a sign that belongs to nothing. */
  loose: 5,
  letter: 100,
} as const

interface Piece {
  readonly kind: Kind
  readonly text: string
}

/** How much of a password may be anything at all: so many letters, so many digits and signs, so many different words. */
const most = { letters: 2, loose: 8, words: 2 }

/** What repeats itself counts once, and so much is no password. */
const shortest = 15

/**
 * Whether a password is made of what everybody thinks of first: one or two common words in any number (whatever digits, signs, accents, case
 * and look-alikes are put in), a sentence that everybody knows, ways over the keyboard, counting, or anything short that is repeated.
 *
 * Takes time in proportion to the length. What has no character of ASCII is not on the list.
 */
export function isCommon(password: string): boolean {
  const text = password.normalize('NFKC').toLowerCase().trim()
  if (!/[!-~]/.test(text)) return false
  const bare = plain(text)
  const together = bare.replaceAll(/[^\p{L}\p{N}]+/gu, '')
  return [text, together, withoutNumber(together)].some(isRepeated) || isOfWords(bare, new Set(text.match(dropped)).size)
}

/** Whether a text without accents and blanks is made of the words and patterns of the tables, and little more. */
function isOfWords(text: string, signs: number): boolean {
  const pieces = piecesOf(text)
  const count = (kind: Kind): number => pieces.filter((piece) => piece.kind === kind).length
  const different = new Set(pieces.flatMap(({ kind, text: word }) => (kind === 'word' ? word : [])))
  // The shortest words are everywhere, by chance.
  const known = pieces.reduce((sum, piece) => sum + (piece.text.length < 3 ? 0 : piece.text.length), 0)
  const little = count('letter') <= most.letters && count('loose') + signs <= most.loose && different.size <= most.words
  return little && 2 * known >= text.length + signs
}

/** Without the digits at the end; by hand, for a regular expression would begin anew at each digit. */
function withoutNumber(text: string): string {
  let end = text.length
  while (/\d/.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** Whether it is something short, over and over (the last time perhaps only its beginning). */
function isRepeated(text: string): boolean {
  // How much of its beginning each beginning ends with (Knuth, Morris and Pratt).
  const borders: number[] = [0]
  for (let at = 1; at < text.length; at++) {
    let border = borders[at - 1] ?? 0
    while (border > 0 && text[at] !== text[border]) border = borders[border - 1] ?? 0
    borders.push(text[at] === text[border] ? border + 1 : 0)
  }
  const period = text.length - (borders.at(-1) ?? 0)
  return /^[ -~]+$/.test(text) && period < shortest && 2 * period <= text.length
}

/** Signs that stand for nothing: not for letters, nor above the digits of a keyboard. They count once each. */
const dropped = /[^\p{L}\p{M}\p{N}\s!@#$%^&*()+|"=]/gu

/** Without accents, blanks and those signs. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\s]/gu, '')
    .replaceAll(dropped, '')

/** The characters that are written for letters. */
const looks: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '+': 't',
}
const looksOf = (text: string, more: Readonly<Record<string, string>> = {}): string =>
  Array.from(text, (character) => more[character] ?? looks[character] ?? character).join('')

/** The words by their first two letters, so that few are compared. */
const dictionary = new Map<string, Piece[]>()
for (const [kind, list] of [
  ['filler', fillers],
  ['word', words],
  ['word', phrases],
] as const) {
  for (const text of list) dictionary.set(text.slice(0, 2), [...(dictionary.get(text.slice(0, 2)) ?? []), { kind, text }])
}
const ways = walks.flatMap((walk) => [walk, Array.from(walk).reverse().join('')])

/** Takes a text to pieces, in the way that counts least. */
function piecesOf(text: string): readonly Piece[] {
  const readings = [text, looksOf(text), looksOf(text, { '1': 'l', '!': 'l' })]
  const best: { readonly cost: number; readonly piece?: Piece }[] = [{ cost: 0 }]
  for (let at = 0; at < text.length; at++) {
    for (const piece of piecesAt(text, readings, at)) {
      const [end, cost] = [at + piece.text.length, (best[at]?.cost ?? 0) + costs[piece.kind]]
      if (cost < (best[end]?.cost ?? Infinity)) best[end] = { cost, piece }
    }
  }
  const pieces: Piece[] = []
  for (let end = text.length, piece = best[end]?.piece; piece; end -= piece.text.length, piece = best[end]?.piece) pieces.push(piece)
  return pieces
}

/** Everything that may begin here. */
function* piecesAt(text: string, readings: readonly string[], at: number): Iterable<Piece> {
  const first = text.charAt(at)
  yield { kind: /\p{L}/u.test(first) ? 'letter' : 'loose', text: first }
  for (const reading of readings) {
    for (const piece of dictionary.get(reading.slice(at, at + 2)) ?? [])
      if (reading.startsWith(piece.text, at) && /\D/.test(text.slice(at, at + piece.text.length))) yield piece
  }
  if (/^(?:19|20)\d\d/.test(text.slice(at, at + 4))) yield { kind: 'pattern', text: text.slice(at, at + 4) }
  for (const length of [lengthOfRun(text, at), ...ways.map((way) => lengthOfWay(way, text, at))])
    if (length > 0) yield { kind: 'pattern', text: text.slice(at, at + length) }
}

function lengthOfRun(text: string, at: number): number {
  let end = at
  while (end < text.length && text[end] === text[at]) end++
  return end - at < 3 ? 0 : end - at
}

/** How far a way goes from here; three digits are a way by chance. */
function lengthOfWay(way: string, text: string, at: number): number {
  const start = way.indexOf(text.slice(at, at + 3))
  if (start < 0) return 0
  let length = 0
  while (start + length < way.length && way[start + length] === text[at + length]) length++
  return length < (/^\d/.test(text.slice(at)) ? 4 : 3) ? 0 : length
}
