/**
 * The built-in policy once more, as a good engineer would write it by hand: `if`s, as few and as cheap as they can be, for records that fit
 * their schemas. It is what the bench compares with, and says nothing of why; `agree.test.ts` holds it to the policy.
 */
import type {
  calendarEvent,
  calendarResource,
  contact,
  crmCase,
  crmTask,
  discussion,
  file,
  folder,
  invoice,
  milestone,
  opportunity,
  profile,
  project,
  projectComment,
  projectContact,
  projectFile,
  projectTemplate,
  RecordOf,
  report,
  section,
  subtask,
  task,
  timeEntry,
} from '../../../src/index.js'
import { onCalendar, onEvent } from './calendar.js'
import { onContribution } from './community.js'
import { onCase, onContact as onCrmContact, onInvoice, onOpportunity, onTask as onCrmTask } from './crm.js'
import { onEntry, onSection } from './documents.js'
import { onGroup, onInvitation, onProfile } from './people.js'
import * as projects from './projects.js'
import { user, type Seat } from './seat.js'

/** Any record of the built-in resources, told apart by `__typename`. */
export type AnyRecord =
  | RecordOf<
      | typeof calendarEvent
      | typeof calendarResource
      | typeof contact
      | typeof crmCase
      | typeof crmTask
      | typeof discussion
      | typeof file
      | typeof folder
      | typeof invoice
      | typeof milestone
      | typeof opportunity
      | typeof profile
      | typeof project
      | typeof projectComment
      | typeof projectContact
      | typeof projectFile
      | typeof projectTemplate
      | typeof report
      | typeof section
      | typeof subtask
      | typeof task
      | typeof timeEntry
    >
  | { readonly __typename: 'people.group' | 'people.invitation'; readonly portalId: string }

export function canOn(seat: Seat, action: string, record: AnyRecord): boolean {
  if (seat.refused || record.portalId !== seat.portalId) return false
  const { ranks } = seat
  switch (record.__typename) {
    case 'documents.file':
    case 'documents.folder':
      return ranks.documents >= 0 && onEntry(seat, ranks.documents, action, record)
    case 'documents.section':
      return ranks.documents >= 0 && onSection(seat, ranks.documents, action, record)
    case 'crm.contact':
      return ranks.crm >= 0 && onCrmContact(seat, ranks.crm, action, record)
    case 'crm.opportunity':
      return ranks.crm >= 0 && onOpportunity(seat, ranks.crm, action, record)
    case 'crm.case':
      return ranks.crm >= 0 && onCase(seat, ranks.crm, action, record)
    case 'crm.task':
      return ranks.crm >= 0 && onCrmTask(seat, ranks.crm, action, record)
    case 'crm.invoice':
      return ranks.crm >= 0 && onInvoice(seat, ranks.crm, action, record)
    case 'projects.project':
      return ranks.projects >= 0 && projects.onProject(seat, ranks.projects, action, record)
    case 'projects.task':
      return ranks.projects >= 0 && projects.onTask(seat, ranks.projects, action, record)
    case 'projects.subtask':
      return ranks.projects >= 0 && projects.onSubtask(seat, ranks.projects, action, record)
    case 'projects.milestone':
      return ranks.projects >= 0 && projects.onMilestone(seat, ranks.projects, action, record)
    case 'projects.discussion':
      return ranks.projects >= 0 && projects.onDiscussion(seat, ranks.projects, action, record)
    case 'projects.comment':
      return ranks.projects >= 0 && projects.onComment(seat, ranks.projects, action, record)
    case 'projects.file':
      return ranks.projects >= 0 && projects.onFile(seat, ranks.projects, action, record)
    case 'projects.timeEntry':
      return ranks.projects >= 0 && projects.onTime(seat, ranks.projects, action, record)
    case 'projects.contact':
      return projects.onContact(seat, ranks.projects, action, record)
    case 'projects.template':
      return projects.onTemplate(seat, ranks.projects, action, record)
    case 'projects.report':
      return ranks.projects >= user && (action === 'create' || action === 'read')
    case 'people.profile':
      return onProfile(seat, action, record)
    case 'people.group':
      return onGroup(seat, action)
    case 'people.invitation':
      return onInvitation(seat, action)
    case 'calendar.calendar':
      return ranks.calendar >= 0 && onCalendar(seat, action, record)
    case 'calendar.event':
      return ranks.calendar >= 0 && onEvent(seat, action, record)
    default:
      return ranks.community >= 0 && onContribution(seat, ranks.community, action, record)
  }
}
