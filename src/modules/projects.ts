import * as z from 'zod'
import { defineModule } from '../policy/define.js'
import { me } from '../policy/principal.js'
import { and, condition, resource } from '../policy/resource.js'
import { may, never, only, plus, provided } from '../policy/table.js'

const right = z.enum(['messages', 'tasks', 'files', 'milestones', 'contacts'])
type Right = z.infer<typeof right>

const projectFields = {
  private: z.boolean(),
  status: z.enum(['open', 'paused', 'closed']),
  createdBy: z.string(),
  managerId: z.string(),
  /** The team, and the rights that each member has been denied in a private project. */
  team: z.array(z.object({ memberId: z.string(), rightsOff: z.array(right) })),
}
const part = z.object({ portalId: z.string(), project: z.object(projectFields) })
const taskFields = {
  createdBy: z.string(),
  responsibles: z.array(z.string()),
  milestone: z.object({ responsibleId: z.string() }).nullable(),
}
const ofHis = { createdBy: z.string() }
const joinTeam = [
  { label: 'a place in the team', put: { path: 'project.team', entry: { memberId: me.id, rightsOff: [] }, key: 'memberId' } },
]

/** A project. */
export const project = resource('projects.project', {
  schema: z.object({ portalId: z.string(), ...projectFields }),
  actions: ['create', 'read', 'update', 'changeStatus', 'manageTeam', 'setMemberRights', 'appointManager', 'delete'],
  openings: [{ label: 'a place in the team', put: { path: 'team', entry: { memberId: me.id, rightsOff: [] }, key: 'memberId' } }],
})
/** A task of a project. */
export const task = resource('projects.task', {
  schema: part.extend(taskFields),
  actions: ['create', 'read', 'update', 'assign', 'delete', 'comment', 'subscribe'],
  openings: joinTeam,
})
/** A subtask. */
export const subtask = resource('projects.subtask', {
  schema: part.extend({ ...ofHis, task: z.object({ ...taskFields, milestone: taskFields.milestone.optional() }) }),
  actions: ['create', 'read', 'update', 'delete'],
  openings: joinTeam,
})
/** A milestone. */
export const milestone = resource('projects.milestone', {
  schema: part.extend({ ...ofHis, responsibleId: z.string() }),
  actions: ['create', 'read', 'update', 'delete'],
  openings: joinTeam,
})
/** A discussion. */
export const discussion = resource('projects.discussion', {
  schema: part.extend({ ...ofHis, status: z.enum(['open', 'archived']) }),
  actions: ['create', 'read', 'update', 'delete', 'comment', 'subscribe'],
  openings: joinTeam,
})
/** A comment on anything in a project. */
export const projectComment = resource('projects.comment', {
  schema: part.extend(ofHis),
  actions: ['read', 'update'],
  openings: joinTeam,
})
/** A file of a project. */
export const projectFile = resource('projects.file', {
  schema: part.extend({ ...ofHis, folder: z.string() }),
  actions: ['create', 'read', 'update', 'delete'],
  openings: joinTeam,
})
/** Time spent. */
export const timeEntry = resource('projects.timeEntry', {
  schema: part.extend({ ...ofHis, personId: z.string(), billed: z.boolean() }),
  actions: ['create', 'read', 'update', 'delete', 'setPaymentStatus'],
  openings: joinTeam,
})
/** A contact of the CRM in a project. */
export const projectContact = resource('projects.contact', { schema: part, actions: ['read'], openings: joinTeam })
/** A template for projects. */
export const projectTemplate = resource('projects.template', {
  schema: z.object({ portalId: z.string(), ...ofHis }),
  actions: ['create', 'read', 'update'],
})
/** A report. */
export const report = resource('projects.report', { schema: z.object({ portalId: z.string() }), actions: ['create', 'read'] })

type Part = z.infer<typeof part>
type Own = Part & { createdBy: string }

// The project, for whatever is in it
const inPublic = condition<Part>('the project is public', { 'project.private': false })
const inTeam = condition<Part>('he is in the team', { 'project.team': { $elemMatch: { memberId: me.id } } })
const inPublicTeam = and(inPublic, inTeam)
const withRight = (...rights: readonly Right[]) =>
  condition<Part>(`the project is private and he is in the team with the right to ${rights.join(' and ')}`, {
    'project.private': true,
    'project.team': { $elemMatch: { memberId: me.id, rightsOff: { $all: [], $nin: rights } } },
  })
const inPrivateTeam = condition<Part>('the project is private and he is in the team', {
  'project.private': true,
  'project.team': { $elemMatch: { memberId: me.id } },
})
const manager = condition<Part>('he manages the project', { 'project.managerId': me.id })

// The record itself
const own = condition<Own>('it is his own', { createdBy: me.id })
const notOwn = condition<Own>('it is not his own', { createdBy: { $ne: me.id } })
const responsible = task.when('he is responsible for it', { responsibles: me.id })
const nobodyResponsible = task.when('nobody is responsible for it', { responsibles: { $size: 0 } })
const noMilestone = task.when('it is in no milestone', { milestone: { $exists: true, $eq: null } })
const ownAndResponsible = task.when('it is his own and he is responsible for it', { createdBy: me.id, responsibles: me.id })
const hisMilestone = milestone.when('he is responsible for it', { responsibleId: me.id })
const ownTime = timeEntry.when('it is his own time, not billed yet', { personId: me.id, billed: false })
const onOwnTask = subtask.when('the task is his own', { 'task.createdBy': me.id })
const onHisTask = subtask.when('he is responsible for the task', { 'task.responsibles': me.id })
const onFreeTask = subtask.when('nobody is responsible for the task', { 'task.responsibles': { $size: 0 } })
const onNoMilestone = subtask.when('the task is in no milestone', { 'task.milestone': null })
const atRoot = projectFile.when("it goes to the project's root folder", { folder: 'root' })
const elsewhere = projectFile.when("it does not go to the project's root folder", { folder: { $ne: 'root' } })

// Ways to reach what is in a private project; a task in a milestone also needs the right to milestones
const reachesTask = [and(withRight('tasks'), noMilestone), withRight('tasks', 'milestones')]
const reachesSubtask = [and(withRight('tasks'), onNoMilestone), withRight('tasks', 'milestones')]
const reachesMilestone = [withRight('milestones')]
const reachesDiscussion = [withRight('messages')]
const reachesFile = [withRight('files')]

// The project's own conditions
const isPublic = project.when('it is public', { private: false })
const hisTeam = project.when('he is in the team', { team: { $elemMatch: { memberId: me.id } } })
const manages = project.when('he manages it', { managerId: me.id })
const created = project.when('he created it', { createdBy: me.id })
const isPrivate = project.when('it is private', { private: true })
const hisTemplate = projectTemplate.when('he created it', { createdBy: me.id })

// Its status
const notOpen = condition<Part>('the project is not open', { 'project.status': { $ne: 'open' } })
const closed = condition<Part>('the project is closed', { 'project.status': { $nin: ['open', 'paused'] } })
const archived = discussion.when('it is archived', { status: { $ne: 'open' } })

/** Who reads what is in a project: everybody in a public one, in a private one the team with the right to it. */
const readers = [
  ...[inPublic, ...reachesTask].map((when) => may(['read', 'comment', 'subscribe'], task, when)),
  ...[inPublic, ...reachesSubtask].map((when) => may('read', subtask, when)),
  ...[inPublic, ...reachesMilestone].map((when) => may('read', milestone, when)),
  ...[inPublic, ...reachesDiscussion].map((when) => may(['read', 'comment', 'subscribe'], discussion, when)),
  ...[inPublic, ...reachesFile].map((when) => may('read', projectFile, when)),
  ...[inPublic, inPrivateTeam].flatMap((when) => [
    may('read', projectComment, when),
    may('update', projectComment, and(when, own)),
    may('read', timeEntry, when),
  ]),
]

/** What a team member does beside reading. */
const team = [
  ...[inPublicTeam, ...reachesTask].flatMap((when) => [
    may('create', task, when),
    may(['update', 'assign', 'delete'], task, and(when, own)),
    may(['update', 'assign'], task, and(when, nobodyResponsible)),
  ]),
  // Whoever is responsible always reads it, also with the right switched off, and so keeps the rest of his part in it.
  may(['update', 'assign'], task, and(inTeam, responsible)),
  may('delete', task, and(inTeam, ownAndResponsible)),
  ...[inPublicTeam, ...reachesSubtask].flatMap((when) => [
    may('create', subtask, and(when, onOwnTask)),
    may('create', subtask, and(when, onFreeTask)),
  ]),
  may('create', subtask, and(inTeam, onHisTask)),
  ...[inPublicTeam, ...reachesMilestone].map((when) => may('update', milestone, and(when, own))),
  may('update', milestone, and(inTeam, hisMilestone)),
  ...[inPublicTeam, ...reachesDiscussion].flatMap((when) => [may('create', discussion, when), may('update', discussion, and(when, own))]),
  ...[inPublicTeam, ...reachesFile].flatMap((when) => [
    may(['create', 'update'], projectFile, when),
    may('delete', projectFile, and(when, own)),
  ]),
  ...[inPublicTeam, inPrivateTeam].map((when) => may(['create', 'update'], timeEntry, and(when, ownTime))),
]

/** Everything in a project: for its manager under his condition, for administrators without one. */
const everythingInside = (...when: [typeof manager?]) => [
  may(['create', 'read', 'update', 'assign', 'delete', 'comment', 'subscribe'], task, ...when),
  may(['create', 'read', 'update', 'delete'], [subtask, milestone, projectFile], ...when),
  may(['create', 'read', 'update', 'delete', 'comment', 'subscribe'], discussion, ...when),
  may(['read', 'update'], projectComment, ...when),
  may(['create', 'read', 'update', 'delete', 'setPaymentStatus'], timeEntry, ...when),
  ...provided({ module: 'crm' }, may('read', projectContact, ...when)),
]

/**
 * Projects and what is in them. Beside the levels there are ways to stand towards one project (in its team, managing it, having created it):
 * those are conditions.
 *
 * @see docs/guide/projects.md
 */
export const projects = defineModule({
  name: 'projects',
  actions: ['configure'],
  resources: [
    project,
    task,
    subtask,
    milestone,
    discussion,
    projectComment,
    projectFile,
    timeEntry,
    projectContact,
    projectTemplate,
    report,
  ],
  options: { membersMayCreateProjects: false },
  levels: {
    guest: only(
      ...[isPublic, hisTeam, created].map((when) => may('read', project, when)),
      ...readers,
      may('read', task, and(inTeam, responsible)),
      may('read', milestone, and(inTeam, hisMilestone)),
      ...[inPublicTeam, ...reachesFile].map((when) => may('create', projectFile, and(when, atRoot))),
    ),
    user: plus(
      'guest',
      ...provided({ option: 'membersMayCreateProjects' }, may('create', project), may('create', projectTemplate)),
      may(['read', 'update', 'changeStatus', 'manageTeam'], project, manages),
      may(['update', 'changeStatus', 'manageTeam', 'delete'], project, created),
      may('setMemberRights', project, and(manages, isPrivate)),
      may('setMemberRights', project, and(created, isPrivate)),
      may(['read', 'comment', 'subscribe'], task, responsible),
      may('read', milestone, hisMilestone),
      ...team,
      ...everythingInside(manager),
      ...provided({ module: 'crm' }, ...[inPublic, withRight('contacts')].map((when) => may('read', projectContact, when))),
      may(['read', 'update'], projectTemplate, hisTemplate),
      may(['create', 'read'], report),
    ),
    moduleAdministrator: plus(
      'user',
      may('configure', 'projects'),
      may(['create', 'read', 'update', 'changeStatus', 'manageTeam', 'appointManager', 'delete'], project),
      may('setMemberRights', project, isPrivate),
      ...everythingInside(),
      may(['create', 'read', 'update'], projectTemplate),
    ),
    fullAdministrator: plus('moduleAdministrator'),
    owner: plus('fullAdministrator'),
  },
  never: {
    guest: [
      never(['create', 'update', 'changeStatus', 'manageTeam', 'setMemberRights', 'appointManager', 'delete'], project),
      never(['create', 'update', 'assign', 'delete'], task),
      never(['create', 'update', 'delete'], [subtask, milestone, discussion]),
      never(['create', 'update'], projectTemplate),
      never('configure', 'projects'),
      never('update', projectComment, notOwn),
      never('read', projectContact),
      never('create', projectFile, elsewhere),
      never(['update', 'delete'], projectFile),
      never(['create', 'update', 'delete', 'setPaymentStatus'], timeEntry),
      never(['create', 'read'], report),
    ],
    everyone: [
      never('create', [task, milestone, discussion, timeEntry], notOpen),
      never('create', projectFile, closed),
      never(['update', 'assign'], task, closed),
      never(['create', 'update'], subtask, closed),
      never('update', milestone, closed),
      never('comment', discussion, archived),
    ],
  },
})
