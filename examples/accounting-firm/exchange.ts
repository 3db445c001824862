// The exchange of files, as a module of the application: a file lies in the exchange of a contact, and who works for him puts files there too.
import { and, builtInModules, defineModule, definePolicy, may, me, never, only, plus, resource } from 'portico'
import { registration } from 'portico/registration'
import * as z from 'zod'

export const exchangeFile = resource('exchange.file', {
  schema: z.object({
    portalId: z.string(),
    /** What the contact's portal is at this moment. */
    status: z.enum(['unregistered', 'active', 'suspended', 'expired', 'closed']),
    /** The account of the contact, since he has registered. */
    contactId: z.string().nullable(),
    /** The members and accounts who work for him. */
    staff: z.array(z.string()),
    /** Whoever put it there; whoever asks, for a file that is about to be. */
    uploadedBy: z.string(),
  }),
  actions: ['upload', 'read', 'delete'],
})

const his = exchangeFile.when('it is his own exchange', { contactId: me.id })
const ofHisClient = exchangeFile.when('he works for this client', { staff: { $in: me.audiences } })
const uploaded = exchangeFile.when('he uploaded it', { uploadedBy: me.id })
const notActive = exchangeFile.when('the portal is not registered, suspended, or over', { status: { $ne: 'active' } })

const exchange = defineModule({
  name: 'exchange',
  resources: [exchangeFile],
  presence: 'always',
  levels: {
    guest: only(may(['upload', 'read'], exchangeFile, his), may('delete', exchangeFile, and(his, uploaded))),
    user: plus('guest', may(['upload', 'read'], exchangeFile, ofHisClient), may('delete', exchangeFile, and(ofHisClient, uploaded))),
    // What is exchanged is nobody's business who does not work for the client: administrators neither.
    moduleAdministrator: plus('user'),
    fullAdministrator: plus('moduleAdministrator'),
    owner: plus('fullAdministrator'),
  },
  never: { everyone: [never(['upload', 'read', 'delete'], exchangeFile, notActive)] },
})

export const policy = definePolicy([...builtInModules, registration, exchange])
export type FirmPolicy = typeof policy
