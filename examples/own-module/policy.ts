import { calendar, community, crm, definePolicy, documents, extendModule, feed, mail, may, people, portal, projects, talk } from 'portico'
import { fleet } from './fleet.js'

/** CRM with one row more: every user may export, not only its administrators. */
const crmWithExport = extendModule(crm, { levels: { user: [may('export', 'crm')] } })

/** The built-in modules, one of them extended, and one of our own. */
export const companyPolicy = definePolicy([
  portal,
  documents,
  crmWithExport,
  community,
  people,
  projects,
  mail,
  calendar,
  talk,
  feed,
  fleet,
])
