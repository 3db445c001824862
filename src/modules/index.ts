import { definePolicy } from '../policy/policy.js'
import { community } from './community.js'
import { crm } from './crm.js'
import { documents } from './documents.js'
import { people } from './people.js'
import { portal } from './portal.js'
import { projects } from './projects.js'
import { calendar, feed, mail, talk } from './tools.js'

/** The built-in modules: take them all, or put your own in the place of one. */
export const builtInModules = [portal, documents, crm, community, people, projects, mail, calendar, talk, feed] as const

/** The built-in policy, from the published guide. @see docs/guide/README.md */
export const portalPolicy = definePolicy(builtInModules)
