import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exchangeFile, policy } from './exchange.js'

const portal = { id: 'roy', ownerId: 'olga' }
const here = { portalId: 'roy', status: 'active' } as const
const people = {
  olga: { ...here, id: 'olga', type: 'user' },
  adam: { ...here, id: 'adam', type: 'user', administers: 'everything' },
  hanna: { ...here, id: 'hanna', type: 'user' },
  paul: { ...here, id: 'paul', type: 'user' }, // the account of a staff portal
  léa: { ...here, id: 'léa', type: 'guest' }, // the account of a client's portal
  tom: { ...here, id: 'tom', type: 'guest' },
} as const
const file = exchangeFile.of({ portalId: 'roy', status: 'active', contactId: 'léa', staff: ['hanna', 'paul'], uploadedBy: 'paul' })

const may = (who: keyof typeof people, action: 'upload' | 'read' | 'delete', facts: object = {}): boolean =>
  policy.abilityFor(people[who], portal).can(action, exchangeFile.of({ ...file, ...facts }))
const whoMay = (action: 'upload' | 'read' | 'delete', facts: object = {}): string[] =>
  Object.keys(people).filter((who) => may(who as keyof typeof people, action, facts))

void test('the contact and those who work for him upload and read, nobody else', () => {
  assert.deepEqual(whoMay('read'), ['hanna', 'paul', 'léa'])
  assert.deepEqual(whoMay('upload', { uploadedBy: 'whoever' }), ['hanna', 'paul', 'léa'])
})

void test('a file is deleted by whoever uploaded it, as long as the exchange is his', () => {
  assert.deepEqual(whoMay('delete'), ['paul'])
  assert.deepEqual(whoMay('delete', { staff: ['hanna'] }), [])
  assert.deepEqual(whoMay('delete', { uploadedBy: 'léa' }), ['léa'])
})

void test('nothing is exchanged through a portal that is not active, or of nobody yet', () => {
  for (const status of ['unregistered', 'suspended', 'expired', 'closed'])
    for (const action of ['upload', 'read', 'delete'] as const) assert.deepEqual(whoMay(action, { status }), [], status)
  assert.deepEqual(whoMay('read', { contactId: null }), ['hanna', 'paul'])
})

void test('a guest does not become staff by standing on the list', () => {
  assert.equal(may('tom', 'read', { staff: ['tom'] }), false)
})
