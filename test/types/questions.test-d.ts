/** Questions that must not compile, and those that must. */
import { ForbiddenError } from '@casl/ability'
import {
  builtInModules,
  contact,
  crmTask,
  definePolicy,
  defineModule,
  folder,
  may,
  only,
  plus,
  portalPolicy,
  profile,
  resource,
  type Guest,
  type Member,
  type ModuleAccess,
  type Portal,
  type PortalErrorCode,
  type RecordOf,
  type User,
} from 'portico'
import { hydrate, serialize } from 'portico/json'
import { explain } from 'portico/explain'
import * as z from 'zod'

declare const member: Member
declare const portal: Portal
const ability = portalPolicy.abilityFor(member, portal)
const row = { portalId: 'portal-1', createdBy: 'me', shared: 'none', accessList: ['me'] } as const
declare const contactRow: { id: string; portalId: string; createdBy: string; shared: 'none' | 'read'; accessList: string[]; notes: Date }

// Records and modules
ability.can('update', contact.of(contactRow)) satisfies boolean
ability.can('setAccess', contact.parse({})) satisfies boolean
ability.can('read', { ...contactRow, __typename: 'crm.contact' as const })
ability.can('configure', 'crm')
ability.can('access', 'talk')
ability.cannot('update', contact.of(contactRow)) satisfies boolean
ability.couldEver('update', 'crm.contact') satisfies boolean
ability.couldEver('connectThirdParty', 'documents.folder')
contact.of(contactRow).id satisfies string
contact.of(contactRow).__typename satisfies 'crm.contact'
serialize(ability)
explain(ability, 'update', contact.of(contactRow)).allowed satisfies boolean

// @ts-expect-error the bare name of a resource is no record
ability.can('update', 'crm.contact')
// @ts-expect-error neither for cannot
ability.cannot('update', 'crm.contact')
// @ts-expect-error a contact has no action `assign`
ability.can('assign', contact.of(contactRow))
// @ts-expect-error `manage` is no action
ability.can('manage', contact.of(contactRow))
// @ts-expect-error a record says of which resource it is
ability.can('update', contactRow)
// @ts-expect-error there is no such resource
ability.can('update', { ...contactRow, __typename: 'crm.lead' as const })
// @ts-expect-error a contact is no task
ability.can('update', { ...contactRow, __typename: 'crm.task' as const })
// @ts-expect-error a question has a subject
ability.can('update')
// @ts-expect-error undefined is no subject
ability.can('update', undefined)
// @ts-expect-error null is no subject
ability.can('update', null)
// @ts-expect-error `all` is no subject
ability.can('update', 'all')
// @ts-expect-error `configure` of Documents there is not
ability.can('configure', 'documents')
// @ts-expect-error there is no such module
ability.can('access', 'warehouse')
// @ts-expect-error a module has no records
ability.can('update', 'crm')

// @ts-expect-error a contact has no action `assign`
ability.couldEver('assign', 'crm.contact')
// @ts-expect-error there is no such resource
ability.couldEver('update', 'crm.lead')
// @ts-expect-error a module is no resource
ability.couldEver('configure', 'crm')
// @ts-expect-error a record is asked about with can
ability.couldEver('update', contact.of(contactRow))

// Records of the wrong shape
// @ts-expect-error a contact has an access list
contact.of({ portalId: 'portal-1', createdBy: 'me', shared: 'none' })
// @ts-expect-error `all` is no level of sharing
contact.of({ ...contactRow, shared: 'all' })
// @ts-expect-error every record has a portal
contact.of({ createdBy: 'me', shared: 'none', accessList: [] })
// @ts-expect-error an access list is a list
contact.of({ ...contactRow, accessList: 'me' })
// @ts-expect-error null is no author
contact.of({ ...contactRow, createdBy: null })
// @ts-expect-error a link of a task is one of three
crmTask.of({ portalId: 'portal-1', createdBy: 'me', responsibleId: 'me', link: { type: 'invoice' } })
// @ts-expect-error a share has a level
folder.of({ portalId: 'portal-1', section: 'my', createdBy: 'me', shares: [{ to: 'me', access: 'write' }] })
// @ts-expect-error a profile is of a guest or a user
profile.of({ portalId: 'portal-1', id: 'me', type: 'owner' })

// Members
const guest: Guest = { id: 'me', portalId: 'portal-1', type: 'guest', status: 'active', administers: [] }
const full: User = { id: 'me', portalId: 'portal-1', type: 'user', status: 'active', administers: 'everything' }
portalPolicy.abilityFor(guest, portal)
portalPolicy.abilityFor(full, portal)
portalPolicy.abilityFor(portalPolicy.parseMember({}), portalPolicy.parsePortal({}))

// @ts-expect-error a guest never administers a module
const administrator: Member = { id: 'me', portalId: 'portal-1', type: 'guest', status: 'active', administers: ['crm'] }
// @ts-expect-error a guest never administers everything
const fullGuest: Member = { id: 'me', portalId: 'portal-1', type: 'guest', status: 'active', administers: 'everything' }
// @ts-expect-error neither is he one by his type alone
const loose: Guest = { ...full, type: 'guest' }
// @ts-expect-error owner is no type of member
const owner: Member = { id: 'me', portalId: 'portal-1', type: 'owner', status: 'active' }
// @ts-expect-error a member is active or disabled
const invited: Member = { id: 'me', portalId: 'portal-1', type: 'user', status: 'invited' }
// @ts-expect-error a member has a portal
const homeless: Member = { id: 'me', type: 'user', status: 'active' }
// @ts-expect-error one module is a list of one
const single: Member = { id: 'me', portalId: 'portal-1', type: 'user', status: 'active', administers: 'crm' }

// Portals
const restricted: ModuleAccess = { availability: 'restricted', to: ['g1'], requires: 'client-management' }
// @ts-expect-error restricted to nobody is `nobody`
const empty: ModuleAccess = { availability: 'restricted', to: [] }
// @ts-expect-error restricted to whom
const unsaid: ModuleAccess = { availability: 'restricted' }
// @ts-expect-error everyone needs no list
const both: ModuleAccess = { availability: 'everyone', to: ['me'] }
// @ts-expect-error a misspelt key
const misspelt: ModuleAccess = { availabilty: 'nobody' }
// @ts-expect-error an option is on or off
const option: Portal = { id: 'portal-1', ownerId: 'boss', options: { membersMayCreateProjects: 'yes' } }
// @ts-expect-error a portal has an owner
const nobodys: Portal = { id: 'portal-1' }
// @ts-expect-error exactly one
const two: Portal = { id: 'portal-1', ownerId: ['boss', 'me'] }

// Own modules keep their types in a policy
const vehicle = resource('fleet.vehicle', {
  schema: z.object({ portalId: z.string(), driverId: z.string().nullable() }),
  actions: ['read', 'book'],
})
const fleet = defineModule({
  name: 'fleet',
  actions: ['inspect'],
  resources: [vehicle],
  levels: {
    guest: only(),
    user: only(may('read', vehicle)),
    moduleAdministrator: plus('user'),
    fullAdministrator: plus('user'),
    owner: plus('user'),
  },
})
const policy = definePolicy([...builtInModules, fleet])
const wider = policy.abilityFor(member, portal)
declare const car: RecordOf<typeof vehicle>
wider.can('book', vehicle.of({ portalId: 'portal-1', driverId: null }))
wider.can('book', car)
wider.can('inspect', 'fleet')
wider.can('access', 'fleet')
wider.can('update', contact.of(contactRow))
wider.couldEver('book', 'fleet.vehicle')
hydrate<typeof policy>({}, policy).can('inspect', 'fleet')

// @ts-expect-error a vehicle cannot be updated
wider.can('update', car)
// @ts-expect-error a fleet cannot be configured
wider.can('configure', 'fleet')
// @ts-expect-error the built-in policy has no fleet
ability.can('access', 'fleet')
// @ts-expect-error nor vehicles
ability.can('book', car)
// @ts-expect-error the name of a resource is no record
wider.can('book', 'fleet.vehicle')
// @ts-expect-error a vehicle cannot be retired
wider.couldEver('retire', 'fleet.vehicle')
// @ts-expect-error of the built-in policy only
hydrate<typeof portalPolicy>({}, portalPolicy).can('inspect', 'fleet')
// @ts-expect-error the version is needed
hydrate({}, {})
// @ts-expect-error a driver is a text or null
vehicle.of({ portalId: 'portal-1', driverId: 7 })
// @ts-expect-error a record without a portal is no resource
resource('fleet.depot', { schema: z.object({ town: z.string() }), actions: ['read'] })
// @ts-expect-error a resource has actions
resource('fleet.depot', { schema: z.object({ portalId: z.string() }) })

// @ts-expect-error a closed list of codes
const code: PortalErrorCode = 'SOMETHING_ELSE'

// CASL's own guard takes it
ForbiddenError.from(ability).throwUnlessCan('update', contact.of(contactRow))
ForbiddenError.from(wider).throwUnlessCan('book', car)
