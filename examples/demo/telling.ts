// How the story is told: in one of two languages, and every statement is compared with what the story expects.
import { parseArgs } from 'node:util'
import { english, explain, french, type Explanation, type Language } from 'portico/explain'

/** A sentence of the story, in both languages. */
export interface Text {
  readonly en: string
  readonly fr: string
}

const { values } = parseArgs({ options: { lang: { type: 'string', default: 'en' } } })
if (values.lang !== 'en' && values.lang !== 'fr') throw new Error(`the demo speaks \`en\` and \`fr\`, not \`${values.lang}\``)
export const lang = values.lang
export const language: Language = { en: english, fr: french }[lang]
export const colon = { en: ':', fr: ' :' }[lang]

let scenes = 0
let decisions = 0
let surprises = 0

export function scene(title: Text, ...sentences: readonly Text[]): void {
  scenes += 1
  console.log(`\n── ${scenes}. ${title[lang]} ──\n`)
  for (const sentence of sentences) console.log(sentence[lang])
  if (sentences.length > 0) console.log()
}

export function check(asExpected: boolean, line: string): void {
  decisions += 1
  if (!asExpected) surprises += 1
  const unexpected = { en: 'the story says otherwise', fr: 'l’histoire dit le contraire' }[lang]
  console.log(asExpected ? `✓ ${line}` : `✗ ${line} ← ${unexpected}`)
}

type Asked = Parameters<typeof explain>[0]

/** Asks, compares the answer with what the story expects, and prints it with its reason. */
export function tellOf(who: string, ability: Asked, action: string, subject: unknown, expected: 'yes' | 'no', caption = ''): Explanation {
  const answer = explain(ability, action, subject, { language })
  const [reason = ''] = answer.text.split(';')
  check(answer.allowed === (expected === 'yes'), `${who.padEnd(6)} ${reason.trimEnd()}${caption}`)
  return answer
}

/** Says how it came out; the program ends with an error when something was not as the story says. */
export function theEnd(): void {
  const told = {
    en: `${decisions} decisions, ${surprises} not as the story says`,
    fr: `${decisions} décisions, dont ${surprises} contraires à l’histoire`,
  }
  console.log(`\n${told[lang]}`)
  if (surprises > 0) process.exitCode = 1
}
