/** The sentences of `explain` and the headings of `matrix`; `{…}` is filled in. */
export type Phrase =
  | 'yes'
  | 'refusedByRow'
  | 'noRow'
  | 'because'
  | 'row'
  | 'neverRow'
  | 'candidate'
  | 'needsLevel'
  | 'needsModule'
  | 'needsOption'
  | 'needsCondition'
  | 'overruled'
  | 'change'
  | 'and'
  | 'then'
  | 'always'
  | 'refused'
  | 'if'
  | 'unless'
  | 'never'
  | 'action'
  | 'everyone'
  | 'PORTAL_NOT_ACTIVE'
  | 'MEMBER_DISABLED'
  | 'MEMBER_OF_ANOTHER_PORTAL'
  | 'RECORD_OF_ANOTHER_PORTAL'
  | 'RECORD_NEEDED'
  | 'RECORD_NOT_JUDGED'
  | 'UNKNOWN_SUBJECT'
  | 'UNKNOWN_ACTION'
  | 'MODULE_NOT_LICENSED'
  | 'MODULE_SWITCHED_OFF'
  | 'MODULE_NOT_FOR_GUESTS'
  | 'MODULE_RESTRICTED'
  | 'NOT_BOUND'
  | 'open'
  | 'moduleAccess'
  | 'switchOn'
  | 'licence'
  | 'option'
  | 'reactivate'
  | 'convertToUser'
  | 'administration'
  | 'fullAccess'
  | 'ownership'

/** A language for everything that the policy says about itself. Take one of the library's, or write your own. */
export interface Language {
  /** BCP 47: `en`, `fr`. */
  readonly code: string
  /**
   * Names of modules, resources, levels and actions, and conditions and openings by their English text. Whatever is missing is shown as it
   * stands in the policy.
   */
  readonly labels: Readonly<Record<string, string>>
  readonly phrases: Readonly<Record<Phrase, string>>
}

/** What this is called in the language. */
export const labelOf = (language: Language, name: string): string =>
  Object.hasOwn(language.labels, name) ? (language.labels[name] as string) : name

/** A sentence of the language with its blanks filled in. */
export function say(language: Language, phrase: Phrase, words: Readonly<Record<string, string | number>> = {}): string {
  return language.phrases[phrase].replace(/\{(\w+)\}/g, (blank, name: string) => (Object.hasOwn(words, name) ? String(words[name]) : blank))
}
