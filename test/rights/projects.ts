/**
 * Projects, capability by capability, written from section 9 of the access-rights rules (and from sections 1 to 3) alone.
 *
 * `Y` is yes and `-` is no. The blanks in the answers follow the groups of columns that are named above each set of columns.
 * Matrices whose name starts with `literal reading` hold the cells where a sentence has more than one reading;
 * `projectsBeyondSample` asks with actions that follow from "everything" and "everything in it", but which the sample of decisions never asks.
 */
import type { Capability, Column, Matrix } from './oracle.js'

type Fields = Readonly<Record<string, unknown>>
type ToRecord = (context: Fields) => Fields

// ---------------------------------------------------------------------------------------------------------------- making columns

const rights = ['messages', 'tasks', 'files', 'milestones', 'contacts'] as const

/** Somebody else in the team who has nothing left: what is switched off for him says nothing about `me`. */
const stranger = { memberId: 'other', rightsOff: [...rights] }
const inTeam = (rightsOff: readonly string[] = []): Fields => ({ team: [stranger, { memberId: 'me', rightsOff: [...rightsOff] }] })

const guest: Fields = { type: 'guest' }
const crmAdmin: Fields = { administers: ['crm'] }
const projectsAdmin: Fields = { administers: ['projects'] }
const fullAdmin: Fields = { administers: 'everything' }
const managing: Fields = { managerId: 'me' }
const creating: Fields = { createdBy: 'me' }

const standing = (name: string, project: Fields, member?: Fields, portal?: Fields): Column => ({
  name,
  context: {
    project: { id: 'project-1', private: false, status: 'open', createdBy: 'boss', managerId: 'manager', team: [stranger], ...project },
  },
  ...(member && { member }),
  ...(portal && { portal }),
})

const owner = (name: string, project: Fields, portal: Fields = {}): Column =>
  standing(name, project, undefined, { ownerId: 'me', ...portal })

const isPrivate = (columns: readonly Column[]): Column[] =>
  columns.map((column) => ({
    ...column,
    name: `private: ${column.name}`,
    context: { ...column.context, project: { ...(column.context?.['project'] as Fields), private: true } },
  }))

const inStatus = (status: string, columns: readonly Column[]): Column[] =>
  columns.map((column) => ({
    ...column,
    name: `${status}: ${column.name}`,
    context: { ...column.context, project: { ...(column.context?.['project'] as Fields), status } },
  }))

const withModules = (modules: Fields, columns: readonly Column[], member: Fields = {}): Column[] =>
  columns.map((column) => ({ ...column, portal: { ...column.portal, modules }, member: { ...column.member, ...member } }))

const withOption = (columns: readonly Column[]): Column[] =>
  columns.map((column) => ({
    ...column,
    name: `option: ${column.name}`,
    portal: { ...column.portal, options: { membersMayCreateProjects: true } },
  }))

// ---------------------------------------------------------------------------------------------------------------- making rows

const row = (name: string, action: string, subject: string, record: ToRecord, answers: string): Capability => ({
  name,
  action,
  subject: `projects.${subject}`,
  record,
  answers,
})

/** Several actions with the same answers. */
const rows = (name: string, actions: readonly string[], subject: string, record: ToRecord, answers: string): Capability[] =>
  actions.map((action) => row(`${name}: ${action}`, action, subject, record, answers))

const itself: ToRecord = ({ project }) => project as Fields
const held =
  (fields: Fields): ToRecord =>
  ({ project }) => ({ project, ...fields })
const alone =
  (fields: Fields): ToRecord =>
  () =>
    fields

const task = (createdBy: string, responsibles: readonly string[], milestone: Fields | null = null): ToRecord =>
  held({ createdBy, responsibles, milestone })
const ownTask = task('me', ['other'])
const myTask = task('other', ['other', 'me'])
const nobodysTask = task('other', [])
const othersTask = task('other', ['other'])

const step: Fields = { responsibleId: 'other' }
const myStep: Fields = { responsibleId: 'me' }

const subtask = (createdBy: string, responsibles: readonly string[]): ToRecord =>
  held({ task: { createdBy, responsibles }, createdBy: 'me' })
const subtaskOnOwn = subtask('me', ['other'])
const subtaskOnMine = subtask('other', ['other', 'me'])
const subtaskOnNobodys = subtask('other', [])
const subtaskOnOthers = subtask('other', ['other'])

const milestone = (createdBy: string, responsibleId: string): ToRecord => held({ createdBy, responsibleId })
const ownMilestone = milestone('me', 'other')
const myMilestone = milestone('other', 'me')
const othersMilestone = milestone('other', 'other')

const discussion = (createdBy: string, status = 'open'): ToRecord => held({ createdBy, status })
const comment = (createdBy: string): ToRecord => held({ createdBy })
const file = (createdBy: string, folder = 'root'): ToRecord => held({ createdBy, folder })
const time = (who: string, billed = false): ToRecord => held({ personId: who, createdBy: who, billed })
const contact: ToRecord = held({})

// ---------------------------------------------------------------------------------------------------------------- level × record

/** Fourteen ways to stand towards a project: guests | users | CRM administrators | manager | administrators | disabled. */
const levels: readonly Column[] = [
  standing('guest outside', {}, guest),
  standing('guest in the team', inTeam(), guest),

  standing('user outside', {}),
  standing('user in the team', inTeam()),
  standing('creator outside the team', creating),
  standing('creator in the team', { ...creating, ...inTeam() }),

  standing('CRM administrator outside', {}, crmAdmin),
  standing('CRM administrator in the team', inTeam(), crmAdmin),

  standing('manager', managing),
  standing('manager in the team', { ...managing, ...inTeam() }),

  standing('projects administrator', {}, projectsAdmin),
  standing('full administrator', {}, fullAdmin),
  owner('owner', {}),

  standing('disabled in everything', { ...managing, ...creating, ...inTeam() }, { status: 'disabled', administers: 'everything' }),
]
const outside = new Set(['guest outside', 'user outside', 'creator outside the team', 'CRM administrator outside'])

/** Public, then private. */
const everywhere: readonly Column[] = [...levels, ...isPrivate(levels)]

/** Public, then private without those who are outside: guest | user, creator | CRM administrator | manager | administrators | disabled. */
const everywhereInside: readonly Column[] = [...levels, ...isPrivate(levels.filter(({ name }) => !outside.has(name)))]

const project: Matrix = {
  name: 'project',
  columns: everywhere,
  capabilities: [
    row('read', 'read', 'project', itself, 'YY YYYY YY YY YYY -   -Y -YYY -Y YY YYY -'),
    ...rows('change', ['update', 'changeStatus', 'manageTeam'], 'project', itself, '-- --YY -- YY YYY -   -- --YY -- YY YYY -'),
    row('set the rights of members', 'setMemberRights', 'project', itself, '-- ---- -- -- --- -   -- --YY -- YY YYY -'),
    row('delete', 'delete', 'project', itself, '-- --YY -- -- YYY -   -- --YY -- -- YYY -'),
    row('appoint a manager', 'appointManager', 'project', itself, '-- ---- -- -- YYY -   -- ---- -- -- YYY -'),
  ],
}

const tasks: Matrix = {
  name: 'task',
  columns: everywhere,
  capabilities: [
    row('create, nobody responsible', 'create', 'task', task('me', []), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('create, for somebody else', 'create', 'task', ownTask, '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('create, for oneself', 'create', 'task', task('me', ['me']), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('create in a milestone', 'create', 'task', task('me', [], step), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),

    ...rows('own', ['read', 'comment', 'subscribe'], 'task', ownTask, 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
    ...rows("nobody's", ['read', 'comment', 'subscribe'], 'task', nobodysTask, 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
    ...rows("somebody else's", ['read', 'comment', 'subscribe'], 'task', othersTask, 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
    ...rows(
      'own in a milestone',
      ['read', 'comment', 'subscribe'],
      'task',
      task('me', ['other'], step),
      'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -',
    ),
    ...rows(
      "somebody else's in a milestone",
      ['read', 'comment', 'subscribe'],
      'task',
      task('other', ['other'], step),
      'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -',
    ),
    ...rows(
      "somebody else's in a milestone of mine",
      ['read', 'comment', 'subscribe'],
      'task',
      task('other', ['other'], myStep),
      'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -',
    ),

    ...rows('own', ['update', 'assign'], 'task', ownTask, '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    ...rows('own in a milestone', ['update', 'assign'], 'task', task('me', ['other'], step), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    ...rows('responsible', ['update', 'assign'], 'task', myTask, '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    ...rows(
      'responsible in a milestone',
      ['update', 'assign'],
      'task',
      task('other', ['me'], step),
      '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -',
    ),
    ...rows("nobody's", ['update', 'assign'], 'task', nobodysTask, '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    ...rows("nobody's in a milestone", ['update', 'assign'], 'task', task('other', [], step), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    ...rows("somebody else's", ['update', 'assign'], 'task', othersTask, '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    ...rows(
      "somebody else's in a milestone of mine",
      ['update', 'assign'],
      'task',
      task('other', ['other'], myStep),
      '-- ---- -- YY YYY -   -- ---- -- YY YYY -',
    ),

    row('delete own', 'delete', 'task', ownTask, '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('delete own in a milestone', 'delete', 'task', task('me', ['other'], step), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('delete own that nobody is responsible for', 'delete', 'task', task('me', []), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('delete one he is responsible for', 'delete', 'task', myTask, '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row("delete nobody's", 'delete', 'task', nobodysTask, '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row("delete somebody else's", 'delete', 'task', othersTask, '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row(
      "delete somebody else's in a milestone of mine",
      'delete',
      'task',
      task('other', ['other'], myStep),
      '-- ---- -- YY YYY -   -- ---- -- YY YYY -',
    ),
  ],
}

const responsible: Matrix = {
  name: 'reading what one is responsible for',
  columns: everywhereInside,
  capabilities: [
    ...rows('task', ['read', 'comment', 'subscribe'], 'task', myTask, 'YY YYYY YY YY YYY -   Y YY Y YY YYY -'),
    ...rows(
      'task in a milestone',
      ['read', 'comment', 'subscribe'],
      'task',
      task('other', ['me'], step),
      'YY YYYY YY YY YYY -   Y YY Y YY YYY -',
    ),
    ...rows('own task', ['read', 'comment', 'subscribe'], 'task', task('me', ['me']), 'YY YYYY YY YY YYY -   Y YY Y YY YYY -'),
    row('milestone', 'read', 'milestone', myMilestone, 'YY YYYY YY YY YYY -   Y YY Y YY YYY -'),
  ],
}

const subtasks: Matrix = {
  name: 'subtask',
  columns: everywhere,
  capabilities: [
    row('create on an own task', 'create', 'subtask', subtaskOnOwn, '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('create on a task he is responsible for', 'create', 'subtask', subtaskOnMine, '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row("create on nobody's task", 'create', 'subtask', subtaskOnNobodys, '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row("create on somebody else's task", 'create', 'subtask', subtaskOnOthers, '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
  ],
}

const milestones: Matrix = {
  name: 'milestone',
  columns: everywhere,
  capabilities: [
    row('create', 'create', 'milestone', ownMilestone, '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row('create for oneself', 'create', 'milestone', milestone('me', 'me'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row('read own', 'read', 'milestone', ownMilestone, 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
    row("read somebody else's", 'read', 'milestone', othersMilestone, 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
    row('update own', 'update', 'milestone', ownMilestone, '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('update one he is responsible for', 'update', 'milestone', myMilestone, '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row("update somebody else's", 'update', 'milestone', othersMilestone, '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row('delete own', 'delete', 'milestone', ownMilestone, '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row('delete one he is responsible for', 'delete', 'milestone', myMilestone, '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row("delete somebody else's", 'delete', 'milestone', othersMilestone, '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
  ],
}

const discussions: Matrix = {
  name: 'discussion',
  columns: everywhere,
  capabilities: [
    row('create', 'create', 'discussion', discussion('me'), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    ...rows('own', ['read', 'comment', 'subscribe'], 'discussion', discussion('me'), 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
    ...rows(
      "somebody else's",
      ['read', 'comment', 'subscribe'],
      'discussion',
      discussion('other'),
      'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -',
    ),
    ...rows(
      'own, archived',
      ['read', 'subscribe'],
      'discussion',
      discussion('me', 'archived'),
      'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -',
    ),
    ...rows(
      "somebody else's, archived",
      ['read', 'subscribe'],
      'discussion',
      discussion('other', 'archived'),
      'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -',
    ),
    row('comment own, archived', 'comment', 'discussion', discussion('me', 'archived'), '-- ---- -- -- --- -   -- ---- -- -- --- -'),
    row(
      "comment somebody else's, archived",
      'comment',
      'discussion',
      discussion('other', 'archived'),
      '-- ---- -- -- --- -   -- ---- -- -- --- -',
    ),
    row('update own', 'update', 'discussion', discussion('me'), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('update own, archived', 'update', 'discussion', discussion('me', 'archived'), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row("update somebody else's", 'update', 'discussion', discussion('other'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row(
      "update somebody else's, archived",
      'update',
      'discussion',
      discussion('other', 'archived'),
      '-- ---- -- YY YYY -   -- ---- -- YY YYY -',
    ),
  ],
}

const comments: Matrix = {
  name: 'comment',
  columns: everywhere,
  capabilities: [
    row('update own', 'update', 'comment', comment('me'), 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
    row("update somebody else's", 'update', 'comment', comment('other'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
  ],
}

const files: Matrix = {
  name: 'file',
  columns: everywhere,
  capabilities: [
    row('upload to the root', 'create', 'file', file('me'), '-Y -Y-Y -Y YY YYY -   -Y -Y-Y -Y YY YYY -'),
    row('upload to a folder', 'create', 'file', file('me', 'subfolder'), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('read own', 'read', 'file', file('me'), 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
    row("read somebody else's", 'read', 'file', file('other'), 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
    row("read somebody else's in a folder", 'read', 'file', file('other', 'subfolder'), 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
    row('update own', 'update', 'file', file('me'), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row("update somebody else's", 'update', 'file', file('other'), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row("update somebody else's in a folder", 'update', 'file', file('other', 'subfolder'), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('delete own', 'delete', 'file', file('me'), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('delete own in a folder', 'delete', 'file', file('me', 'subfolder'), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row("delete somebody else's", 'delete', 'file', file('other'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row("delete somebody else's in a folder", 'delete', 'file', file('other', 'subfolder'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
  ],
}

const times: Matrix = {
  name: 'time entry',
  columns: everywhere,
  capabilities: [
    row('create own', 'create', 'timeEntry', time('me'), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('create that of somebody else', 'create', 'timeEntry', time('other'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row('update own', 'update', 'timeEntry', time('me'), '-- -Y-Y -Y YY YYY -   -- -Y-Y -Y YY YYY -'),
    row('update own, billed', 'update', 'timeEntry', time('me', true), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row("update somebody else's", 'update', 'timeEntry', time('other'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row("update somebody else's, billed", 'update', 'timeEntry', time('other', true), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row('set payment of own', 'setPaymentStatus', 'timeEntry', time('me'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row('set payment of own, billed', 'setPaymentStatus', 'timeEntry', time('me', true), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row("set payment of somebody else's", 'setPaymentStatus', 'timeEntry', time('other'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
    row(
      "set payment of somebody else's, billed",
      'setPaymentStatus',
      'timeEntry',
      time('other', true),
      '-- ---- -- YY YYY -   -- ---- -- YY YYY -',
    ),
  ],
}

/** An entry that one member made for another: whose "own" it is, for a member of the team, no sentence says; the others are clear. */
const sharedTimes: Matrix = {
  name: 'time entry of one member made by another',
  columns: everywhere.filter(({ name }) => !/(user|creator|CRM administrator) in the team$/.test(name)),
  capabilities: [
    row(
      'create for somebody else',
      'create',
      'timeEntry',
      held({ personId: 'other', createdBy: 'me', billed: false }),
      '-- -- - YY YYY -   -- -- - YY YYY -',
    ),
    row(
      'update, made for somebody else',
      'update',
      'timeEntry',
      held({ personId: 'other', createdBy: 'me', billed: false }),
      '-- -- - YY YYY -   -- -- - YY YYY -',
    ),
    row(
      'update, made by somebody else',
      'update',
      'timeEntry',
      held({ personId: 'me', createdBy: 'other', billed: false }),
      '-- -- - YY YYY -   -- -- - YY YYY -',
    ),
    row(
      'update, made by somebody else, billed',
      'update',
      'timeEntry',
      held({ personId: 'me', createdBy: 'other', billed: true }),
      '-- -- - YY YYY -   -- -- - YY YYY -',
    ),
  ],
}

// ---------------------------------------------------------------------------------------------------------------- contacts and the CRM

const readContacts = (answers: string): Capability[] => [row('read', 'read', 'contact', contact, answers)]
const contacts: readonly Matrix[] = [
  { name: 'contact, CRM for everyone', columns: everywhere, capabilities: readContacts('-- YYYY YY YY YYY -   -- -Y-Y -Y YY YYY -') },
  {
    name: 'contact, CRM switched off',
    columns: withModules({ crm: { availability: 'nobody' } }, everywhere),
    capabilities: readContacts('-- ---- -- -- --- -   -- ---- -- -- --- -'),
  },
  {
    name: 'contact, CRM for others only',
    columns: withModules({ crm: { availability: 'restricted', to: ['other', 'group-1'] } }, everywhere),
    capabilities: readContacts('-- ---- YY -- -YY -   -- ---- -Y -- -YY -'),
  },
  {
    name: 'contact, CRM for me',
    columns: withModules({ crm: { availability: 'restricted', to: ['other', 'me'] } }, everywhere),
    capabilities: readContacts('-- YYYY YY YY YYY -   -- -Y-Y -Y YY YYY -'),
  },
  {
    name: 'contact, CRM for my group',
    columns: withModules({ crm: { availability: 'restricted', to: ['other', 'group-1'] } }, everywhere, { groups: ['group-1'] }),
    capabilities: readContacts('-- YYYY YY YY YYY -   -- -Y-Y -Y YY YYY -'),
  },
  {
    name: 'the rest of a project without the CRM',
    columns: withModules({ crm: { availability: 'nobody' } }, everywhere),
    capabilities: [
      row('read the project', 'read', 'project', itself, 'YY YYYY YY YY YYY -   -Y -YYY -Y YY YYY -'),
      row('read a task', 'read', 'task', othersTask, 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
      row('upload to the root', 'create', 'file', file('me'), '-Y -Y-Y -Y YY YYY -   -Y -Y-Y -Y YY YYY -'),
    ],
  },
]

// ---------------------------------------------------------------------------------------------------------------- without a project

/** guest, user, CRM administrator | projects administrator, full administrator, owner | disabled */
const people: readonly Column[] = [
  { name: 'guest', member: guest },
  { name: 'user' },
  { name: 'CRM administrator', member: crmAdmin },
  { name: 'projects administrator', member: projectsAdmin },
  { name: 'full administrator', member: fullAdmin },
  { name: 'owner', portal: { ownerId: 'me' } },
  { name: 'disabled', member: { status: 'disabled', administers: 'everything' } },
]

const portalWide: Matrix = {
  name: 'whole module',
  columns: [...people, ...withOption(people)],
  capabilities: [
    row('create a project', 'create', 'project', alone({ createdBy: 'me' }), '--- YYY -   -YY YYY -'),
    row('create a private project', 'create', 'project', alone({ createdBy: 'me', private: true }), '--- YYY -   -YY YYY -'),
    row('create a template', 'create', 'template', alone({ createdBy: 'me' }), '--- YYY -   -YY YYY -'),
    row('update an own template', 'update', 'template', alone({ createdBy: 'me' }), '-YY YYY -   -YY YYY -'),
    row("update somebody else's template", 'update', 'template', alone({ createdBy: 'other' }), '--- YYY -   --- YYY -'),
    row('create a report', 'create', 'report', alone({}), '-YY YYY -   -YY YYY -'),
    { name: 'configure', action: 'configure', subject: 'projects', answers: '--- YYY -   --- YYY -' },
    { name: 'access', action: 'access', subject: 'projects', answers: 'YYY YYY -   YYY YYY -' },
  ],
}

// ---------------------------------------------------------------------------------------------------------------- rights switched off

const everyRight: readonly string[] = rights

/** messages, tasks, files, milestones, contacts, all: a user | the same: a guest | manager | creator, CRM administrator | administrators. */
const switchedOff: readonly Column[] = [
  ...[...rights.map((right) => [right]), everyRight].map((off) => standing(`user without ${off.join()}`, inTeam(off))),
  ...[...rights.map((right) => [right]), everyRight].map((off) => standing(`guest without ${off.join()}`, inTeam(off), guest)),
  standing('manager without all', { ...managing, ...inTeam(everyRight) }),
  standing('creator without all', { ...creating, ...inTeam(everyRight) }),
  standing('CRM administrator without all', inTeam(everyRight), crmAdmin),
  standing('projects administrator without all', inTeam(everyRight), projectsAdmin),
  standing('full administrator without all', inTeam(everyRight), fullAdmin),
  owner('owner without all', inTeam(everyRight)),
]

const rightsInPrivate: Matrix = {
  name: 'rights switched off, private',
  columns: isPrivate(switchedOff),
  capabilities: [
    row('read the project', 'read', 'project', itself, 'YYYYYY YYYYYY Y YY YYY'),
    ...rows('the project', ['update', 'changeStatus', 'manageTeam', 'setMemberRights'], 'project', itself, '------ ------ Y Y- YYY'),
    row('delete the project', 'delete', 'project', itself, '------ ------ - Y- YYY'),
    row('appoint a manager', 'appointManager', 'project', itself, '------ ------ - -- YYY'),

    row('create a task', 'create', 'task', task('me', []), 'Y-YYY- ------ Y -- YYY'),
    row('create a task for oneself', 'create', 'task', task('me', ['me']), 'Y-YYY- ------ Y -- YYY'),
    ...rows("somebody else's task", ['read', 'comment', 'subscribe'], 'task', othersTask, 'Y-YYY- Y-YYY- Y -- YYY'),
    ...rows("nobody's task", ['read', 'comment', 'subscribe'], 'task', nobodysTask, 'Y-YYY- Y-YYY- Y -- YYY'),
    ...rows('own task', ['read', 'comment', 'subscribe'], 'task', ownTask, 'Y-YYY- Y-YYY- Y -- YYY'),
    ...rows('own task', ['update', 'assign', 'delete'], 'task', ownTask, 'Y-YYY- ------ Y -- YYY'),
    ...rows("nobody's task", ['update', 'assign'], 'task', nobodysTask, 'Y-YYY- ------ Y -- YYY'),
    ...rows("somebody else's task", ['update', 'assign', 'delete'], 'task', othersTask, '------ ------ Y -- YYY'),
    row("delete nobody's task", 'delete', 'task', nobodysTask, '------ ------ Y -- YYY'),
    row('read a task he is responsible for', 'read', 'task', myTask, 'YYYYYY YYYYYY Y YY YYY'),
    row('delete a task he is responsible for', 'delete', 'task', myTask, '------ ------ Y -- YYY'),

    row('create a task in a milestone', 'create', 'task', task('me', [], step), 'Y-Y-Y- ------ Y -- YYY'),
    ...rows(
      "somebody else's task in a milestone",
      ['read', 'comment', 'subscribe'],
      'task',
      task('other', ['other'], step),
      'Y-Y-Y- Y-Y-Y- Y -- YYY',
    ),
    ...rows("nobody's task in a milestone", ['read', 'comment', 'subscribe'], 'task', task('other', [], step), 'Y-Y-Y- Y-Y-Y- Y -- YYY'),
    ...rows('own task in a milestone', ['read', 'comment', 'subscribe'], 'task', task('me', ['other'], step), 'Y-Y-Y- Y-Y-Y- Y -- YYY'),
    ...rows('own task in a milestone', ['update', 'assign', 'delete'], 'task', task('me', ['other'], step), 'Y-Y-Y- ------ Y -- YYY'),
    ...rows("nobody's task in a milestone", ['update', 'assign'], 'task', task('other', [], step), 'Y-Y-Y- ------ Y -- YYY'),
    row('read a task in a milestone that he is responsible for', 'read', 'task', task('other', ['me'], step), 'YYYYYY YYYYYY Y YY YYY'),
    row('read a task in a milestone, responsible for both', 'read', 'task', task('other', ['me'], myStep), 'YYYYYY YYYYYY Y YY YYY'),

    row('create a subtask on an own task', 'create', 'subtask', subtaskOnOwn, 'Y-YYY- ------ Y -- YYY'),
    row("create a subtask on nobody's task", 'create', 'subtask', subtaskOnNobodys, 'Y-YYY- ------ Y -- YYY'),
    row("create a subtask on somebody else's task", 'create', 'subtask', subtaskOnOthers, '------ ------ Y -- YYY'),

    row('create a milestone', 'create', 'milestone', ownMilestone, '------ ------ Y -- YYY'),
    row("read somebody else's milestone", 'read', 'milestone', othersMilestone, 'YYY-Y- YYY-Y- Y -- YYY'),
    row('read an own milestone', 'read', 'milestone', ownMilestone, 'YYY-Y- YYY-Y- Y -- YYY'),
    row('read a milestone he is responsible for', 'read', 'milestone', myMilestone, 'YYYYYY YYYYYY Y YY YYY'),
    row('update an own milestone', 'update', 'milestone', ownMilestone, 'YYY-Y- ------ Y -- YYY'),
    row("update somebody else's milestone", 'update', 'milestone', othersMilestone, '------ ------ Y -- YYY'),
    row('delete an own milestone', 'delete', 'milestone', ownMilestone, '------ ------ Y -- YYY'),
    row('delete a milestone he is responsible for', 'delete', 'milestone', myMilestone, '------ ------ Y -- YYY'),

    row('create a discussion', 'create', 'discussion', discussion('me'), '-YYYY- ------ Y -- YYY'),
    ...rows("somebody else's discussion", ['read', 'comment', 'subscribe'], 'discussion', discussion('other'), '-YYYY- -YYYY- Y -- YYY'),
    ...rows('own discussion', ['read', 'comment', 'subscribe'], 'discussion', discussion('me'), '-YYYY- -YYYY- Y -- YYY'),
    ...rows(
      "somebody else's archived discussion",
      ['read', 'subscribe'],
      'discussion',
      discussion('other', 'archived'),
      '-YYYY- -YYYY- Y -- YYY',
    ),
    row('comment an archived discussion', 'comment', 'discussion', discussion('other', 'archived'), '------ ------ - -- ---'),
    row('update an own discussion', 'update', 'discussion', discussion('me'), '-YYYY- ------ Y -- YYY'),
    row("update somebody else's discussion", 'update', 'discussion', discussion('other'), '------ ------ Y -- YYY'),

    row("update somebody else's comment", 'update', 'comment', comment('other'), '------ ------ Y -- YYY'),

    row('upload to the root', 'create', 'file', file('me'), 'YY-YY- YY-YY- Y -- YYY'),
    row('upload to a folder', 'create', 'file', file('me', 'subfolder'), 'YY-YY- ------ Y -- YYY'),
    row("read somebody else's file", 'read', 'file', file('other'), 'YY-YY- YY-YY- Y -- YYY'),
    row('read an own file', 'read', 'file', file('me'), 'YY-YY- YY-YY- Y -- YYY'),
    row("update somebody else's file", 'update', 'file', file('other'), 'YY-YY- ------ Y -- YYY'),
    row('update an own file', 'update', 'file', file('me'), 'YY-YY- ------ Y -- YYY'),
    row('delete an own file', 'delete', 'file', file('me'), 'YY-YY- ------ Y -- YYY'),
    row("delete somebody else's file", 'delete', 'file', file('other'), '------ ------ Y -- YYY'),

    row('read contacts', 'read', 'contact', contact, 'YYYY-- ------ Y -- YYY'),

    row("update somebody else's time entry", 'update', 'timeEntry', time('other'), '------ ------ Y -- YYY'),
    row('update an own billed time entry', 'update', 'timeEntry', time('me', true), '------ ------ Y -- YYY'),
    row('set the payment of a time entry', 'setPaymentStatus', 'timeEntry', time('me'), '------ ------ Y -- YYY'),
  ],
}

const rightsInPublic: Matrix = {
  name: 'rights switched off, public: they do not count',
  columns: switchedOff,
  capabilities: [
    row('read the project', 'read', 'project', itself, 'YYYYYY YYYYYY Y YY YYY'),
    ...rows('the project', ['update', 'changeStatus', 'manageTeam'], 'project', itself, '------ ------ Y Y- YYY'),
    row('set the rights of members', 'setMemberRights', 'project', itself, '------ ------ - -- ---'),

    row('create a task', 'create', 'task', task('me', []), 'YYYYYY ------ Y YY YYY'),
    row('create a task in a milestone', 'create', 'task', task('me', [], step), 'YYYYYY ------ Y YY YYY'),
    ...rows("somebody else's task", ['read', 'comment', 'subscribe'], 'task', othersTask, 'YYYYYY YYYYYY Y YY YYY'),
    ...rows(
      "somebody else's task in a milestone",
      ['read', 'comment', 'subscribe'],
      'task',
      task('other', ['other'], step),
      'YYYYYY YYYYYY Y YY YYY',
    ),
    ...rows('task he is responsible for', ['read', 'comment', 'subscribe'], 'task', myTask, 'YYYYYY YYYYYY Y YY YYY'),
    ...rows('own task', ['update', 'assign', 'delete'], 'task', ownTask, 'YYYYYY ------ Y YY YYY'),
    ...rows('own task in a milestone', ['update', 'assign', 'delete'], 'task', task('me', ['other'], step), 'YYYYYY ------ Y YY YYY'),
    ...rows('task he is responsible for', ['update', 'assign'], 'task', myTask, 'YYYYYY ------ Y YY YYY'),
    ...rows("nobody's task", ['update', 'assign'], 'task', nobodysTask, 'YYYYYY ------ Y YY YYY'),
    ...rows("somebody else's task", ['update', 'assign', 'delete'], 'task', othersTask, '------ ------ Y -- YYY'),
    row('create a subtask on an own task', 'create', 'subtask', subtaskOnOwn, 'YYYYYY ------ Y YY YYY'),
    row('create a subtask on a task he is responsible for', 'create', 'subtask', subtaskOnMine, 'YYYYYY ------ Y YY YYY'),

    row('create a milestone', 'create', 'milestone', ownMilestone, '------ ------ Y -- YYY'),
    row("read somebody else's milestone", 'read', 'milestone', othersMilestone, 'YYYYYY YYYYYY Y YY YYY'),
    row('read a milestone he is responsible for', 'read', 'milestone', myMilestone, 'YYYYYY YYYYYY Y YY YYY'),
    row('update an own milestone', 'update', 'milestone', ownMilestone, 'YYYYYY ------ Y YY YYY'),
    row('update a milestone he is responsible for', 'update', 'milestone', myMilestone, 'YYYYYY ------ Y YY YYY'),

    row('create a discussion', 'create', 'discussion', discussion('me'), 'YYYYYY ------ Y YY YYY'),
    ...rows("somebody else's discussion", ['read', 'comment', 'subscribe'], 'discussion', discussion('other'), 'YYYYYY YYYYYY Y YY YYY'),
    row('update an own discussion', 'update', 'discussion', discussion('me'), 'YYYYYY ------ Y YY YYY'),
    row('update an own comment', 'update', 'comment', comment('me'), 'YYYYYY YYYYYY Y YY YYY'),

    row('upload to the root', 'create', 'file', file('me'), 'YYYYYY YYYYYY Y YY YYY'),
    row('upload to a folder', 'create', 'file', file('me', 'subfolder'), 'YYYYYY ------ Y YY YYY'),
    row("read somebody else's file", 'read', 'file', file('other'), 'YYYYYY YYYYYY Y YY YYY'),
    row("update somebody else's file", 'update', 'file', file('other'), 'YYYYYY ------ Y YY YYY'),
    row('delete an own file', 'delete', 'file', file('me'), 'YYYYYY ------ Y YY YYY'),

    row('read contacts', 'read', 'contact', contact, 'YYYYYY ------ Y YY YYY'),
    row('create a time entry', 'create', 'timeEntry', time('me'), 'YYYYYY ------ Y YY YYY'),
    row('update an own time entry', 'update', 'timeEntry', time('me'), 'YYYYYY ------ Y YY YYY'),
  ],
}

/** Being responsible for the milestone does not stand in for the `tasks` right: whoever lacks that is left without the task in it. */
const tasksInMyMilestone: Matrix = {
  name: 'tasks in a milestone of mine, tasks switched off',
  columns: isPrivate([
    standing('user without tasks', inTeam(['tasks'])),
    standing('user without messages', inTeam(['messages'])),
    standing('user without anything', inTeam(everyRight)),
    standing('guest without tasks', inTeam(['tasks']), guest),
    standing('guest without messages', inTeam(['messages']), guest),
    standing('guest without anything', inTeam(everyRight), guest),
    standing('manager without anything', { ...managing, ...inTeam(everyRight) }),
  ]),
  capabilities: [
    ...rows("somebody else's task", ['read', 'comment', 'subscribe'], 'task', task('other', ['other'], myStep), '-Y- -Y- Y'),
    ...rows('own task', ['update', 'assign', 'delete'], 'task', task('me', ['other'], myStep), '-Y- --- Y'),
  ],
}

/** Guests still recorded as responsible: what a guest never gets, whichever right is on or off. */
const responsibleGuests: Matrix = {
  name: 'guests still recorded as responsible',
  columns: [
    ...[...rights.map((right) => [right]), everyRight, []].map((off) =>
      standing(`private, without ${off.join() || 'nothing'}`, { private: true, ...inTeam(off) }, guest),
    ),
    standing('public, in the team', inTeam(), guest),
    standing('public, outside', {}, guest),
  ],
  capabilities: [
    row('read the task', 'read', 'task', myTask, 'YYYYYYY YY'),
    row('read the task in a milestone', 'read', 'task', task('other', ['me'], step), 'YYYYYYY YY'),
    row('read the milestone', 'read', 'milestone', myMilestone, 'YYYYYYY YY'),
    ...rows('the task', ['update', 'assign', 'delete'], 'task', myTask, '------- --'),
    ...rows('the task, his own', ['update', 'assign', 'delete'], 'task', task('me', ['me']), '------- --'),
    ...rows('the task in a milestone', ['update', 'assign', 'delete'], 'task', task('other', ['me'], step), '------- --'),
    ...rows('the milestone', ['update', 'delete'], 'milestone', myMilestone, '------- --'),
    ...rows('the milestone, his own', ['update', 'delete'], 'milestone', milestone('me', 'me'), '------- --'),
    row('subtask on the task', 'create', 'subtask', subtaskOnMine, '------- --'),
    row('subtask on the task, his own', 'create', 'subtask', subtask('me', ['me']), '------- --'),
    row('time entry', 'create', 'timeEntry', time('me'), '------- --'),
  ],
}

// ---------------------------------------------------------------------------------------------------------------- guests who were more

/** manager, manager in the team | creator, creator in the team | all of it */
const formerly: readonly Column[] = [
  standing('guest recorded as manager', managing, guest),
  standing('guest recorded as manager, in the team', { ...managing, ...inTeam() }, guest),
  standing('guest recorded as creator', creating, guest),
  standing('guest recorded as creator, in the team', { ...creating, ...inTeam() }, guest),
  standing('guest recorded as everything', { ...creating, ...managing, ...inTeam() }, guest),
]

const formerGuestsRead: Matrix = {
  name: 'guests recorded as manager or creator: what they have as guests',
  columns: [...formerly, ...isPrivate(formerly.filter((_, index) => [1, 3, 4].includes(index)))],
  capabilities: [
    row('read the project', 'read', 'project', itself, 'YY YY Y  Y Y Y'),
    ...rows('task', ['read', 'comment', 'subscribe'], 'task', othersTask, 'YY YY Y  Y Y Y'),
    row('read a milestone', 'read', 'milestone', othersMilestone, 'YY YY Y  Y Y Y'),
    ...rows('discussion', ['read', 'comment', 'subscribe'], 'discussion', discussion('other'), 'YY YY Y  Y Y Y'),
    row('comment an archived discussion', 'comment', 'discussion', discussion('other', 'archived'), '-- -- -  - - -'),
    row('update an own comment', 'update', 'comment', comment('me'), 'YY YY Y  Y Y Y'),
    row('read a file', 'read', 'file', file('other'), 'YY YY Y  Y Y Y'),
    row('upload to the root', 'create', 'file', file('me'), '-Y -Y Y  Y Y Y'),
  ],
}

const formerGuestOutside: Matrix = {
  name: 'guest recorded as creator, outside the team of a private project: nothing in it',
  columns: isPrivate(formerly.filter((_, index) => index === 2)),
  capabilities: [
    ...rows('task', ['read', 'comment', 'subscribe'], 'task', othersTask, '-'),
    ...rows('own task', ['read', 'comment', 'subscribe'], 'task', ownTask, '-'),
    row('read a milestone', 'read', 'milestone', othersMilestone, '-'),
    ...rows('discussion', ['read', 'comment', 'subscribe'], 'discussion', discussion('other'), '-'),
    row('update an own comment', 'update', 'comment', comment('me'), '-'),
    row('read a file', 'read', 'file', file('other'), '-'),
    row('upload to the root', 'create', 'file', file('me'), '-'),
  ],
}

const formerGuestsChange: Matrix = {
  name: 'guests recorded as manager or creator: what guests never get',
  columns: [...formerly, ...isPrivate(formerly)],
  capabilities: [
    ...rows(
      'the project',
      ['update', 'changeStatus', 'manageTeam', 'setMemberRights', 'delete', 'appointManager'],
      'project',
      itself,
      '-- -- -  -- -- -',
    ),
    row('create a task', 'create', 'task', task('me', []), '-- -- -  -- -- -'),
    ...rows('own task', ['update', 'assign', 'delete'], 'task', ownTask, '-- -- -  -- -- -'),
    ...rows('task he is responsible for', ['update', 'assign', 'delete'], 'task', myTask, '-- -- -  -- -- -'),
    ...rows("nobody's task", ['update', 'assign', 'delete'], 'task', nobodysTask, '-- -- -  -- -- -'),
    ...rows("somebody else's task", ['update', 'assign', 'delete'], 'task', othersTask, '-- -- -  -- -- -'),
    row('create a subtask', 'create', 'subtask', subtaskOnOwn, '-- -- -  -- -- -'),
    row('create a milestone', 'create', 'milestone', ownMilestone, '-- -- -  -- -- -'),
    ...rows('own milestone', ['update', 'delete'], 'milestone', ownMilestone, '-- -- -  -- -- -'),
    ...rows('milestone he is responsible for', ['update', 'delete'], 'milestone', myMilestone, '-- -- -  -- -- -'),
    row('create a discussion', 'create', 'discussion', discussion('me'), '-- -- -  -- -- -'),
    row('update an own discussion', 'update', 'discussion', discussion('me'), '-- -- -  -- -- -'),
    row("update somebody else's discussion", 'update', 'discussion', discussion('other'), '-- -- -  -- -- -'),
    row("update somebody else's comment", 'update', 'comment', comment('other'), '-- -- -  -- -- -'),
    row('upload to a folder', 'create', 'file', file('me', 'subfolder'), '-- -- -  -- -- -'),
    ...rows('own file', ['update', 'delete'], 'file', file('me'), '-- -- -  -- -- -'),
    ...rows("somebody else's file", ['update', 'delete'], 'file', file('other'), '-- -- -  -- -- -'),
    ...rows('own time entry', ['create', 'update', 'setPaymentStatus'], 'timeEntry', time('me'), '-- -- -  -- -- -'),
    ...rows("somebody else's time entry", ['create', 'update', 'setPaymentStatus'], 'timeEntry', time('other'), '-- -- -  -- -- -'),
    row('read contacts', 'read', 'contact', contact, '-- -- -  -- -- -'),
  ],
}

// ---------------------------------------------------------------------------------------------------------------- project status

/** guest, user in the team | creator in the team, manager | projects administrator, full administrator, owner */
const working: readonly Column[] = [
  standing('guest in the team', inTeam(), guest),
  standing('user in the team', inTeam()),
  standing('creator in the team', { ...creating, ...inTeam() }),
  standing('manager', managing),
  standing('projects administrator', {}, projectsAdmin),
  standing('full administrator', {}, fullAdmin),
  owner('owner', {}),
]
const statuses = (columns: readonly Column[]): Column[] => [
  ...inStatus('open', columns),
  ...inStatus('paused', columns),
  ...inStatus('closed', columns),
]

const statusCapabilities: readonly Capability[] = [
  // What `paused` blocks, and `closed` as well.
  row('create a task', 'create', 'task', task('me', []), '-Y YY YYY   -- -- ---   -- -- ---'),
  row('create a task in a milestone', 'create', 'task', task('me', ['me'], step), '-Y YY YYY   -- -- ---   -- -- ---'),
  row('create a milestone', 'create', 'milestone', ownMilestone, '-- -Y YYY   -- -- ---   -- -- ---'),
  row('create a discussion', 'create', 'discussion', discussion('me'), '-Y YY YYY   -- -- ---   -- -- ---'),
  row('create a time entry', 'create', 'timeEntry', time('me'), '-Y YY YYY   -- -- ---   -- -- ---'),
  row("create somebody else's time entry", 'create', 'timeEntry', time('other'), '-- -Y YYY   -- -- ---   -- -- ---'),

  // What `closed` alone blocks.
  row('upload to the root', 'create', 'file', file('me'), 'YY YY YYY   YY YY YYY   -- -- ---'),
  row('upload to a folder', 'create', 'file', file('me', 'subfolder'), '-Y YY YYY   -Y YY YYY   -- -- ---'),
  row('update an own task', 'update', 'task', ownTask, '-Y YY YYY   -Y YY YYY   -- -- ---'),
  row('update an own task in a milestone', 'update', 'task', task('me', ['other'], step), '-Y YY YYY   -Y YY YYY   -- -- ---'),
  row('update a task he is responsible for', 'update', 'task', myTask, '-Y YY YYY   -Y YY YYY   -- -- ---'),
  row("update nobody's task", 'update', 'task', nobodysTask, '-Y YY YYY   -Y YY YYY   -- -- ---'),
  row("update somebody else's task", 'update', 'task', othersTask, '-- -Y YYY   -- -Y YYY   -- -- ---'),
  row('update an own milestone', 'update', 'milestone', ownMilestone, '-Y YY YYY   -Y YY YYY   -- -- ---'),
  row('update a milestone he is responsible for', 'update', 'milestone', myMilestone, '-Y YY YYY   -Y YY YYY   -- -- ---'),
  row("update somebody else's milestone", 'update', 'milestone', othersMilestone, '-- -Y YYY   -- -Y YYY   -- -- ---'),

  // What stays possible.
  row('read the project', 'read', 'project', itself, 'YY YY YYY   YY YY YYY   YY YY YYY'),
  ...rows('the project', ['update', 'changeStatus', 'manageTeam'], 'project', itself, '-- YY YYY   -- YY YYY   -- YY YYY'),
  row('delete the project', 'delete', 'project', itself, '-- Y- YYY   -- Y- YYY   -- Y- YYY'),
  row('appoint a manager', 'appointManager', 'project', itself, '-- -- YYY   -- -- YYY   -- -- YYY'),
  ...rows('task', ['read', 'comment', 'subscribe'], 'task', othersTask, 'YY YY YYY   YY YY YYY   YY YY YYY'),
  ...rows('task he is responsible for', ['read', 'comment', 'subscribe'], 'task', myTask, 'YY YY YYY   YY YY YYY   YY YY YYY'),
  row('delete an own task', 'delete', 'task', ownTask, '-Y YY YYY   -Y YY YYY   -Y YY YYY'),
  row("delete somebody else's task", 'delete', 'task', othersTask, '-- -Y YYY   -- -Y YYY   -- -Y YYY'),
  row('read a milestone', 'read', 'milestone', othersMilestone, 'YY YY YYY   YY YY YYY   YY YY YYY'),
  row('delete an own milestone', 'delete', 'milestone', ownMilestone, '-- -Y YYY   -- -Y YYY   -- -Y YYY'),
  row("delete somebody else's milestone", 'delete', 'milestone', othersMilestone, '-- -Y YYY   -- -Y YYY   -- -Y YYY'),
  ...rows('discussion', ['read', 'comment', 'subscribe'], 'discussion', discussion('other'), 'YY YY YYY   YY YY YYY   YY YY YYY'),
  row('comment an archived discussion', 'comment', 'discussion', discussion('other', 'archived'), '-- -- ---   -- -- ---   -- -- ---'),
  row('update an own discussion', 'update', 'discussion', discussion('me'), '-Y YY YYY   -Y YY YYY   -Y YY YYY'),
  row("update somebody else's discussion", 'update', 'discussion', discussion('other'), '-- -Y YYY   -- -Y YYY   -- -Y YYY'),
  row('update an own comment', 'update', 'comment', comment('me'), 'YY YY YYY   YY YY YYY   YY YY YYY'),
  row("update somebody else's comment", 'update', 'comment', comment('other'), '-- -Y YYY   -- -Y YYY   -- -Y YYY'),
  row('read a file', 'read', 'file', file('other'), 'YY YY YYY   YY YY YYY   YY YY YYY'),
  row('delete an own file', 'delete', 'file', file('me'), '-Y YY YYY   -Y YY YYY   -Y YY YYY'),
  row("delete somebody else's file", 'delete', 'file', file('other'), '-- -Y YYY   -- -Y YYY   -- -Y YYY'),
  row('read contacts', 'read', 'contact', contact, '-Y YY YYY   -Y YY YYY   -Y YY YYY'),
  row('update an own time entry', 'update', 'timeEntry', time('me'), '-Y YY YYY   -Y YY YYY   -Y YY YYY'),
  row('update an own time entry, billed', 'update', 'timeEntry', time('me', true), '-- -Y YYY   -- -Y YYY   -- -Y YYY'),
  row("update somebody else's time entry", 'update', 'timeEntry', time('other'), '-- -Y YYY   -- -Y YYY   -- -Y YYY'),
  row('set the payment of a time entry', 'setPaymentStatus', 'timeEntry', time('other', true), '-- -Y YYY   -- -Y YYY   -- -Y YYY'),
]

const status: readonly Matrix[] = [
  {
    name: 'project status, public',
    columns: statuses(working),
    capabilities: [
      ...statusCapabilities,
      row('set the rights of members', 'setMemberRights', 'project', itself, '-- -- ---   -- -- ---   -- -- ---'),
    ],
  },
  {
    name: 'project status, private',
    columns: statuses(isPrivate(working)),
    capabilities: [
      ...statusCapabilities,
      row('set the rights of members', 'setMemberRights', 'project', itself, '-- YY YYY   -- YY YYY   -- YY YYY'),
    ],
  },
  {
    name: 'project status, not yet closed',
    columns: [...inStatus('open', working), ...inStatus('paused', working), ...inStatus('paused', isPrivate(working))],
    capabilities: [
      row('assign an own task', 'assign', 'task', ownTask, '-Y YY YYY   -Y YY YYY   -Y YY YYY'),
      row('assign a task he is responsible for', 'assign', 'task', myTask, '-Y YY YYY   -Y YY YYY   -Y YY YYY'),
      row("assign nobody's task", 'assign', 'task', nobodysTask, '-Y YY YYY   -Y YY YYY   -Y YY YYY'),
      row("assign somebody else's task", 'assign', 'task', othersTask, '-- -Y YYY   -- -Y YYY   -- -Y YYY'),
    ],
  },
  {
    name: 'subtasks of a closed project',
    columns: inStatus('closed', working.slice(0, 3)),
    capabilities: [
      row('create on an own task', 'create', 'subtask', subtaskOnOwn, '-- -'),
      row('create on a task he is responsible for', 'create', 'subtask', subtaskOnMine, '-- -'),
      row("create on nobody's task", 'create', 'subtask', subtaskOnNobodys, '-- -'),
      row("create on somebody else's task", 'create', 'subtask', subtaskOnOthers, '-- -'),
    ],
  },
]

/** guest outside, user outside, creator outside: public and open, paused, closed | private and the same */
const onlookers: readonly Column[] = [
  standing('guest outside', {}, guest),
  standing('user outside', {}),
  standing('creator outside', creating),
]
const statusOutside: Matrix = {
  name: 'project status, outside the team',
  columns: [...statuses(onlookers), ...statuses(isPrivate(onlookers))],
  capabilities: [
    row('read the project', 'read', 'project', itself, 'YYY YYY YYY   --Y --Y --Y'),
    ...rows('the project', ['update', 'changeStatus', 'manageTeam', 'delete'], 'project', itself, '--Y --Y --Y   --Y --Y --Y'),
    ...rows('task', ['read', 'comment', 'subscribe'], 'task', othersTask, 'YYY YYY YYY   --- --- ---'),
    ...rows('own task', ['update', 'assign', 'delete'], 'task', ownTask, '--- --- ---   --- --- ---'),
    row('create a task', 'create', 'task', task('me', []), '--- --- ---   --- --- ---'),
    ...rows('discussion', ['read', 'comment', 'subscribe'], 'discussion', discussion('other'), 'YYY YYY YYY   --- --- ---'),
    row('update an own comment', 'update', 'comment', comment('me'), 'YYY YYY YYY   --- --- ---'),
    row('upload to the root', 'create', 'file', file('me'), '--- --- ---   --- --- ---'),
  ],
}

// ---------------------------------------------------------------------------------------------------------------- availability

/** guest, user in the team | creator, manager | CRM administrator in the team | projects administrator, full administrator, owner */
const knocking: readonly Column[] = [
  standing('guest in the team', inTeam(), guest),
  standing('user in the team', inTeam()),
  standing('creator', creating),
  standing('manager', managing),
  standing('CRM administrator in the team', inTeam(), crmAdmin),
  standing('projects administrator', {}, projectsAdmin),
  standing('full administrator', {}, fullAdmin),
  owner('owner', {}),
]

const behindTheDoor = (name: string, modules: Fields, member: Fields = {}): Column[] =>
  withOption(withModules({ projects: modules }, knocking, member)).map((column) => ({ ...column, name: `${name}: ${column.name}` }))

const doors: Matrix = {
  name: 'module projects switched off or restricted',
  columns: [
    ...behindTheDoor('nobody', { availability: 'nobody' }),
    ...behindTheDoor('others', { availability: 'restricted', to: ['other', 'group-1'] }, { groups: ['group-2'] }),
    ...behindTheDoor('me', { availability: 'restricted', to: ['other', 'me'] }),
    ...behindTheDoor('my group', { availability: 'restricted', to: ['other', 'group-1'] }, { groups: ['group-2', 'group-1'] }),
  ],
  capabilities: [
    { name: 'access', action: 'access', subject: 'projects', answers: '-- -- - ---   -- -- - YYY   YY YY Y YYY   YY YY Y YYY' },
    { name: 'configure', action: 'configure', subject: 'projects', answers: '-- -- - ---   -- -- - YYY   -- -- - YYY   -- -- - YYY' },
    row('create a project', 'create', 'project', alone({ createdBy: 'me' }), '-- -- - ---   -- -- - YYY   -Y YY Y YYY   -Y YY Y YYY'),
    row('create a template', 'create', 'template', alone({ createdBy: 'me' }), '-- -- - ---   -- -- - YYY   -Y YY Y YYY   -Y YY Y YYY'),
    row(
      'update an own template',
      'update',
      'template',
      alone({ createdBy: 'me' }),
      '-- -- - ---   -- -- - YYY   -Y YY Y YYY   -Y YY Y YYY',
    ),
    row('create a report', 'create', 'report', alone({}), '-- -- - ---   -- -- - YYY   -Y YY Y YYY   -Y YY Y YYY'),
    row('read the project', 'read', 'project', itself, '-- -- - ---   -- -- - YYY   YY YY Y YYY   YY YY Y YYY'),
    row('update the project', 'update', 'project', itself, '-- -- - ---   -- -- - YYY   -- YY - YYY   -- YY - YYY'),
    row('delete the project', 'delete', 'project', itself, '-- -- - ---   -- -- - YYY   -- Y- - YYY   -- Y- - YYY'),
    row('appoint a manager', 'appointManager', 'project', itself, '-- -- - ---   -- -- - YYY   -- -- - YYY   -- -- - YYY'),
    ...rows('task', ['read', 'comment', 'subscribe'], 'task', othersTask, '-- -- - ---   -- -- - YYY   YY YY Y YYY   YY YY Y YYY'),
    row('read a task he is responsible for', 'read', 'task', myTask, '-- -- - ---   -- -- - YYY   YY YY Y YYY   YY YY Y YYY'),
    row('create a task', 'create', 'task', task('me', []), '-- -- - ---   -- -- - YYY   -Y -Y Y YYY   -Y -Y Y YYY'),
    ...rows('own task', ['update', 'assign', 'delete'], 'task', ownTask, '-- -- - ---   -- -- - YYY   -Y -Y Y YYY   -Y -Y Y YYY'),
    row('create a subtask', 'create', 'subtask', subtaskOnOwn, '-- -- - ---   -- -- - YYY   -Y -Y Y YYY   -Y -Y Y YYY'),
    row(
      'update a milestone he is responsible for',
      'update',
      'milestone',
      myMilestone,
      '-- -- - ---   -- -- - YYY   -Y -Y Y YYY   -Y -Y Y YYY',
    ),
    row('comment a discussion', 'comment', 'discussion', discussion('other'), '-- -- - ---   -- -- - YYY   YY YY Y YYY   YY YY Y YYY'),
    row('update an own comment', 'update', 'comment', comment('me'), '-- -- - ---   -- -- - YYY   YY YY Y YYY   YY YY Y YYY'),
    row('upload to the root', 'create', 'file', file('me'), '-- -- - ---   -- -- - YYY   YY -Y Y YYY   YY -Y Y YYY'),
    row('read contacts', 'read', 'contact', contact, '-- -- - ---   -- -- - YYY   -Y YY Y YYY   -Y YY Y YYY'),
    row('create a time entry', 'create', 'timeEntry', time('me'), '-- -- - ---   -- -- - YYY   -Y -Y Y YYY   -Y -Y Y YYY'),
  ],
}

/** Another module switched off or narrowed says nothing about projects. */
const otherDoors: Matrix = {
  name: 'other modules switched off',
  columns: withModules(
    { documents: { availability: 'restricted', to: ['other'] }, people: { availability: 'nobody' }, community: { availability: 'nobody' } },
    knocking,
  ),
  capabilities: [
    { name: 'access', action: 'access', subject: 'projects', answers: 'YY YY Y YYY' },
    row('read the project', 'read', 'project', itself, 'YY YY Y YYY'),
    row('read a file', 'read', 'file', file('other'), 'YY YY Y YYY'),
    row('upload to the root', 'create', 'file', file('me'), 'YY -Y Y YYY'),
    row('manage the team', 'manageTeam', 'project', itself, '-- YY - YYY'),
    row('read contacts', 'read', 'contact', contact, '-Y YY Y YYY'),
  ],
}

// ---------------------------------------------------------------------------------------------------------------- another portal

const elsewhere =
  (record: ToRecord): ToRecord =>
  (context) => ({ ...record(context), portalId: 'portal-2' })
const never = '-- ---- -- -- --- -'
const anotherPortal: Matrix = {
  name: "another portal's records",
  columns: withOption(levels),
  capabilities: [
    ...rows(
      'project',
      ['read', 'update', 'changeStatus', 'manageTeam', 'setMemberRights', 'delete', 'appointManager'],
      'project',
      elsewhere(itself),
      never,
    ),
    row('create a project', 'create', 'project', elsewhere(alone({ createdBy: 'me' })), never),
    ...rows(
      'own task',
      ['read', 'create', 'update', 'assign', 'delete', 'comment', 'subscribe'],
      'task',
      elsewhere(task('me', ['me'])),
      never,
    ),
    row('subtask', 'create', 'subtask', elsewhere(subtaskOnOwn), never),
    ...rows('own milestone', ['read', 'create', 'update', 'delete'], 'milestone', elsewhere(milestone('me', 'me')), never),
    ...rows('own discussion', ['read', 'create', 'update', 'comment', 'subscribe'], 'discussion', elsewhere(discussion('me')), never),
    row('own comment', 'update', 'comment', elsewhere(comment('me')), never),
    ...rows('own file', ['read', 'create', 'update', 'delete'], 'file', elsewhere(file('me')), never),
    ...rows('own time entry', ['create', 'update', 'setPaymentStatus'], 'timeEntry', elsewhere(time('me')), never),
    row('contact', 'read', 'contact', elsewhere(contact), never),
    ...rows('own template', ['create', 'update'], 'template', elsewhere(alone({ createdBy: 'me' })), never),
    row('report', 'create', 'report', elsewhere(alone({})), never),
  ],
}

// ---------------------------------------------------------------------------------------------------------------- literal readings

const literal: readonly Matrix[] = [
  {
    // "A right switched off takes away reading and creating, and so everything else" — reading is not taken away from the responsible.
    name: 'literal reading: the responsible user keeps what follows from reading',
    columns: isPrivate([
      ...['tasks', 'milestones'].map((off) => standing(`user without ${off}`, inTeam([off]))),
      standing('user without anything', inTeam(everyRight)),
    ]),
    capabilities: [
      ...rows('task', ['read', 'comment', 'subscribe', 'update', 'assign'], 'task', myTask, 'YYY'),
      ...rows('task in a milestone', ['read', 'comment', 'subscribe', 'update', 'assign'], 'task', task('other', ['me'], step), 'YYY'),
      row('delete the task', 'delete', 'task', myTask, '---'),
      ...rows('milestone', ['read', 'update'], 'milestone', myMilestone, 'YYY'),
      row('delete the milestone', 'delete', 'milestone', myMilestone, '---'),
    ],
  },
  {
    // "… reads that task or milestone, and gets nothing else from it."
    name: 'literal reading: the responsible guest reads, and no more',
    columns: isPrivate([
      standing('guest without tasks', inTeam(['tasks']), guest),
      standing('guest without anything', inTeam(everyRight), guest),
    ]),
    capabilities: [
      row('read the task', 'read', 'task', myTask, 'YY'),
      ...rows('the task', ['comment', 'subscribe', 'update', 'assign', 'delete'], 'task', myTask, '--'),
    ],
  },
  {
    // None of the five rights is about time.
    name: 'literal reading: time entries are behind none of the five rights',
    columns: isPrivate(switchedOff),
    capabilities: [
      row('create', 'create', 'timeEntry', time('me'), 'YYYYYY ------ Y YY YYY'),
      row('update own', 'update', 'timeEntry', time('me'), 'YYYYYY ------ Y YY YYY'),
    ],
  },
  {
    // "`closed` blocks these, uploads, and the update of tasks and milestones": a file that is there already is neither.
    name: 'literal reading: a closed project blocks uploads, not the update of files',
    columns: statuses(working),
    capabilities: [
      row('update an own file', 'update', 'file', file('me'), '-Y YY YYY   -Y YY YYY   -Y YY YYY'),
      row("update somebody else's file", 'update', 'file', file('other'), '-Y YY YYY   -Y YY YYY   -Y YY YYY'),
    ],
  },
  {
    // "`paused` blocks the creation of tasks, milestones, discussions and time entries": subtasks are their own record.
    name: 'literal reading: a paused project goes on taking subtasks',
    columns: [...inStatus('open', working), ...inStatus('paused', working)],
    capabilities: [
      row('create on an own task', 'create', 'subtask', subtaskOnOwn, '-Y YY YYY   -Y YY YYY'),
      row("create on nobody's task", 'create', 'subtask', subtaskOnNobodys, '-Y YY YYY   -Y YY YYY'),
      row("create on somebody else's task", 'create', 'subtask', subtaskOnOthers, '-- -Y YYY   -- -Y YYY'),
    ],
  },
]

export const projectsMatrices: readonly Matrix[] = [
  project,
  tasks,
  responsible,
  subtasks,
  milestones,
  discussions,
  comments,
  files,
  times,
  sharedTimes,
  ...contacts,
  portalWide,
  rightsInPrivate,
  rightsInPublic,
  tasksInMyMilestone,
  responsibleGuests,
  formerGuestsRead,
  formerGuestOutside,
  formerGuestsChange,
  ...status,
  statusOutside,
  doors,
  otherDoors,
  anotherPortal,
  ...literal,
]

/** Actions that follow from "everything in it" and "everything", if the vocabulary has them; the sample never asks with them. */
export const projectsBeyondSample: readonly Matrix[] = [
  {
    name: 'beyond the sample',
    columns: everywhere,
    capabilities: [
      row('delete an own discussion', 'delete', 'discussion', discussion('me'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
      row("delete somebody else's discussion", 'delete', 'discussion', discussion('other'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
      row('read a time entry', 'read', 'timeEntry', time('other'), 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
      row('delete an own time entry', 'delete', 'timeEntry', time('me'), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
      row("delete somebody else's time entry", 'delete', 'timeEntry', time('other', true), '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
      row('read a subtask', 'read', 'subtask', subtaskOnOthers, 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
      ...rows('subtask', ['update', 'delete'], 'subtask', subtaskOnOthers, '-- ---- -- YY YYY -   -- ---- -- YY YYY -'),
      row("read somebody else's comment", 'read', 'comment', comment('other'), 'YY YYYY YY YY YYY -   -Y -Y-Y -Y YY YYY -'),
    ],
  },
]
