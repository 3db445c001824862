import { defineModule } from '../policy/define.js'
import { and } from '../policy/resource.js'
import { may, never, only, plus } from '../policy/table.js'
import { another, aUser, himself, profile, theOwner } from './people.js'

const notAUser = profile.when('the member is no user', { type: { $ne: 'user' } })

const ofAdministrators = ['configure', 'backup', 'setModuleAccess', 'listAdministrators'] as const
const ofTheOwner = ['transferOwnership', 'deactivate', 'delete'] as const
const grants = ['grantFullAccess', 'grantModuleAdministration'] as const
const administration = [...grants, 'revokeFullAccess', 'revokeModuleAdministration'] as const

/**
 * The portal itself, its administrators, and everybody's own profile. It is never closed.
 *
 * @see docs/guide/portal.md
 */
export const portal = defineModule({
  name: 'portal',
  actions: [...ofAdministrators, ...ofTheOwner],
  resources: [],
  presence: 'always',
  levels: {
    guest: only(may(['read', 'update', 'requestDeletion'], profile, himself)),
    user: plus('guest'),
    moduleAdministrator: plus('user'),
    fullAdministrator: plus(
      'moduleAdministrator',
      may(ofAdministrators, 'portal'),
      may(grants, profile, and(another, aUser)),
      may(['revokeFullAccess', 'revokeModuleAdministration'], profile, another),
    ),
    owner: plus('fullAdministrator', may(ofTheOwner, 'portal')),
  },
  never: {
    guest: [never(ofAdministrators, 'portal'), never(ofTheOwner, 'portal'), never(administration, profile)],
    owner: [never('requestDeletion', profile)],
    everyone: [
      never(grants, profile, notAUser),
      never(administration, profile, himself),
      ...theOwner.map((when) => never(administration, profile, when)),
    ],
  },
})
