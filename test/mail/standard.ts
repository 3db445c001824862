import { ownershipLetters } from '../../src/ownership/standard-letters.js'
import { registrationLetters } from '../../src/registration/standard-letters.js'
import { renderLetter, type Letter, type Letters, type RenderedLetter } from '../../src/workflow/letters.js'
import { standardLetters } from '../../src/workflow/standard-letters.js'
import type { LetterVariables } from '../../src/records.js'

/** All that `createPortico` has, by name and language. */
export const builtIn: Letters = { ...standardLetters, ...ownershipLetters, ...registrationLetters }

/** Every built-in letter in every language that it is there in. */
export const everyLetter: readonly { readonly name: string; readonly language: string; readonly letter: Letter }[] = Object.entries(
  builtIn,
).flatMap(([name, translations]) => Object.entries(translations).map(([language, letter]) => ({ name, language, letter })))

/** Those that the guide has a picture of: of a transfer and of registration, the ones that somebody has to act on. */
const acted = [
  ...['transferConfirm.en', 'transferConfirm.fr', 'transferAccept.en'],
  ...['portalRegistration.en', 'portalRegistration.fr', 'portalAssociation.en', 'portalExpiring.fr'],
]
export const pictured = everyLetter.filter(
  ({ name, language }) => Object.hasOwn(standardLetters, name) || acted.includes(`${name}.${language}`),
)

/** What the letters are filled with, more than any of them needs. */
export const variables = {
  portalName: 'Atelier Lumière',
  inviterName: 'Olga Petrova',
  recipientName: 'Ada Lovelace',
  role: 'guest',
  ownerName: 'Max Frisch',
  candidateName: 'Uma Thurston',
  proposerName: 'Fatou Diome',
  kind: 'client',
  holderName: 'Élodie Bélanger',
  contact: 'accueil@lumiere.example',
  signInUrl: 'https://portal.example/sign-in',
  expiresAt: { time: Date.UTC(2026, 1, 3, 20, 40) },
} as const satisfies LetterVariables

/** Where the link of a letter leads. */
export function linkOf(name: string): string {
  const register = name === 'portalRegistration' ? 'register' : 'register/confirm'
  const path = Object.hasOwn(registrationLetters, name) ? register : Object.hasOwn(ownershipLetters, name) ? 'ownership' : 'invitation'
  return `https://portal.example/${path}?token=an-example-of-a-token-with-43-characters-in`
}

/** A built-in letter with everything that it needs. */
export const standard = (name: string, language: string, changes: LetterVariables = {}): RenderedLetter =>
  renderLetter(builtIn, name, language, { ...variables, ...changes }, { link: linkOf(name), timeZone: 'UTC' })

/** The variables that a letter names. */
export const namedIn = ({ subject, blocks }: Letter): readonly string[] => [
  ...new Set(
    [subject, ...blocks.map((block) => ('text' in block ? block.text : block.link))].flatMap((template) =>
      [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    ),
  ),
]
