// The application's own tests: what it promises, not what the library does. Run with `node --test`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contactService, NotAllowed, NotFound } from './contacts.js'
import { ben, carl, contacts, gus, portal, uma } from './office.js'

const service = () => contactService(contacts(), portal)

void test('a list holds what the member may read', () => {
  const seen = (member: typeof uma) =>
    service()
      .list(member)
      .map(({ id }) => id)
  assert.deepEqual(seen(carl), ['bakery', 'printer', 'lawyer'])
  assert.deepEqual(seen(uma), ['bakery', 'printer'])
  assert.deepEqual(seen(gus), [])
})

void test('a contact that he may not read is not found', () => {
  assert.throws(() => service().rename(uma, 'lawyer', 'x'), NotFound)
  assert.throws(() => service().rename(gus, 'bakery', 'x'), NotFound)
  assert.throws(() => service().rename(carl, 'nobody', 'x'), NotFound)
})

void test('a refusal says to the log what is missing, and changes nothing', () => {
  const office = service()
  assert.throws(
    () => office.rename(uma, 'printer', 'x'),
    (error) => error instanceof NotAllowed && error.reason.includes('access list'),
  )
  assert.equal(office.list(uma).find(({ id }) => id === 'printer')?.name, 'The Printer')
})

void test('whoever is on the access list changes the contact, and the list', () => {
  const office = service()
  office.giveAccess(ben, 'printer', 'uma')
  office.rename(uma, 'printer', 'Printing Ltd.')
  assert.equal(office.list(uma).find(({ id }) => id === 'printer')?.name, 'Printing Ltd.')
})

void test('with CRM switched off there is nothing, for its administrator either', () => {
  const closed = contactService(contacts(), { ...portal, modules: { crm: { availability: 'nobody' } } })
  assert.deepEqual(closed.list(carl), [])
  assert.deepEqual(closed.buttons(carl), { add: false, export: false })
})
