import type {
  discussion,
  milestone,
  project,
  projectComment,
  projectContact,
  projectFile,
  projectTemplate,
  RecordOf,
  subtask,
  task,
  timeEntry,
} from '../../../src/index.js'
import { administrator, user, type Rank, type Seat } from './seat.js'

type Project = RecordOf<typeof task>['project']
type Right = Project['team'][number]['rightsOff'][number]

function inTeam(seat: Seat, { team }: Pick<Project, 'team'>): boolean {
  for (const { memberId } of team) if (memberId === seat.id) return true
  return false
}

/** Whether he is in the team of a private project with this right, or with both. */
function withRight(seat: Seat, { private: isPrivate, team }: Project, right: Right, other: Right = right): boolean {
  if (!isPrivate) return false
  for (const { memberId, rightsOff } of team)
    if (memberId === seat.id && !rightsOff.includes(right) && !rightsOff.includes(other)) return true
  return false
}

/** He administers the module, or manages this project. */
const runs = (seat: Seat, rank: Rank, { managerId }: Project): boolean => rank >= administrator || (rank >= user && managerId === seat.id)

const isClosed = ({ status }: Project): boolean => status === 'closed'
/** In a public project the team, in a private one those with the right. */
const reaches = (seat: Seat, { project }: { readonly project: Project }, right: Right): boolean =>
  project.private ? withRight(seat, project, right) : inTeam(seat, project)

export function onProject(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof project>): boolean {
  switch (action) {
    case 'read':
      if (rank >= administrator || !record.private || record.createdBy === seat.id) return true
      return (rank >= user && record.managerId === seat.id) || inTeam(seat, record)
    case 'create':
      return rank >= administrator || (rank >= user && seat.options.membersMayCreateProjects === true)
    case 'update':
    case 'changeStatus':
    case 'manageTeam':
      return rank >= administrator || (rank >= user && (record.managerId === seat.id || record.createdBy === seat.id))
    case 'setMemberRights':
      if (!record.private) return false
      return rank >= administrator || (rank >= user && (record.managerId === seat.id || record.createdBy === seat.id))
    case 'appointManager':
      return rank >= administrator
    case 'delete':
      return rank >= administrator || (rank >= user && record.createdBy === seat.id)
    default:
      return false
  }
}

export function onTask(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof task>): boolean {
  const { project } = record
  switch (action) {
    case 'read':
      if (!project.private || runs(seat, rank, project) || reachesTask(seat, project, record.milestone)) return true
      return record.responsibles.includes(seat.id) && (rank >= user || inTeam(seat, project))
    case 'comment':
    case 'subscribe':
      if (!project.private || runs(seat, rank, project) || reachesTask(seat, project, record.milestone)) return true
      return rank >= user && record.responsibles.includes(seat.id)
    case 'create':
      if (rank < user || project.status !== 'open') return false
      return runs(seat, rank, project) || reachesForTeam(seat, project, record.milestone)
    case 'update':
    case 'assign':
      if (rank < user || isClosed(project)) return false
      if (runs(seat, rank, project) || (record.responsibles.includes(seat.id) && inTeam(seat, project))) return true
      return (record.createdBy === seat.id || record.responsibles.length === 0) && reachesForTeam(seat, project, record.milestone)
    case 'delete':
      if (rank < user) return false
      if (runs(seat, rank, project)) return true
      if (record.createdBy !== seat.id) return false
      return reachesForTeam(seat, project, record.milestone) || (record.responsibles.includes(seat.id) && inTeam(seat, project))
    default:
      return false
  }
}

/** A task in a milestone also needs the right to milestones. */
const reachesTask = (seat: Seat, project: Project, inMilestone: unknown): boolean =>
  withRight(seat, project, 'tasks', inMilestone ? 'milestones' : 'tasks')
const reachesForTeam = (seat: Seat, project: Project, inMilestone: unknown): boolean =>
  project.private ? reachesTask(seat, project, inMilestone) : inTeam(seat, project)

export function onSubtask(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof subtask>): boolean {
  const { project, task: its } = record
  switch (action) {
    case 'read':
      return !project.private || runs(seat, rank, project) || reachesTask(seat, project, its.milestone)
    case 'create':
      if (rank < user || isClosed(project)) return false
      if (runs(seat, rank, project) || (its.responsibles.includes(seat.id) && inTeam(seat, project))) return true
      return (its.createdBy === seat.id || its.responsibles.length === 0) && reachesForTeam(seat, project, its.milestone)
    case 'update':
      return !isClosed(project) && runs(seat, rank, project)
    case 'delete':
      return runs(seat, rank, project)
    default:
      return false
  }
}

export function onMilestone(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof milestone>): boolean {
  const { project } = record
  switch (action) {
    case 'read':
      if (!project.private || runs(seat, rank, project) || withRight(seat, project, 'milestones')) return true
      return record.responsibleId === seat.id && (rank >= user || inTeam(seat, project))
    case 'create':
      return project.status === 'open' && runs(seat, rank, project)
    case 'update':
      if (rank < user || isClosed(project)) return false
      if (runs(seat, rank, project) || (record.responsibleId === seat.id && inTeam(seat, project))) return true
      return record.createdBy === seat.id && reaches(seat, record, 'milestones')
    case 'delete':
      return runs(seat, rank, project)
    default:
      return false
  }
}

export function onDiscussion(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof discussion>): boolean {
  const { project } = record
  switch (action) {
    case 'comment':
      if (record.status !== 'open') return false
      return !project.private || runs(seat, rank, project) || withRight(seat, project, 'messages')
    case 'read':
    case 'subscribe':
      return !project.private || runs(seat, rank, project) || withRight(seat, project, 'messages')
    case 'create':
      return rank >= user && project.status === 'open' && (runs(seat, rank, project) || reaches(seat, record, 'messages'))
    case 'update':
      return rank >= user && (runs(seat, rank, project) || (record.createdBy === seat.id && reaches(seat, record, 'messages')))
    case 'delete':
      return runs(seat, rank, project)
    default:
      return false
  }
}

export function onComment(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof projectComment>): boolean {
  const { project } = record
  switch (action) {
    case 'read':
      return !project.private || runs(seat, rank, project) || inTeam(seat, project)
    case 'update':
      return runs(seat, rank, project) || (record.createdBy === seat.id && (!project.private || inTeam(seat, project)))
    default:
      return false
  }
}

export function onFile(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof projectFile>): boolean {
  const { project } = record
  switch (action) {
    case 'read':
      return !project.private || runs(seat, rank, project) || withRight(seat, project, 'files')
    case 'create':
      if (isClosed(project) || (rank < user && record.folder !== 'root')) return false
      return runs(seat, rank, project) || reaches(seat, record, 'files')
    case 'update':
      return rank >= user && (runs(seat, rank, project) || reaches(seat, record, 'files'))
    case 'delete':
      return rank >= user && (runs(seat, rank, project) || (record.createdBy === seat.id && reaches(seat, record, 'files')))
    default:
      return false
  }
}

export function onTime(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof timeEntry>): boolean {
  const { project } = record
  switch (action) {
    case 'read':
      return !project.private || runs(seat, rank, project) || inTeam(seat, project)
    case 'create':
    case 'update':
      if (rank < user || (action === 'create' && project.status !== 'open')) return false
      return runs(seat, rank, project) || (record.personId === seat.id && !record.billed && inTeam(seat, project))
    case 'delete':
    case 'setPaymentStatus':
      return runs(seat, rank, project)
    default:
      return false
  }
}

/** Contacts of the CRM, for those who have the CRM as well. */
export function onContact(seat: Seat, rank: Rank, action: string, { project }: RecordOf<typeof projectContact>): boolean {
  if (action !== 'read' || rank < user || seat.ranks.crm < user) return false
  return !project.private || runs(seat, rank, project) || withRight(seat, project, 'contacts')
}

export function onTemplate(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof projectTemplate>): boolean {
  switch (action) {
    case 'create':
      return rank >= administrator || (rank >= user && seat.options.membersMayCreateProjects === true)
    case 'read':
    case 'update':
      return rank >= administrator || (rank >= user && record.createdBy === seat.id)
    default:
      return false
  }
}
