import { kindWords } from '../registration/standard-letters.js'
import type { PageLanguage } from './request.js'
import { own } from './words.js'

/** What kinds of portals are called, by kind and language. */
export type KindNames = Readonly<Record<string, { readonly en?: string; readonly fr?: string }>>

/** What a kind of portal is called: as the application says, or as the letters do, or else by its name. */
export function kindName(kind: string, language: PageLanguage, names: KindNames = {}): string {
  return own(names, kind)?.[language] ?? own(kindWords[language], kind) ?? kind
}
