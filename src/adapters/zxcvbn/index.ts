/**
 * How soon a password would be guessed, by `@zxcvbn-ts/core`: a block list, and words for whoever chooses one.
 *
 * @module
 */
import type { BlockList, PasswordContext } from '../../ports/block-list.js'

/** What is used of a `ZxcvbnFactory`. */
export interface Zxcvbn {
  /** Says how good a password is, from 0 to 4, and why. */
  check(
    password: string,
    userInputs?: string[],
  ): { readonly score: number; readonly feedback: { readonly warning: string | null; readonly suggestions: readonly string[] } }
}

/** What is used of the `translations` of a language package. */
export interface ZxcvbnTranslations {
  readonly warnings: Readonly<Record<string, string>>
  readonly suggestions: Readonly<Record<string, string>>
}

/** How passwords are judged. */
export interface ZxcvbnOptions {
  /** The least score of a password that is taken: 1 to 4; 3 when left out ("safely unguessable": more than a hundred million guesses). */
  readonly least?: number
  /** How many characters of the beginning are looked at: 15 to 256; 32 when left out. What is longer than that is better than its beginning. */
  readonly length?: number
  /** The words of `feedback`, by language: `{ en: en.translations, fr: fr.translations }` of the language packages. */
  readonly translations?: Readonly<Record<string, ZxcvbnTranslations>>
}

/** What can be said to whoever chooses a password. */
export interface ZxcvbnFeedback {
  /** From 0 to 4. */
  readonly score: number
  /** What is wrong with it, as a sentence; nothing when nothing is known to be. */
  readonly warning?: string
  /** What would make it better, as sentences. */
  readonly suggestions: readonly string[]
}

/** A block list that also says why. */
export interface ZxcvbnBlockList extends BlockList {
  /** `weak` when the score is too low. Throws when the library does. */
  reasonAgainst(password: string, context: PasswordContext): string | undefined
  /**
   * What can be said of a password, also of one that is good enough.
   *
   * @param language BCP 47; English where there are no words in it
   */
  feedback(password: string, context: PasswordContext, language: string): ZxcvbnFeedback
}

/**
 * A block list that asks zxcvbn, in the calling thread: configure it with `l33tMaxSubstitutions: 10` at most and without
 * `useLevenshteinDistance`, or somebody can keep a server busy for seconds with one password.
 *
 * @param zxcvbn an instance with the dictionaries of your choice, and without `translations`: `new ZxcvbnFactory({ dictionary, graphs })`
 * @param options the least score, how much is looked at, and the words of the feedback
 * @throws RangeError for a score or a length that is out of range
 *
 * @example
 * ```ts
 * const zxcvbn = new ZxcvbnFactory({
 *   dictionary: { ...common.dictionary, ...en.dictionary, ...fr.dictionary },
 *   graphs: common.adjacencyGraphs,
 *   l33tMaxSubstitutions: 10,
 * })
 * const list = zxcvbnBlockList(zxcvbn, { translations: { en: en.translations, fr: fr.translations } })
 * ```
 */
export function zxcvbnBlockList(zxcvbn: Zxcvbn, { least = 3, length = 32, translations = {} }: ZxcvbnOptions = {}): ZxcvbnBlockList {
  checkRange('least', least, 1, 4)
  checkRange('length', length, 15, 256)
  const check = (password: string, context: PasswordContext): ReturnType<Zxcvbn['check']> => {
    const result = zxcvbn.check(beginning(password, length), wordsOf(context, length))
    if (Number.isInteger(result.score) && result.score >= 0 && result.score <= 4) return result
    throw new TypeError(`zxcvbn gave no score, but \`${String(result.score)}\``)
  }
  return {
    reasonAgainst: (password, context) => (check(password, context).score >= least ? undefined : 'weak'),
    feedback(password, context, language) {
      const { score, feedback } = check(password, context)
      const tongue = language.split('-')[0]?.toLowerCase() ?? ''
      const { warnings, suggestions } = (Object.hasOwn(translations, tongue) && translations[tongue]) || (translations.en ?? nothing)
      return {
        score,
        ...(feedback.warning && { warning: said(warnings, feedback.warning) }),
        suggestions: feedback.suggestions.map((suggestion) => said(suggestions, suggestion)),
      }
    },
  }
}

const nothing: ZxcvbnTranslations = { warnings: {}, suggestions: {} }
/** An instance with `translations` says sentences already. */
const said = (words: Readonly<Record<string, string>>, key: string): string => (Object.hasOwn(words, key) && words[key]) || key

/** So many whole characters; what is hostile is not even read. */
const beginning = (password: string, length: number): string =>
  Array.from(password.slice(0, 2 * length))
    .slice(0, length)
    .join('')

/** What is known of whoever chooses it, whole and in its parts: few words of few letters, for each costs time. */
function wordsOf({ loginName = '', address = '', names = [] }: PasswordContext, length: number): string[] {
  // As long as what is looked at, so that a long address is still known by its beginning.
  const texts = [loginName, address, ...names].map((text) => beginning(text, length))
  const words = texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{M}\p{N}]+/u)])
  return [...new Set(words)].filter((word) => word.length >= 3).slice(0, 50)
}

function checkRange(name: string, value: number, from: number, to: number): void {
  if (!(Number.isInteger(value) && value >= from && value <= to))
    throw new RangeError(`\`${name}\` is from ${from} to ${to}, not \`${value}\``)
}
