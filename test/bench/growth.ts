/** What a decision costs as the policy and the member grow: a policy of many modules, and a member of many groups. */
import * as z from 'zod'
import {
  condition,
  defineModule,
  definePolicy,
  may,
  me,
  never,
  only,
  plus,
  portalPolicy,
  resource,
  type Member,
  type Policy,
} from '../../src/index.js'
import { seatOf } from './by-hand/seat.js'
import { canOn, type AnyRecord } from './by-hand/index.js'
import { plainAbility, type Plain } from './engines/casl.js'
import { asking, inTurns } from './measure.js'

export interface Grown {
  readonly size: number
  readonly portico: number
  readonly casl: number
  readonly byHand?: number
}

const schema = z.object({ portalId: z.string(), createdBy: z.string(), closed: z.boolean(), team: z.array(z.string()) })
type Thing = z.infer<typeof schema>
const his = condition<Thing>('he created it', { createdBy: me.id })
const inTeam = condition<Thing>('he is in the team', { team: me.id })
const isClosed = condition<Thing>('it is closed', { closed: { $ne: false } })

/** A policy of so many modules of five rows each. */
function policyOf(modules: number): Policy {
  return definePolicy(
    Array.from({ length: modules }, (_, i) => {
      const thing = resource(`module${i}.thing`, { schema, actions: ['create', 'read', 'update', 'delete'] })
      return defineModule({
        name: `module${i}`,
        resources: [thing],
        levels: {
          guest: only(may('read', thing, inTeam)),
          user: plus('guest', may('create', thing), may(['read', 'update', 'delete'], thing, his), may('update', thing, inTeam)),
          moduleAdministrator: plus('user', may(['create', 'read', 'update', 'delete'], thing)),
          fullAdministrator: plus('moduleAdministrator'),
          owner: plus('fullAdministrator'),
        },
        never: { everyone: [never(['update', 'delete'], thing, isClosed)] },
      })
    }),
  )
}

interface Question {
  readonly member: number
  readonly action: string
  readonly record: object
}

/** @throws Error when they disagree */
function compared(rounds: number, size: number, questions: readonly Question[], ours: readonly Plain[], plain: readonly Plain[]): Grown {
  const portico = ({ member, action, record }: Question): boolean => (ours[member] as Plain).can(action, record)
  const casl = ({ member, action, record }: Question): boolean => (plain[member] as Plain).can(action, record)
  const differ = questions.filter((question) => portico(question) !== casl(question)).length
  if (differ > 0) throw new Error(`portico and CASL disagree on ${differ} decisions of ${questions.length}, size ${size}`)
  return { size, ...inTurns(rounds, { portico: asking(questions, portico), casl: asking(questions, casl) }) }
}

/** Ten users, and questions about ten of the modules: the same, however many there are beside them. */
export function byModules(modules: number, rounds: number): Grown {
  const policy = policyOf(modules)
  const portal = policy.parsePortal({ id: 'portal-1', ownerId: 'boss' })
  const members = Array.from({ length: 10 }, (_, i) =>
    policy.parseMember({ id: `member-${i}`, portalId: 'portal-1', type: 'user', status: 'active' } satisfies Member),
  )
  const ours = members.map((member) => policy.abilityFor(member, portal))
  const questions = Array.from({ length: 2_000 }, (_, i): Question => {
    const people = [`member-${i % 10}`, `member-${i % 7}`]
    return {
      member: i % 10,
      action: ['create', 'read', 'update', 'delete'][i % 4] as string,
      record: {
        __typename: `module${((i * 37) % 10) * (modules / 10)}.thing`,
        portalId: 'portal-1',
        createdBy: people[i % 2],
        closed: i % 5 === 0,
        team: i % 3 === 0 ? people : [],
      },
    }
  })
  const plain = ours.map((ability) => plainAbility(ability.rules))
  return compared(rounds, modules, questions, ours, plain)
}

/** One user of so many groups, and files that are shared with his groups, with others', or with nobody. */
export function byGroups(groups: number, rounds: number): Grown {
  const portal = portalPolicy.parsePortal({ id: 'portal-1', ownerId: 'boss' })
  const member = portalPolicy.parseMember({
    id: 'member',
    portalId: 'portal-1',
    type: 'user',
    status: 'active',
    groups: Array.from({ length: groups }, (_, i) => `group-${i}`),
  } satisfies Member)
  const seat = seatOf(member, portal)
  const ours = portalPolicy.abilityFor(member, portal)
  const questions = Array.from({ length: 2_000 }, (_, i): Question => {
    const to = [`group-${(i * 37) % groups}`, `stranger-${i}`, 'everyone'][i % 3]
    return {
      member: 0,
      action: ['read', 'update', 'comment'][i % 3] as string,
      record: {
        __typename: 'documents.file',
        portalId: 'portal-1',
        section: 'my',
        ownerId: 'other',
        createdBy: 'other',
        shares: i % 4 === 0 ? [] : [{ to, access: ['read', 'readWrite', 'comment'][i % 3] }],
        folder: { shares: i % 5 === 0 ? [{ to, access: 'readWrite' }] : [] },
      },
    }
  })
  const grown = compared(rounds, groups, questions, [ours as unknown as Plain], [plainAbility(ours.rules)])
  const byHand = ({ action, record }: Question): boolean => canOn(seat, action, record as AnyRecord)
  const differ = questions.filter(
    (question) => byHand(question) !== (ours as unknown as Plain).can(question.action, question.record),
  ).length
  if (differ > 0) throw new Error(`portico and the hand-written policy disagree on ${differ} decisions, ${groups} groups`)
  return { ...grown, ...inTurns(rounds, { byHand: asking(questions, byHand) }) }
}
