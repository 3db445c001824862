/** What guests never get, whatever rows are added for them: by an extension of the module itself, or of another. */
import fc from 'fast-check'
import { builtInModules, definePolicy, extendModule, may, type AnyRow, type Module, type Policy } from 'portico'
import { describe, expect, test, vi } from 'vitest'
import { activeGuest, anyRecord, modules, resources, type Bag } from '../support/arbitraries.js'
import { ask } from '../support/questions.js'

vi.setConfig({ testTimeout: 60_000 })

const everyAction = (module: Module): AnyRow[] => [
  ...module.resources.map((one) => may(one.actions as never, one as never) as AnyRow),
  may(module.actions as never, module.name as never),
]
const forGuests = (module: Module, rows: readonly AnyRow[]): Module => extendModule(module, { levels: { guest: rows as never } })

/** Every module lets guests do everything. */
const generous = definePolicy(modules.map((module) => forGuests(module, everyAction(module))))
/** One module lets guests do everything with the resources of all the others. */
const meddling = (home: string) =>
  definePolicy(
    modules.map((module) =>
      module.name === home
        ? forGuests(
            module,
            resources.map((one) => may(one.actions as never, one as never) as AnyRow),
          )
        : module,
    ),
  )

const policies: readonly (readonly [string, Policy])[] = [
  ['rows of the module itself', generous],
  ['rows of an open module about all others', meddling('community')],
  ['rows of the portal about all others', meddling('portal')],
]

const not = (field: string, value: unknown) => (record: Bag) => record[field] !== value
const always = () => true

/** A question and the records on which a guest never gets a yes. */
type Ceiling = readonly [subject: string, actions: readonly string[], when: (record: Bag) => boolean, rule: string]

const nothingBut = (subject: string, allowed: readonly string[]) =>
  (resources.find((one) => one.name === subject)?.actions ?? []).filter((action) => !allowed.includes(action))

const ceilings: readonly Ceiling[] = [
  ...resources
    .filter(({ name }) => name.startsWith('crm.'))
    .map(({ name, actions }): Ceiling => [name, actions, always, 'CRM: guests have nothing']),

  ['documents.file', ['share'], always, 'Documents: never for guests'],
  ['documents.folder', ['share', 'connectThirdParty'], always, 'Documents: never for guests'],
  ...['documents.file', 'documents.folder'].map((name): Ceiling => [
    name,
    ['delete'],
    not('createdBy', 'me'),
    'Documents: he deletes only what he created',
  ]),
  [
    'documents.section',
    ['read'],
    (record) => ['my', 'recent', 'favourites', 'templates', 'private'].includes(String(record.name)),
    'Documents: these sections do not exist for guests',
  ],

  ['community.blogPost', ['create', 'update', 'delete'], always, 'Community: read, comment'],
  ['community.forum', ['organise'], always, 'Community: of administrators'],
  ['community.tag', ['organise'], always, 'Community: of administrators'],
  ['community.forumTopic', nothingBut('community.forumTopic', ['read', 'tag']), always, 'Community: read, tag'],
  ['community.poll', nothingBut('community.poll', ['read', 'vote']), always, 'Community: read, vote'],
  ['community.event', ['create', 'update', 'delete'], always, 'Community: read, comment'],
  ['community.bookmark', ['create', 'delete'], always, 'Community: favourite, comment'],
  ['community.wikiPage', ['create', 'update', 'delete'], always, 'Community: read, comment'],
  ['community.wikiFile', ['create', 'update', 'delete'], always, 'Community: read, comment'],
  ['community.forumPost', ['update', 'delete'], not('createdBy', 'me'), "a guest is read-only on others' content"],
  ['community.comment', ['update', 'delete'], not('createdBy', 'me'), "a guest is read-only on others' content"],
  ['community.attachment', ['delete'], not('createdBy', 'me'), "a guest is read-only on others' content"],

  ['people.profile', ['read', 'update'], not('id', 'me'), 'People: guests their own only'],
  [
    'people.profile',
    nothingBut('people.profile', ['read', 'update', 'requestDeletion']),
    always,
    'People: of administrators; a guest administers nothing',
  ],
  ['people.group', ['create', 'read', 'update', 'delete'], always, 'People: never for guests'],
  ['people.invitation', ['create', 'read', 'delete'], always, 'People: never for guests'],

  ...['project', 'task', 'subtask', 'milestone', 'discussion', 'timeEntry', 'template'].map((name): Ceiling => [
    `projects.${name}`,
    nothingBut(`projects.${name}`, ['read', 'comment', 'subscribe']),
    always,
    'Projects: guests never create, update or delete',
  ]),
  ['projects.comment', ['update'], not('createdBy', 'me'), 'Projects: their own comments only'],
  ['projects.file', ['update', 'delete'], always, 'Projects: guests only upload'],
  ['projects.file', ['create'], not('folder', 'root'), "Projects: guests upload to the project's root folder"],
  ['projects.contact', ['read'], always, 'Projects: contacts need the CRM, which guests never have'],
  ['projects.report', ['create', 'read'], always, 'Projects: users, not guests'],

  ...['portal', 'crm', 'people', 'mail', 'projects'].map((name): Ceiling => [
    name,
    (modules.find((module) => module.name === name)?.actions ?? []).filter((action) => action !== 'access'),
    always,
    'a guest can never administer anything',
  ]),
  ...['crm', 'people', 'mail'].map((name): Ceiling => [name, ['access'], always, 'never available to guests']),
]

describe.each(policies)('guest ceilings hold against %s', (_, policy) => {
  test.each(ceilings)('%s: %j', (subject, actions, when, rule) => {
    const resource = resources.filter((one) => one.name === subject)
    const asked = resource.length > 0 ? anyRecord(resource).map(({ record }) => record as Bag | string) : fc.constant<Bag | string>(subject)
    fc.assert(
      fc.property(activeGuest, asked, (guest, about) => {
        fc.pre(typeof about === 'string' || when(about))
        const ability = policy.abilityFor(guest, {
          id: 'portal-1',
          ownerId: 'boss',
          options: { membersMayCreateProjects: true, peopleAdministrators: true },
        })
        const got = actions.filter((action) => ask(ability, action, about))
        expect(got, `${rule}: ${fc.stringify(about)}`).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

test('the rows that are added do count where no ceiling stands against them', () => {
  const guest = { id: 'me', portalId: 'portal-1', type: 'guest', status: 'active' } as const
  const record = { __typename: 'calendar.calendar', portalId: 'portal-1', ownerId: 'other', shares: [] }
  const portal = { id: 'portal-1', ownerId: 'boss' }
  expect(ask(definePolicy(builtInModules).abilityFor(guest, portal), 'read', record)).toBe(false)
  expect(policies.map(([, policy]) => ask(policy.abilityFor(guest, portal), 'read', record))).toEqual([true, true, true])
})
