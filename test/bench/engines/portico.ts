import { portalPolicy, type PortalAbility } from '../../../src/index.js'
import type { Engine } from './engine.js'

/** Our ability, asked without its types. */
interface Untyped {
  can(action: string, subject: unknown): boolean
  couldEver(action: string, name: string): boolean
}

export const portico: Engine = {
  name: 'portico',
  remark: 'the built-in policy',
  answer({ members, portal }) {
    const bound = members.map((member) => portalPolicy.abilityFor(member, portal) as PortalAbility<never> as unknown as Untyped)
    return {
      onRecord: ({ member, action, record }) => (bound[member] as Untyped).can(action, record),
      onModule: ({ member, action, name }) => (bound[member] as Untyped).can(action, name),
      onType: ({ member, action, name }) => (bound[member] as Untyped).couldEver(action, name),
    }
  },
}
