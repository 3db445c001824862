/** Portal records from outside: a misspelt key must not open a module to everyone. */
import { parsePortal, portalPolicy, portalSchema, type Member } from 'portico'
import { describe, expect, test } from 'vitest'
import { refusal } from '../support/refusals.js'

const user: Member = { id: 'me', portalId: 'portal-1', type: 'user', status: 'active' }
const good = { id: 'portal-1', ownerId: 'boss' }
const access = (module: string, given: unknown) => ({ ...good, modules: { [module]: given } })

const malformed: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['a text', 'portal-1'],
  ['a list', [good]],
  ['an empty object', {}],
  ['no id', { ownerId: 'boss' }],
  ['no owner', { id: 'portal-1' }],
  ['an empty id', { ...good, id: '' }],
  ['the id `everyone`', { ...good, id: 'everyone' }],
  ['an empty owner', { ...good, ownerId: '' }],
  ['the owner `everyone`', { ...good, ownerId: 'everyone' }],
  ['null as owner', { ...good, ownerId: null }],
  ['two owners', { ...good, ownerId: ['boss', 'me'] }],
  ['a number as id', { ...good, id: 1 }],
  ['options as a list', { ...good, options: ['membersMayCreateProjects'] }],
  ['null as options', { ...good, options: null }],
  ['an unknown option', { ...good, options: { membersMayCreateProject: true } }],
  ['an option as text', { ...good, options: { membersMayCreateProjects: 'yes' } }],
  ['an option as number', { ...good, options: { membersMayCreateProjects: 1 } }],
  ['an option null', { ...good, options: { membersMayCreateProjects: null } }],
  ['the option `constructor`', { ...good, options: { constructor: true } }],
  ['modules as a list', { ...good, modules: ['crm'] }],
  ['null as modules', { ...good, modules: null }],
  ['an unknown module', access('warehouse', {})],
  ['a resource as a module', access('crm.contact', {})],
  ['the module `toString`', access('toString', {})],
  ['the portal as a module', access('portal', { availability: 'restricted', to: ['me'] })],
  ['the portal switched off', access('portal', { availability: 'nobody' })],
  ['documents switched off', access('documents', { availability: 'nobody' })],
  ['access null', access('crm', null)],
  ['access as text', access('crm', 'nobody')],
  ['access false', access('crm', false)],
  ['an unknown availability', access('crm', { availability: 'some' })],
  ['an availability in capitals', access('crm', { availability: 'Nobody' })],
  ['availability null', access('crm', { availability: null })],
  ['restricted to nobody said', access('crm', { availability: 'restricted' })],
  ['restricted to an empty list', access('crm', { availability: 'restricted', to: [] })],
  ['restricted to an empty id', access('crm', { availability: 'restricted', to: [''] })],
  ['restricted to `everyone`', access('crm', { availability: 'restricted', to: ['everyone'] })],
  ['restricted to a text', access('crm', { availability: 'restricted', to: 'me' })],
  ['restricted to null', access('crm', { availability: 'restricted', to: [null] })],
  ['restricted, misspelt list', access('crm', { availability: 'restricted', too: ['me'] })],
  ['restricted, list beside a misspelt one', access('crm', { availability: 'restricted', to: ['me'], tos: ['g1'] })],
  ['a list without restricted', access('crm', { to: ['me'] })],
  ['everyone with a list', access('crm', { availability: 'everyone', to: ['me'] })],
  ['nobody with a list', access('crm', { availability: 'nobody', to: ['me'] })],
  ['misspelt availability', access('crm', { availabilty: 'nobody' })],
  ['misspelt requires', access('crm', { require: 'client-management' })],
  ['requires empty', access('crm', { requires: '' })],
  ['requires null', access('crm', { requires: null })],
  ['requires a list', access('crm', { requires: ['client-management'] })],
  ['licences as text', { ...good, licences: 'client-management' }],
  ['null as licences', { ...good, licences: null }],
  ['a number as licence', { ...good, licences: [1] }],
  ['a portal hidden in `__proto__`', JSON.parse(`{ "__proto__": ${JSON.stringify(good)} }`)],
]

describe('refused with PORTAL_INVALID', () => {
  test.each(malformed)('%s', (_, input) => {
    refusal('PORTAL_INVALID', () => portalPolicy.abilityFor(user, input as never))
    refusal('PORTAL_INVALID', () => portalPolicy.parsePortal(input))
  })

  test.each([
    [{ ...good, options: { surprise: true } }, '`surprise`'],
    [access('warehouse', {}), '`warehouse`'],
    [access('documents', { availability: 'nobody' }), '`documents`'],
    [access('crm', { availability: 'restricted', to: [] }), 'modules.crm'],
  ])('%j: the message says %s', (input, said) => {
    expect(refusal('PORTAL_INVALID', () => portalPolicy.parsePortal(input)).message).toContain(said)
  })
})

describe('accepted', () => {
  test.each<readonly [string, unknown]>([
    ['the least', good],
    ['defaults spelt out', { ...good, options: {}, modules: {}, licences: [] }],
    ['documents restricted', access('documents', { availability: 'restricted', to: ['me'] })],
    ['an empty access', access('crm', {})],
    ['unknown columns', { ...good, name: 'Ours', owner: 'me' }],
  ])('%s', (_, input) => {
    expect(portalPolicy.abilityFor(user, input as never).can('access', 'documents')).toBe(true)
    expect(portalSchema.safeParse(input).success).toBe(true)
  })

  test('unknown columns are left out, and prototypes stay as they are', () => {
    const portal = portalPolicy.parsePortal(
      JSON.parse(
        '{ "id": "portal-1", "ownerId": "boss", "secret": 1, "__proto__": { "ownerId": "me" }, "modules": { "__proto__": { "crm": {} } } }',
      ),
    )
    expect(Object.keys(portal).sort()).toEqual(['id', 'licences', 'modules', 'options', 'ownerId', 'status'])
    expect(portal.ownerId).toBe('boss')
    expect(Object.keys(portal.modules)).toEqual([])
    expect(({} as Record<string, unknown>).ownerId).toBeUndefined()
  })

  test('what is parsed is frozen, and does not follow the input', () => {
    const to = ['me']
    const portal = portalPolicy.parsePortal(access('crm', { availability: 'restricted', to }))
    to[0] = 'other'
    expect(portalPolicy.abilityFor(user, portal).can('access', 'crm')).toBe(true)
    expect([portal, portal.modules, portal.options, portal.licences, portal.modules.crm].every(Object.isFrozen)).toBe(true)
    const { crm } = portal.modules
    expect(crm?.availability === 'restricted' && Object.isFrozen(crm.to)).toBe(true)
  })

  test('a parsed portal of no policy is checked by the policy', () => {
    refusal('PORTAL_INVALID', () => portalPolicy.abilityFor(user, parsePortal(access('warehouse', {}))))
  })
})
