import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

// Every situation of `cases.tsv` is a test in one of the files `cases-*.test.ts`, named by its id, or is listed here.

const here = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')
const rows = here('cases.tsv')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
const ids = rows.map(([id = '']) => id)

/** What is for the application, or proven elsewhere: the reason, and where it is said. */
const listed: readonly (readonly [id: string, reason: string, where: string])[] = [
  [
    'R145',
    'The page refuses forms of other sites: test/web tries it with origins and cookies.',
    'docs/guide/registration.md, the landing page',
  ],
  ['R187', 'The contract of storages is run over every adapter: test/adapters.', 'docs/guide/storage.md, an adapter of your own'],
]

/**
 * What is called otherwise than in the table: our codes are those of `src/errors.ts`, and our audit records are named by the command. Some are no
 * codes: what a portal is flagged as, and keywords.
 */
const spelled: Readonly<Record<string, string>> = {
  INVALID_INPUT: 'INPUT_INVALID',
  TAKEN: 'LOGIN_NAME_TAKEN',
  NEEDS_REASSIGN: 'the status `suspended`',
  PASSWORD_TOO_SHORT: 'PASSWORD_TOO_SHORT; for an empty one INPUT_INVALID, which costs no attempt',
}

const tested = readdirSync(new URL('.', import.meta.url))
  .filter((name) => /^cases-.*\.test\.ts$/.test(name))
  .flatMap((name) => Array.from(here(name).matchAll(/['`](R\d{3}) /g), ([, id = '']) => id))

describe('the situations of the table', () => {
  it('are all there', () => expect(ids).toHaveLength(117))

  it('are each tested or listed, and never both', () => {
    const told = listed.map(([id]) => id)
    expect(ids.filter((id) => !tested.includes(id) && !told.includes(id))).toEqual([])
    expect(told.filter((id) => tested.includes(id))).toEqual([])
    expect([...tested, ...told].filter((id) => !ids.includes(id))).toEqual([])
  })

  it('speak of codes that there are, or are said to be called otherwise', () => {
    const codes = new Set(Array.from(here('../../src/errors.ts').matchAll(/\| '([A-Z_]+)'/g), ([, code = '']) => code))
    const spoken = rows.flatMap(([, , , , outcome = '']) => outcome.match(/\b[A-Z]+_[A-Z_]+\b/g) ?? [])
    expect(spoken.length).toBeGreaterThan(40)
    expect(spoken.filter((code) => !codes.has(code) && !Object.hasOwn(spelled, code) && !code.endsWith('_'))).toEqual([])
  })
})
