import * as z from 'zod'
import { defineModule } from '../policy/define.js'
import { me } from '../policy/principal.js'
import { condition, resource } from '../policy/resource.js'
import { may, never, only, plus } from '../policy/table.js'

const created = { portalId: z.string(), createdBy: z.string() }
const sharing = { shared: z.enum(['none', 'read', 'readWrite']), accessList: z.array(z.string()) }
const privacy = { private: z.boolean(), accessList: z.array(z.string()) }

/** What a task or an invoice is linked to: the fields of the linked record that decide who may read it. */
const link = z.union([
  z.object({ type: z.literal('contact'), createdBy: z.string(), ...sharing }),
  z.object({ type: z.literal('opportunity'), createdBy: z.string(), ...privacy, responsibleId: z.string() }),
  z.object({ type: z.literal('case'), createdBy: z.string(), ...privacy }),
])
const linked = z.object({ link: link.nullable() })

const listing = [{ label: 'a place on its access list', put: { path: 'accessList', entry: me.id } }]

/** A person or company. */
export const contact = resource('crm.contact', {
  schema: z.object({ ...created, ...sharing }),
  actions: ['create', 'read', 'update', 'delete', 'setAccess'],
  openings: listing,
})
/** A possible sale. */
export const opportunity = resource('crm.opportunity', {
  schema: z.object({ ...created, ...privacy, responsibleId: z.string() }),
  actions: ['create', 'read', 'update', 'delete', 'setAccess'],
  openings: listing,
})
/** A matter in hand. `crmCase`, because `case` is a word of the language. */
export const crmCase = resource('crm.case', {
  schema: z.object({ ...created, ...privacy }),
  actions: ['create', 'read', 'update', 'delete', 'setAccess'],
  openings: listing,
})
/** Something to be done, on its own or linked to a record. */
export const crmTask = resource('crm.task', {
  schema: z.object({ ...created, responsibleId: z.string(), ...linked.shape }),
  actions: ['create', 'read', 'update', 'delete'],
})
/** An invoice. */
export const invoice = resource('crm.invoice', {
  schema: z.object({ ...created, status: z.string(), ...linked.shape }),
  actions: ['create', 'read', 'update', 'delete'],
})

type Created = z.infer<z.ZodObject<typeof created>>
type Listed = Created & { accessList: string[] }
type Private = Created & { private: boolean; accessList: string[] }
type Linked = z.infer<typeof linked>

const his = condition<Created>('he created it', { createdBy: me.id })
const listed = condition<Listed>('he is on its access list', { accessList: me.id })
const open = condition<Private>('it is not private', { private: false })
const readable = contact.when('it is shared for reading', { shared: { $in: ['read', 'readWrite'] } })
const writable = contact.when('it is shared for writing', { shared: 'readWrite' })
const hisOpportunity = opportunity.when('he is responsible for it', { responsibleId: me.id })
const hisTask = crmTask.when('he is responsible for it', { responsibleId: me.id })
const notLinked = crmTask.when('it is linked to nothing', { link: { $exists: true, $eq: null } })
const draft = invoice.when('he created it and it is a draft', { createdBy: me.id, status: 'draft' })
const sent = invoice.when('it is no draft any more', { status: { $ne: 'draft' } })

/** The linked record is readable, in the words of its own rows. */
const linkedReadable = [
  condition<Linked>('it is linked to a contact that is shared', { 'link.type': 'contact', 'link.shared': { $in: ['read', 'readWrite'] } }),
  condition<Linked>('he is on the access list of the linked record', { 'link.accessList': me.id }),
  condition<Linked>('it is linked to an opportunity or case that is not private', {
    'link.type': { $in: ['opportunity', 'case'] },
    'link.private': false,
  }),
  condition<Linked>('it is linked to an opportunity or case that he created', {
    'link.type': { $in: ['opportunity', 'case'] },
    'link.createdBy': me.id,
  }),
  condition<Linked>('it is linked to an opportunity that he is responsible for', {
    'link.type': 'opportunity',
    'link.responsibleId': me.id,
  }),
]

/** Contacts, opportunities, cases, tasks and invoices. Guests have none of it. @see docs/guide/crm.md */
export const crm = defineModule({
  name: 'crm',
  actions: ['configure', 'import', 'export', 'sendMassMail'],
  resources: [contact, opportunity, crmCase, crmTask, invoice],
  guests: 'never',
  levels: {
    guest: only(),
    user: only(
      may('create', contact),
      may('read', contact, readable),
      may(['update', 'delete', 'setAccess'], contact, writable),
      may(['read', 'update', 'delete', 'setAccess'], contact, listed),

      may('create', opportunity),
      may(['read', 'update', 'delete'], opportunity, open),
      may(['read', 'update', 'delete'], opportunity, listed),
      may(['read', 'update', 'delete'], opportunity, hisOpportunity),
      may(['read', 'update', 'delete', 'setAccess'], opportunity, his),

      may('create', crmCase),
      may(['read', 'update', 'delete'], crmCase, open),
      may(['read', 'update', 'delete'], crmCase, listed),
      may(['read', 'update', 'delete', 'setAccess'], crmCase, his),

      may('create', crmTask),
      may('read', crmTask, notLinked),
      ...linkedReadable.map((when) => may('read', crmTask, when)),
      may(['read', 'update', 'delete'], crmTask, hisTask),
      may(['read', 'update', 'delete'], crmTask, his),

      ...linkedReadable.map((when) => may('read', invoice, when)),
      may(['read', 'delete'], invoice, his),
      may('update', invoice, draft),
    ),
    moduleAdministrator: plus(
      'user',
      may(['configure', 'import', 'export', 'sendMassMail'], 'crm'),
      may(['create', 'read', 'update', 'delete', 'setAccess'], contact),
      may(['create', 'read', 'update', 'delete', 'setAccess'], opportunity),
      may(['create', 'read', 'update', 'delete', 'setAccess'], crmCase),
      may(['create', 'read', 'update', 'delete'], crmTask),
      may(['create', 'read', 'update', 'delete'], invoice),
    ),
    fullAdministrator: plus('moduleAdministrator'),
    owner: plus('fullAdministrator'),
  },
  never: {
    guest: [
      never(['create', 'read', 'update', 'delete'], [contact, opportunity, crmCase, crmTask, invoice]),
      never('setAccess', [contact, opportunity, crmCase]),
    ],
    everyone: [never('update', invoice, sent)],
  },
})
