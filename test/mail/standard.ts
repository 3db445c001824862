import { standardLetters } from '../../src/workflow/standard-letters.js'
import { renderLetter, type Letter, type RenderedLetter } from '../../src/workflow/letters.js'
import type { LetterVariables } from '../../src/records.js'

/** Every built-in letter in every language that it is there in. */
export const everyLetter: readonly { readonly name: string; readonly language: string; readonly letter: Letter }[] = Object.entries(
  standardLetters,
).flatMap(([name, translations]) => Object.entries(translations).map(([language, letter]) => ({ name, language, letter })))

/** What the letters are filled with, more than any of them needs. */
export const variables = {
  portalName: 'Atelier Lumière',
  inviterName: 'Olga Petrova',
  recipientName: 'Ada Lovelace',
  role: 'guest',
  expiresAt: { time: Date.UTC(2026, 1, 3, 20, 40) },
} as const satisfies LetterVariables

export const link = 'https://portal.example/invitation?token=an-example-of-a-token-with-43-characters-in'

/** A built-in letter with everything that it needs. */
export const standard = (name: string, language: string, changes: LetterVariables = {}): RenderedLetter =>
  renderLetter(standardLetters, name, language, { ...variables, ...changes }, { link, timeZone: 'UTC' })

/** The variables that a letter names. */
export const namedIn = ({ subject, blocks }: Letter): readonly string[] => [
  ...new Set(
    [subject, ...blocks.map((block) => ('text' in block ? block.text : block.link))].flatMap((template) =>
      [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    ),
  ),
]
