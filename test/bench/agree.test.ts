import fc from 'fast-check'
import { portalPolicy } from 'portico'
import { describe, expect, test, vi } from 'vitest'
import { anyMember, anyPortal, anyRecord, modules, resources } from '../support/arbitraries.js'
import { ask } from '../support/questions.js'
import { agreed } from './agreeing.js'
import { couldOn } from './by-hand/could.js'
import { canOn, type AnyRecord } from './by-hand/index.js'
import { seatOf } from './by-hand/seat.js'
import type { Engine } from './engines/engine.js'
import { rivals } from './engines/index.js'
import { live } from './questions.js'

// `npm run bench` times engines only after they agreed; here on fewer questions, and at every run of the tests.
vi.setConfig({ testTimeout: 60_000 })

describe('the policy written by hand answers as the policy', () => {
  test('on every action of whole records', () => {
    let allowed = 0
    let decisions = 0
    fc.assert(
      fc.property(anyMember, anyPortal, fc.array(anyRecord(), { minLength: 20, maxLength: 40 }), (memberRow, portalRow, records) => {
        const [member, portal] = [portalPolicy.parseMember(memberRow), portalPolicy.parsePortal(portalRow)]
        const ability = portalPolicy.abilityFor(member, portal)
        const seat = seatOf(member, portal)
        for (const { resource, record } of records) {
          for (const action of [...resource.actions, 'manage']) {
            const answer = ask(ability, action, record)
            expect([action, record, canOn(seat, action, record as unknown as AnyRecord)]).toEqual([action, record, answer])
            allowed += answer ? 1 : 0
            decisions++
          }
        }
      }),
      { numRuns: 500 },
    )
    expect(allowed).toBeGreaterThan(decisions / 20)
  })

  test('on modules, and on resources by name', () => {
    fc.assert(
      fc.property(anyMember, anyPortal, (memberRow, portalRow) => {
        const [member, portal] = [portalPolicy.parseMember(memberRow), portalPolicy.parsePortal(portalRow)]
        const ability = portalPolicy.abilityFor(member, portal)
        const seat = seatOf(member, portal)
        for (const { name, actions } of modules) {
          for (const action of [...actions, 'manage'])
            expect([action, name, couldOn(seat, action, name)]).toEqual([action, name, ask(ability, action, name)])
        }
        for (const { name, actions } of resources) {
          for (const action of [...actions, 'manage'])
            expect([action, name, couldOn(seat, action, name)]).toEqual([action, name, ability.couldEver(action as never, name as never)])
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('the engines of the bench', () => {
  const some = live(60, 5)

  test.each(rivals.map((engine) => [engine.name, engine] as const))('%s agrees on all it can express', async (_name, engine) => {
    const { onRecords, onModules } = await agreed(engine, some)
    expect(onRecords.length).toBeGreaterThan(some.onRecords.length / 4)
    expect(onModules).toHaveLength(some.onModules.length)
  })

  test('one that says the opposite on one question is found', async () => {
    const [byHand] = rivals
    const wrong: Engine = {
      ...(byHand as Engine),
      answer: async (of) => {
        const right = await (byHand as Engine).answer(of)
        return { ...right, onRecord: (question) => right.onRecord(question) !== (question === some.onRecords[7]) }
      },
    }
    await expect(agreed(wrong, some)).rejects.toThrow('disagree on 1 decisions')
  })
})
