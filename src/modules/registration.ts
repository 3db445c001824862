import * as z from 'zod'
import { defineModule } from '../policy/define.js'
import { me } from '../policy/principal.js'
import { and, resource } from '../policy/resource.js'
import { may, never, only, plus } from '../policy/table.js'

/** The portal of a holder: of one of the staff, an office, the firm, a client … */
export const holderPortal = resource('registration.portal', {
  schema: z.object({
    /** The firm's portal. */
    portalId: z.string(),
    /** Left out for one that is about to be created. */
    id: z.string().optional(),
    kind: z.string(),
    /** `none` for one that is about to be created. */
    status: z.enum(['none', 'unregistered', 'active', 'suspended', 'expired', 'closed']),
    /** Who owns it, since it was registered. */
    ownerId: z.string().nullable(),
    /** The members and groups who look after portals of this kind, or of this kind in this office. */
    delegates: z.array(z.string()),
    /** The members and groups with the right on this client or contact. */
    handlers: z.array(z.string()),
    /** Whether only the owner of the firm's portal sees who the holder is. */
    private: z.boolean(),
    /** Who closes portals of this kind. */
    closedBy: z.enum(['administrators', 'owner']),
  }),
  actions: [
    'find',
    'preview',
    'create',
    'associate',
    'resend',
    'revoke',
    'changeEmail',
    'promote',
    'suspend',
    'reactivate',
    'close',
    'identify',
    'exchange',
  ],
})

const his = holderPortal.when('he owns it', { ownerId: me.id })
const delegated = holderPortal.when('portals of this kind are delegated to him', { delegates: { $in: me.audiences } })
const handled = holderPortal.when('he has the right on its holder', { handlers: { $in: me.audiences } })
const open = holderPortal.when('it is not private', { private: false })
const closedByAdministrators = holderPortal.when('administrators close portals of this kind', { closedBy: 'administrators' })
const notActive = holderPortal.when('it is not registered, suspended, or over', { status: { $ne: 'active' } })

const issuing = ['find', 'preview', 'create', 'associate', 'resend', 'revoke', 'changeEmail', 'promote'] as const
const stopping = ['suspend', 'reactivate'] as const

/**
 * The portals of holders: who creates them, sends their links, suspends and closes them, and who exchanges files through them.
 *
 * @see docs/guide/registration.md
 */
export const registration = defineModule({
  name: 'registration',
  actions: ['delegate'],
  resources: [holderPortal],
  presence: 'always',
  levels: {
    guest: only(may(['exchange', 'identify'], holderPortal, his)),
    user: plus(
      'guest',
      may([...issuing, ...stopping], holderPortal, delegated),
      may('identify', holderPortal, and(delegated, open)),
      may([...issuing, 'exchange'], holderPortal, handled),
      may('identify', holderPortal, and(handled, open)),
    ),
    moduleAdministrator: plus('user'),
    fullAdministrator: plus(
      'moduleAdministrator',
      may('delegate', 'registration'),
      may([...issuing, ...stopping], holderPortal),
      may('close', holderPortal, closedByAdministrators),
      may('identify', holderPortal, open),
    ),
    owner: plus('fullAdministrator', may(['close', 'identify'], holderPortal)),
  },
  never: {
    guest: [never('delegate', 'registration'), never([...issuing, ...stopping, 'close'], holderPortal)],
    everyone: [never('exchange', holderPortal, notActive)],
  },
})
