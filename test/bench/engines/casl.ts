import { createMongoAbility } from '@casl/ability'
import { portalPolicy, type ParsedMember, type ParsedPortal } from '../../../src/index.js'
import type { Engine } from './engine.js'

export interface Plain {
  can(action: string, subject: unknown): boolean
}

/** The rules of a member, with his facts filled in, as plain CASL needs them. */
export const rulesOf = (member: ParsedMember, portal: ParsedPortal): readonly object[] => portalPolicy.abilityFor(member, portal).rules

const options = { detectSubjectType: (record: object) => (record as { __typename: string }).__typename } as never
export const plainAbility = (rules: readonly object[]): Plain => createMongoAbility(rules as never[], options)

export const casl: Engine = {
  name: 'plain CASL',
  package: '@casl/ability',
  remark: 'the same rules, in the same order, with the facts of each member filled in',
  answer({ members, portal }) {
    const plain = members.map((member) => plainAbility(rulesOf(member, portal)))
    return {
      onRecord: ({ member, action, record }) => (plain[member] as Plain).can(action, record),
      onModule: ({ member, action, name }) => (plain[member] as Plain).can(action, name),
      onType: ({ member, action, name }) => (plain[member] as Plain).can(action, name),
    }
  },
}
