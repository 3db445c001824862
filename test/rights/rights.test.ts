import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { disagreement, runCases } from '../cases.js'
import { communityMatrices } from './community.js'
import { crmMatrices } from './crm.js'
import { documentsMatrices } from './documents.js'
import { cells, type Matrix } from './oracle.js'
import { peopleMatrices } from './people.js'
import { portalMatrices } from './portal.js'
import { projectsBeyondSample, projectsMatrices } from './projects.js'
import { toolsMatrices } from './tools.js'

const matrices: readonly Matrix[] = [
  ...documentsMatrices,
  ...crmMatrices,
  ...communityMatrices,
  ...peopleMatrices,
  ...projectsMatrices,
  ...projectsBeyondSample,
  ...portalMatrices,
  ...toolsMatrices,
]

describe('the independent matrices', () => {
  test.each(matrices.map((matrix) => [matrix.name, matrix] as const))('%s', (_name, matrix) => {
    expect(cells(matrix).flatMap(disagreement)).toEqual([])
  })

  test('ask more than 26,000 questions, each once, with thousands of either answer', () => {
    const all = matrices.flatMap(cells)
    expect(all.length).toBeGreaterThan(26_000)
    expect(new Set(all.map((cell) => cell.id)).size).toBe(all.length)
    for (const answer of ['allow', 'deny']) expect(all.filter((cell) => cell.expect === answer).length, answer).toBeGreaterThan(9_000)
  })
})

describe('the decision cases', () => {
  const text = readFileSync(new URL('decisions.jsonl', import.meta.url), 'utf8')

  test('all agree', () => {
    expect(runCases(text)).toEqual({ agreed: 1263, differed: [] })
  })

  test('a wrong expectation is a disagreement with its explanation', () => {
    const [first = ''] = text.split('\n')
    const { agreed, differed } = runCases(first.replace('"expect":"allow"', '"expect":"deny"'))
    expect(agreed).toBe(0)
    expect(differed).toMatchObject([
      { id: 'PRJ-001', expected: 'deny', got: 'allow', explanation: expect.stringContaining('yes: ') as string },
    ])
  })

  test('a line that is no case is a disagreement', () => {
    expect(runCases('{').differed).toHaveLength(1)
    expect(runCases('{"id":"x"}').differed).toHaveLength(1)
    expect(runCases('').agreed).toBe(0)
  })

  test('a member that is refused may do nothing', () => {
    const guest = { id: 'me', type: 'guest', status: 'active', administers: ['crm'], groups: [] }
    const one = { id: 'X', portal: { id: 'p', ownerId: 'boss' }, member: guest, action: 'access', subject: 'documents', expect: 'deny' }
    expect(runCases(JSON.stringify(one))).toEqual({ agreed: 1, differed: [] })
  })
})
