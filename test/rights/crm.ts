/**
 * CRM (section 6, with sections 1 and 2): who may do what with contacts, opportunities, cases, tasks, invoices and the module itself.
 */
import type { Capability, Column, Matrix } from './oracle.js'

type Entry = Readonly<Record<string, unknown>>

/** One row for each action on one record; the answers stand beside each action. */
function rows(name: string, subject: string, record: Entry | undefined, answers: Readonly<Record<string, string>>): Capability[] {
  return Object.entries(answers).map(([action, cells]) => ({
    name: `${action} ${name}`,
    action,
    subject,
    ...(record && { record: () => record }),
    answers: cells,
  }))
}

const contact = (shared: 'none' | 'read' | 'readWrite', accessList: readonly string[], createdBy: string): Entry => ({
  shared,
  accessList,
  createdBy,
})
const opportunity = (isPrivate: boolean, accessList: readonly string[], createdBy: string, responsibleId: string): Entry => ({
  private: isPrivate,
  accessList,
  createdBy,
  responsibleId,
})
const aCase = (isPrivate: boolean, accessList: readonly string[], createdBy: string): Entry => ({
  private: isPrivate,
  accessList,
  createdBy,
})
const task = (responsibleId: string, createdBy: string, link: Entry | null): Entry => ({ responsibleId, createdBy, link })
const invoice = (status: 'draft' | 'sent', createdBy: string, link: Entry | null): Entry => ({ status, createdBy, link })

const toContact = (shared: 'none' | 'read' | 'readWrite', accessList: readonly string[]): Entry => ({
  type: 'contact',
  ...contact(shared, accessList, 'other'),
})
const toOpportunity = (isPrivate: boolean, accessList: readonly string[], createdBy: string, responsibleId: string): Entry => ({
  type: 'opportunity',
  ...opportunity(isPrivate, accessList, createdBy, responsibleId),
})
const toCase = (isPrivate: boolean, accessList: readonly string[], createdBy: string): Entry => ({
  type: 'case',
  ...aCase(isPrivate, accessList, createdBy),
})

const columns: readonly Column[] = [
  { name: 'guest', member: { type: 'guest' } },
  { name: 'user' },
  { name: 'crm admin', member: { administers: ['crm'] } },
  { name: "another module's admin", member: { administers: ['projects'] } },
  { name: 'full admin', member: { administers: 'everything' } },
  { name: 'owner', portal: { ownerId: 'me' } },
]

/** For what no sentence gives to anybody below the administrators, where the administrators' answer is left open. */
const withoutAdministrators: readonly Column[] = [
  { name: 'guest', member: { type: 'guest' } },
  { name: 'user' },
  { name: "another module's admin", member: { administers: ['projects'] } },
]

const moduleLevel: Matrix = {
  name: 'crm module',
  columns,
  //                                                     guest user crm other full owner
  capabilities: [
    ...rows('the module', 'crm', undefined, {
      access: /*                                         */ '- Y Y Y Y Y',
      configure: /*                                      */ '- - Y - Y Y',
      import: /*                                         */ '- - Y - Y Y',
      export: /*                                         */ '- - Y - Y Y',
      sendMassMail: /*                                   */ '- - Y - Y Y',
    }),
    ...rows('an own contact, not shared', 'crm.contact', contact('none', [], 'me'), { create: '- Y Y Y Y Y' }),
    ...rows('an own contact, shared to read', 'crm.contact', contact('read', [], 'me'), { create: '- Y Y Y Y Y' }),
    ...rows('an own contact, shared to write', 'crm.contact', contact('readWrite', [], 'me'), { create: '- Y Y Y Y Y' }),
    ...rows('an own public opportunity', 'crm.opportunity', opportunity(false, [], 'me', 'other'), { create: '- Y Y Y Y Y' }),
    ...rows('an own private opportunity', 'crm.opportunity', opportunity(true, [], 'me', 'me'), { create: '- Y Y Y Y Y' }),
    ...rows('an own public case', 'crm.case', aCase(false, [], 'me'), { create: '- Y Y Y Y Y' }),
    ...rows('an own private case', 'crm.case', aCase(true, [], 'me'), { create: '- Y Y Y Y Y' }),
    ...rows("an own task that is another's to do", 'crm.task', task('other', 'me', null), { create: '- Y Y Y Y Y' }),
    ...rows('an own task to do oneself', 'crm.task', task('me', 'me', null), { create: '- Y Y Y Y Y' }),
    ...rows('an own task, linked to a readable contact', 'crm.task', task('me', 'me', toContact('read', [])), { create: '- Y Y Y Y Y' }),
  ],
}

const contacts: Matrix = {
  name: 'crm contacts',
  columns,
  // The creator is not among those named for a contact: his rights on it come from the sharing and from the list only.
  capabilities: [
    ...rows("another's contact, not shared", 'crm.contact', contact('none', [], 'other'), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's contact, not shared, somebody else listed", 'crm.contact', contact('none', ['somebody'], 'other'), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's contact, not shared, listed", 'crm.contact', contact('none', ['me'], 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows('an own contact, not shared', 'crm.contact', contact('none', [], 'me'), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows('an own contact, not shared, listed', 'crm.contact', contact('none', ['me'], 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows("another's contact, shared to read", 'crm.contact', contact('read', [], 'other'), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's contact, shared to read, somebody else listed", 'crm.contact', contact('read', ['somebody'], 'other'), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's contact, shared to read, listed", 'crm.contact', contact('read', ['somebody', 'me'], 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows('an own contact, shared to read', 'crm.contact', contact('read', [], 'me'), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows('an own contact, shared to read, listed', 'crm.contact', contact('read', ['me'], 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows("another's contact, shared to write", 'crm.contact', contact('readWrite', [], 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows("another's contact, shared to write, somebody else listed", 'crm.contact', contact('readWrite', ['somebody'], 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows("another's contact, shared to write, listed", 'crm.contact', contact('readWrite', ['me'], 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows('an own contact, shared to write', 'crm.contact', contact('readWrite', [], 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows('an own contact, shared to write, listed', 'crm.contact', contact('readWrite', ['me'], 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
  ],
}

const opportunities: Matrix = {
  name: 'crm opportunities',
  columns,
  capabilities: [
    ...rows("another's private opportunity", 'crm.opportunity', opportunity(true, [], 'other', 'other'), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's private opportunity, somebody else listed", 'crm.opportunity', opportunity(true, ['somebody'], 'other', 'other'), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's private opportunity, listed", 'crm.opportunity', opportunity(true, ['somebody', 'me'], 'other', 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's private opportunity, responsible", 'crm.opportunity', opportunity(true, [], 'other', 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's private opportunity, listed and responsible", 'crm.opportunity', opportunity(true, ['me'], 'other', 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows('an own private opportunity', 'crm.opportunity', opportunity(true, [], 'me', 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows('an own private opportunity, only somebody else listed', 'crm.opportunity', opportunity(true, ['somebody'], 'me', 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows('an own private opportunity, listed and responsible', 'crm.opportunity', opportunity(true, ['me'], 'me', 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows("another's public opportunity", 'crm.opportunity', opportunity(false, [], 'other', 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's public opportunity, somebody else listed", 'crm.opportunity', opportunity(false, ['somebody'], 'other', 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's public opportunity, listed and responsible", 'crm.opportunity', opportunity(false, ['me'], 'other', 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows('an own public opportunity', 'crm.opportunity', opportunity(false, [], 'me', 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
  ],
}

const cases: Matrix = {
  name: 'crm cases',
  columns,
  capabilities: [
    ...rows("another's private case", 'crm.case', aCase(true, [], 'other'), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's private case, somebody else listed", 'crm.case', aCase(true, ['somebody'], 'other'), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's private case, listed", 'crm.case', aCase(true, ['somebody', 'me'], 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows('an own private case', 'crm.case', aCase(true, [], 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows('an own private case, only somebody else listed', 'crm.case', aCase(true, ['somebody'], 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows('an own private case, listed', 'crm.case', aCase(true, ['me'], 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
    ...rows("another's public case", 'crm.case', aCase(false, [], 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's public case, somebody else listed", 'crm.case', aCase(false, ['somebody'], 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows("another's public case, listed", 'crm.case', aCase(false, ['me'], 'other'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- - Y - Y Y',
    }),
    ...rows('an own public case', 'crm.case', aCase(false, [], 'me'), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
      setAccess: '- Y Y Y Y Y',
    }),
  ],
}

const tasks: Matrix = {
  name: 'crm tasks',
  columns,
  capabilities: [
    // Not linked: everybody with the module reads.
    ...rows("another's task, not linked", 'crm.task', task('other', 'other', null), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows('a task not linked, responsible', 'crm.task', task('me', 'other', null), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    ...rows('an own task, not linked', 'crm.task', task('other', 'me', null), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    // Linked to a contact.
    ...rows("another's task, contact not shared", 'crm.task', task('other', 'other', toContact('none', [])), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows(
      "another's task, contact not shared, somebody else listed",
      'crm.task',
      task('other', 'other', toContact('none', ['somebody'])),
      {
        read: '- - Y - Y Y',
        update: '- - Y - Y Y',
        delete: '- - Y - Y Y',
      },
    ),
    ...rows("another's task, contact not shared, listed", 'crm.task', task('other', 'other', toContact('none', ['me'])), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's task, contact shared to read", 'crm.task', task('other', 'other', toContact('read', [])), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's task, contact shared to write", 'crm.task', task('other', 'other', toContact('readWrite', [])), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows('a task on a contact not shared, responsible', 'crm.task', task('me', 'other', toContact('none', [])), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    ...rows('an own task on a contact not shared', 'crm.task', task('other', 'me', toContact('none', [])), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    ...rows('an own task on a contact not shared, responsible', 'crm.task', task('me', 'me', toContact('none', [])), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    // Linked to an opportunity.
    ...rows("another's task, private opportunity", 'crm.task', task('other', 'other', toOpportunity(true, [], 'other', 'other')), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows(
      "another's task, private opportunity, listed there",
      'crm.task',
      task('other', 'other', toOpportunity(true, ['me'], 'other', 'other')),
      {
        read: '- Y Y Y Y Y',
        update: '- - Y - Y Y',
        delete: '- - Y - Y Y',
      },
    ),
    ...rows(
      "another's task, private opportunity of one's own",
      'crm.task',
      task('other', 'other', toOpportunity(true, [], 'me', 'other')),
      {
        read: '- Y Y Y Y Y',
        update: '- - Y - Y Y',
        delete: '- - Y - Y Y',
      },
    ),
    ...rows(
      "another's task, private opportunity, responsible there",
      'crm.task',
      task('other', 'other', toOpportunity(true, [], 'other', 'me')),
      {
        read: '- Y Y Y Y Y',
        update: '- - Y - Y Y',
        delete: '- - Y - Y Y',
      },
    ),
    ...rows("another's task, public opportunity", 'crm.task', task('other', 'other', toOpportunity(false, [], 'other', 'other')), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows(
      'a task on a private opportunity, responsible for the task',
      'crm.task',
      task('me', 'other', toOpportunity(true, [], 'other', 'other')),
      {
        read: '- Y Y Y Y Y',
        update: '- Y Y Y Y Y',
        delete: '- Y Y Y Y Y',
      },
    ),
    ...rows('an own task on a private opportunity', 'crm.task', task('other', 'me', toOpportunity(true, [], 'other', 'other')), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    // Linked to a case.
    ...rows("another's task, private case", 'crm.task', task('other', 'other', toCase(true, [], 'other')), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's task, private case, listed there", 'crm.task', task('other', 'other', toCase(true, ['me'], 'other')), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's task, private case of one's own", 'crm.task', task('other', 'other', toCase(true, [], 'me')), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's task, public case", 'crm.task', task('other', 'other', toCase(false, [], 'other')), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows('a task on a private case, responsible', 'crm.task', task('me', 'other', toCase(true, [], 'other')), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    ...rows('an own task on a private case', 'crm.task', task('other', 'me', toCase(true, [], 'other')), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
  ],
}

const invoices: Matrix = {
  name: 'crm invoices',
  columns,
  capabilities: [
    // Drafts of others: the linked record decides about reading, nothing but administration about the rest.
    ...rows("another's draft, not linked", 'crm.invoice', invoice('draft', 'other', null), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's draft, contact not shared", 'crm.invoice', invoice('draft', 'other', toContact('none', [])), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's draft, contact not shared, listed", 'crm.invoice', invoice('draft', 'other', toContact('none', ['me'])), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's draft, contact shared to read", 'crm.invoice', invoice('draft', 'other', toContact('read', [])), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's draft, contact shared to write", 'crm.invoice', invoice('draft', 'other', toContact('readWrite', [])), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's draft, private opportunity", 'crm.invoice', invoice('draft', 'other', toOpportunity(true, [], 'other', 'other')), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows(
      "another's draft, private opportunity, listed there",
      'crm.invoice',
      invoice('draft', 'other', toOpportunity(true, ['me'], 'other', 'other')),
      {
        read: '- Y Y Y Y Y',
        update: '- - Y - Y Y',
        delete: '- - Y - Y Y',
      },
    ),
    ...rows(
      "another's draft, private opportunity of one's own",
      'crm.invoice',
      invoice('draft', 'other', toOpportunity(true, [], 'me', 'other')),
      {
        read: '- Y Y Y Y Y',
        update: '- - Y - Y Y',
        delete: '- - Y - Y Y',
      },
    ),
    ...rows(
      "another's draft, private opportunity, responsible there",
      'crm.invoice',
      invoice('draft', 'other', toOpportunity(true, [], 'other', 'me')),
      {
        read: '- Y Y Y Y Y',
        update: '- - Y - Y Y',
        delete: '- - Y - Y Y',
      },
    ),
    ...rows("another's draft, public opportunity", 'crm.invoice', invoice('draft', 'other', toOpportunity(false, [], 'other', 'other')), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's draft, private case", 'crm.invoice', invoice('draft', 'other', toCase(true, [], 'other')), {
      read: '- - Y - Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's draft, private case, listed there", 'crm.invoice', invoice('draft', 'other', toCase(true, ['me'], 'other')), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's draft, private case of one's own", 'crm.invoice', invoice('draft', 'other', toCase(true, [], 'me')), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's draft, public case", 'crm.invoice', invoice('draft', 'other', toCase(false, [], 'other')), {
      read: '- Y Y Y Y Y',
      update: '- - Y - Y Y',
      delete: '- - Y - Y Y',
    }),
    // Own drafts: whatever they are linked to.
    ...rows('an own draft, not linked', 'crm.invoice', invoice('draft', 'me', null), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    ...rows('an own draft, contact not shared', 'crm.invoice', invoice('draft', 'me', toContact('none', [])), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    ...rows('an own draft, contact shared to write', 'crm.invoice', invoice('draft', 'me', toContact('readWrite', [])), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    ...rows('an own draft, private opportunity', 'crm.invoice', invoice('draft', 'me', toOpportunity(true, [], 'other', 'other')), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    ...rows('an own draft, private case', 'crm.invoice', invoice('draft', 'me', toCase(true, [], 'other')), {
      read: '- Y Y Y Y Y',
      update: '- Y Y Y Y Y',
      delete: '- Y Y Y Y Y',
    }),
    // Once sent: nobody updates.
    ...rows("another's sent invoice, not linked", 'crm.invoice', invoice('sent', 'other', null), {
      read: '- - Y - Y Y',
      update: '- - - - - -',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's sent invoice, contact not shared", 'crm.invoice', invoice('sent', 'other', toContact('none', [])), {
      read: '- - Y - Y Y',
      update: '- - - - - -',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's sent invoice, contact shared to read", 'crm.invoice', invoice('sent', 'other', toContact('read', [])), {
      read: '- Y Y Y Y Y',
      update: '- - - - - -',
      delete: '- - Y - Y Y',
    }),
    ...rows("another's sent invoice, contact shared to write", 'crm.invoice', invoice('sent', 'other', toContact('readWrite', ['me'])), {
      read: '- Y Y Y Y Y',
      update: '- - - - - -',
      delete: '- - Y - Y Y',
    }),
    ...rows(
      "another's sent invoice, public opportunity",
      'crm.invoice',
      invoice('sent', 'other', toOpportunity(false, [], 'other', 'other')),
      {
        read: '- Y Y Y Y Y',
        update: '- - - - - -',
        delete: '- - Y - Y Y',
      },
    ),
    ...rows("another's sent invoice, private case", 'crm.invoice', invoice('sent', 'other', toCase(true, [], 'other')), {
      read: '- - Y - Y Y',
      update: '- - - - - -',
      delete: '- - Y - Y Y',
    }),
    ...rows('an own sent invoice, not linked', 'crm.invoice', invoice('sent', 'me', null), {
      read: '- Y Y Y Y Y',
      update: '- - - - - -',
      delete: '- Y Y Y Y Y',
    }),
    ...rows('an own sent invoice, contact not shared', 'crm.invoice', invoice('sent', 'me', toContact('none', [])), {
      read: '- Y Y Y Y Y',
      update: '- - - - - -',
      delete: '- Y Y Y Y Y',
    }),
    ...rows('an own sent invoice, contact shared to write', 'crm.invoice', invoice('sent', 'me', toContact('readWrite', [])), {
      read: '- Y Y Y Y Y',
      update: '- - - - - -',
      delete: '- Y Y Y Y Y',
    }),
    ...rows('an own sent invoice, private opportunity', 'crm.invoice', invoice('sent', 'me', toOpportunity(true, [], 'other', 'other')), {
      read: '- Y Y Y Y Y',
      update: '- - - - - -',
      delete: '- Y Y Y Y Y',
    }),
  ],
}

const nowhereAllowed: Matrix = {
  name: 'crm, what no row allows',
  columns: withoutAdministrators,
  capabilities: [
    ...rows('an own invoice', 'crm.invoice', invoice('draft', 'me', null), { create: '- - -', setAccess: '- - -' }),
    ...rows("another's invoice", 'crm.invoice', invoice('draft', 'other', toContact('readWrite', ['me'])), { setAccess: '- - -' }),
    ...rows('an own task', 'crm.task', task('me', 'me', null), { setAccess: '- - -' }),
    ...rows("another's task", 'crm.task', task('other', 'other', null), { setAccess: '- - -' }),
    ...rows('a contact shared to write', 'crm.contact', contact('readWrite', ['me'], 'me'), { comment: '- - -', subscribe: '- - -' }),
    ...rows('an own opportunity', 'crm.opportunity', opportunity(false, ['me'], 'me', 'me'), { comment: '- - -', subscribe: '- - -' }),
    ...rows('an own case', 'crm.case', aCase(false, ['me'], 'me'), { comment: '- - -', subscribe: '- - -' }),
  ],
}

const unreadable: Matrix = {
  name: 'crm, comments and subscriptions where one may not read',
  columns: withoutAdministrators,
  capabilities: [
    ...rows("another's contact, not shared", 'crm.contact', contact('none', [], 'other'), { comment: '- - -', subscribe: '- - -' }),
    ...rows("another's private opportunity", 'crm.opportunity', opportunity(true, [], 'other', 'other'), {
      comment: '- - -',
      subscribe: '- - -',
    }),
    ...rows("another's private case", 'crm.case', aCase(true, [], 'other'), { comment: '- - -', subscribe: '- - -' }),
    ...rows("another's task on a contact not shared", 'crm.task', task('other', 'other', toContact('none', [])), {
      comment: '- - -',
      subscribe: '- - -',
    }),
    ...rows("another's invoice on a contact not shared", 'crm.invoice', invoice('draft', 'other', toContact('none', [])), {
      comment: '- - -',
      subscribe: '- - -',
    }),
  ],
}

const elsewhere: Matrix = {
  name: 'crm records of another portal',
  columns,
  capabilities: [
    ...rows(
      'a contact elsewhere, shared to write, own, listed',
      'crm.contact',
      { portalId: 'portal-2', ...contact('readWrite', ['me'], 'me') },
      {
        read: '- - - - - -',
        create: '- - - - - -',
        update: '- - - - - -',
        delete: '- - - - - -',
        setAccess: '- - - - - -',
      },
    ),
    ...rows(
      'an opportunity elsewhere, public, own, responsible',
      'crm.opportunity',
      { portalId: 'portal-2', ...opportunity(false, ['me'], 'me', 'me') },
      {
        read: '- - - - - -',
        create: '- - - - - -',
        update: '- - - - - -',
        delete: '- - - - - -',
        setAccess: '- - - - - -',
      },
    ),
    ...rows(
      'a case elsewhere, public, own',
      'crm.case',
      { portalId: 'portal-2', ...aCase(false, ['me'], 'me') },
      {
        read: '- - - - - -',
        create: '- - - - - -',
        update: '- - - - - -',
        delete: '- - - - - -',
        setAccess: '- - - - - -',
      },
    ),
    ...rows(
      'a task elsewhere, not linked, own, responsible',
      'crm.task',
      { portalId: 'portal-2', ...task('me', 'me', null) },
      {
        read: '- - - - - -',
        create: '- - - - - -',
        update: '- - - - - -',
        delete: '- - - - - -',
      },
    ),
    ...rows(
      'an own draft elsewhere',
      'crm.invoice',
      { portalId: 'portal-2', ...invoice('draft', 'me', toContact('readWrite', ['me'])) },
      {
        read: '- - - - - -',
        update: '- - - - - -',
        delete: '- - - - - -',
      },
    ),
  ],
}

const off = { modules: { crm: { availability: 'nobody' } } }
const toOthers = { modules: { crm: { availability: 'restricted', to: ['group-1', 'other'] } } }
const toMe = { modules: { crm: { availability: 'restricted', to: ['me'] } } }

/** Disabled members, the module switched off or restricted: before any rule of a record is asked. */
const door: Matrix = {
  name: 'crm door',
  columns: [
    { name: 'disabled guest', member: { type: 'guest', status: 'disabled' } },
    { name: 'disabled user', member: { status: 'disabled' } },
    { name: 'disabled crm admin', member: { status: 'disabled', administers: ['crm'] } },
    { name: 'disabled full admin', member: { status: 'disabled', administers: 'everything' } },
    { name: 'disabled owner', member: { status: 'disabled' }, portal: { ownerId: 'me' } },

    { name: 'user, crm switched off', portal: off },
    { name: 'crm admin, crm switched off', member: { administers: ['crm'] }, portal: off },
    { name: 'full admin, crm switched off', member: { administers: 'everything' }, portal: off },
    { name: 'owner, crm switched off', portal: { ownerId: 'me', ...off } },

    { name: 'guest, listed', member: { type: 'guest' }, portal: toMe },
    { name: 'guest in a listed group', member: { type: 'guest', groups: ['group-1'] }, portal: toOthers },
    { name: 'user, not listed, in another group', member: { groups: ['group-2'] }, portal: toOthers },
    { name: "another module's admin, not listed", member: { administers: ['projects'] }, portal: toOthers },

    { name: 'user, listed', portal: toMe },
    { name: 'user in a listed group', member: { groups: ['group-2', 'group-1'] }, portal: toOthers },

    { name: 'crm admin, not listed', member: { administers: ['crm'] }, portal: toOthers },
    { name: 'full admin, not listed', member: { administers: 'everything' }, portal: toOthers },
    { name: 'owner, not listed', portal: { ownerId: 'me', ...toOthers } },

    { name: 'admin of projects and crm', member: { administers: ['projects', 'crm'] } },
    { name: 'user, another module switched off', portal: { modules: { community: { availability: 'nobody' } } } },
  ],
  //                                       disabled  off  closed listed admins rest
  capabilities: [
    ...rows('the module', 'crm', undefined, {
      access: /*                         */ '----- ---- ---- YY YYY YY',
      configure: /*                      */ '----- ---- ---- -- YYY Y-',
      import: /*                         */ '----- ---- ---- -- YYY Y-',
      export: /*                         */ '----- ---- ---- -- YYY Y-',
      sendMassMail: /*                   */ '----- ---- ---- -- YYY Y-',
    }),
    ...rows('an own contact, listed', 'crm.contact', contact('none', ['me'], 'me'), {
      create: /*                         */ '----- ---- ---- YY YYY YY',
      read: /*                           */ '----- ---- ---- YY YYY YY',
      update: /*                         */ '----- ---- ---- YY YYY YY',
      delete: /*                         */ '----- ---- ---- YY YYY YY',
      setAccess: /*                      */ '----- ---- ---- YY YYY YY',
    }),
    ...rows("another's contact, not shared", 'crm.contact', contact('none', [], 'other'), {
      read: /*                           */ '----- ---- ---- -- YYY Y-',
      update: /*                         */ '----- ---- ---- -- YYY Y-',
    }),
    ...rows('an own private opportunity', 'crm.opportunity', opportunity(true, [], 'me', 'me'), {
      create: /*                         */ '----- ---- ---- YY YYY YY',
      read: /*                           */ '----- ---- ---- YY YYY YY',
      update: /*                         */ '----- ---- ---- YY YYY YY',
      delete: /*                         */ '----- ---- ---- YY YYY YY',
      setAccess: /*                      */ '----- ---- ---- YY YYY YY',
    }),
    ...rows('an own private case', 'crm.case', aCase(true, [], 'me'), {
      create: /*                         */ '----- ---- ---- YY YYY YY',
      read: /*                           */ '----- ---- ---- YY YYY YY',
      setAccess: /*                      */ '----- ---- ---- YY YYY YY',
    }),
    ...rows('an own task, responsible', 'crm.task', task('me', 'me', null), {
      create: /*                         */ '----- ---- ---- YY YYY YY',
      read: /*                           */ '----- ---- ---- YY YYY YY',
      update: /*                         */ '----- ---- ---- YY YYY YY',
      delete: /*                         */ '----- ---- ---- YY YYY YY',
    }),
    ...rows('an own draft', 'crm.invoice', invoice('draft', 'me', null), {
      read: /*                           */ '----- ---- ---- YY YYY YY',
      update: /*                         */ '----- ---- ---- YY YYY YY',
      delete: /*                         */ '----- ---- ---- YY YYY YY',
    }),
    ...rows('an own sent invoice', 'crm.invoice', invoice('sent', 'me', null), {
      read: /*                           */ '----- ---- ---- YY YYY YY',
      update: /*                         */ '----- ---- ---- -- --- --',
      delete: /*                         */ '----- ---- ---- YY YYY YY',
    }),
  ],
}

export const crmMatrices: readonly Matrix[] = [
  moduleLevel,
  contacts,
  opportunities,
  cases,
  tasks,
  invoices,
  nowhereAllowed,
  unreadable,
  elsewhere,
  door,
]
