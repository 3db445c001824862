/** Random steps: by few people on few people, so that they meet. */
import fc from 'fast-check'
import type { Step } from './model-steps.js'

type Bag = Readonly<Record<string, unknown>>

/** Those of the beginning, those made later, one of another portal, and nobody. */
const anybody = fc.oneof(
  { weight: 16, arbitrary: fc.constantFrom('olga', 'frank', 'tim', 'pia', 'ben', 'gus', 'dora') },
  { weight: 3, arbitrary: fc.constantFrom('m1', 'm1', 'm2') },
  { weight: 1, arbitrary: fc.constantFrom('xena', 'nobody') },
)
/** Whoever may do something is asked more often. */
const actor = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('olga', 'olga', 'frank', 'frank', 'tim', 'pia') },
  { weight: 2, arbitrary: anybody },
)
const group = fc.constantFrom('g1', 'g1', 'g1', 'g2', 'g2', 'gx')
const groups = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: group.map((one) => [one]) })
const modules = fc.subarray(['crm', 'people', 'projects'], { minLength: 1, maxLength: 2 })
const administers = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.constant('everything') },
  { weight: 1, arbitrary: modules },
)
const email = fc.constantFrom('new1@example.org', 'new2@example.org', 'NEW1@example.org', 'new3@EXAMPLE.org', 'ben@example.org')
const type = fc.constantFrom('user', 'guest')
const until = fc.option(fc.constantFrom(5, 20, 30, 31, 60, 90), { nil: undefined, freq: 2 })
const identity = fc.option(fc.constantFrom('id-1', 'id-2'), { nil: null, freq: 2 })
const invitation = fc.constantFrom('i1', 'i1', 'i1', 'i2')
const letter = fc.constantFrom('last', 'last', 'last', 'former')
const few = fc.uniqueArray(anybody, { maxLength: 2 })
const quota = fc.option(fc.integer({ min: 0, max: 7 }), { nil: null, freq: 2 })

const step = (weight: number, names: readonly [string, ...string[]], more: Readonly<Record<string, fc.Arbitrary<unknown>>> = {}) => ({
  weight,
  arbitrary: fc.record({ do: fc.constantFrom(...names), ...more }) as fc.Arbitrary<Bag>,
})
const by = { by: actor }
const on = { ...by, on: anybody }

export const anyStep = fc.oneof(
  step(4, ['wait'], { hours: fc.constantFrom(1, 6, 12, 24) }),
  step(3, ['convertToUser', 'convertToGuest'], on),
  step(4, ['disableMember'], on),
  step(3, ['reactivateMember', 'deleteMember'], on),
  step(1, ['leave'], by),
  step(3, ['grantFullAccess'], { ...by, to: fc.uniqueArray(anybody, { minLength: 1, maxLength: 2 }), promoteGuests: fc.boolean(), until }),
  step(4, ['grantModules'], { ...on, modules, until }),
  step(3, ['limitToModules', 'revokeModules'], { ...on, modules }),
  step(2, ['revokeAdministration'], on),
  step(3, ['createMember'], { ...by, type, administers, groups, email, identity }),
  step(5, ['inviteMember'], { ...by, type, administers, groups, email }),
  step(2, ['resendInvitation', 'withdrawInvitation'], { ...by, invitation }),
  step(5, ['acceptInvitation'], { invitation, letter, identity, badPassword: fc.constant(false) }),
  step(1, ['declineInvitation', 'inspectInvitation'], { invitation, letter }),
  step(2, ['reassignData'], { ...on, to: anybody }),
  step(1, ['reportReassignment'], { reassignment: fc.constantFrom('r1', 'r2'), outcome: fc.constantFrom('completed', 'failed', null) }),
  step(2, ['changeEmail'], { ...on, email: fc.constantFrom('changed1@example.org', 'frank@example.org', 'new1@example.org') }),
  step(1, ['createGroup'], { ...by, label: fc.constantFrom('First', 'Second', 'Third'), members: few }),
  step(2, ['fillGroup'], { ...by, group, add: few, remove: fc.constantFrom([], [], ['pia'], ['gus']) }),
  step(1, ['deleteGroup'], { ...by, group }),
  step(2, ['configurePortal'], {
    ...by,
    options: fc.constantFrom({ peopleAdministrators: true }, { peopleAdministrators: false }, { administratorsMayDisablePeers: true }),
  }),
  step(2, ['setModuleAccess'], {
    ...by,
    module: fc.constantFrom('crm', 'crm', 'people', 'people', 'projects'),
    access: fc.oneof(fc.constantFrom('everyone', 'nobody'), fc.array(fc.oneof(group, anybody), { minLength: 1, maxLength: 2 })),
  }),
  // Not for groups: see the test of its own for what becomes of it when the group is deleted.
  step(1, ['setModuleAccess'], {
    ...by,
    module: fc.constant('documents'),
    access: fc.constantFrom('everyone', 'nobody', ['pia'], ['nobody']),
  }),
  step(1, ['suspendPortal', 'suspendPortal', 'suspendPortal', 'deletePortal'], {
    by: fc.constantFrom('olga', 'frank', 'frank', 'frank', 'pia'),
  }),
  step(1, ['reactivatePortal'], { by: fc.constantFrom('olga', 'olga', 'frank') }),
  step(1, ['licensePortal'], { quotas: fc.record({ users: quota, guests: quota, administrators: quota }) }),
) as unknown as fc.Arbitrary<Step>

export const anyOptions = fc.record({ peopleAdministrators: fc.boolean(), administratorsMayDisablePeers: fc.boolean() })
