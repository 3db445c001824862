import { readFileSync } from 'node:fs'
import type { PortalErrorCode } from 'portico'
import { describe, expect, test } from 'vitest'
import { castOf, refused, run, start, type Cast } from './cast.js'
import { addresses } from './refusals/addresses.js'
import { administrators } from './refusals/administrators.js'
import { common } from './refusals/common.js'
import { invitations } from './refusals/invitations.js'
import { links } from './refusals/links.js'
import { members } from './refusals/members.js'
import { ofPortals } from './refusals/portals.js'
import { memberCommands, soundly, type Refusal } from './refusals/row.js'

const rows: readonly Refusal[] = [...common, ...members, ...addresses, ...administrators, ...invitations, ...links, ...ofPortals]

/** Which tables have another content than before, but for the audit trail. */
function changed(before: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  const different = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(now[key]))
  return [...new Set(different.map((key) => key.split(' ')[0] ?? ''))]
}

async function attempt(world: Cast, { command, code, given, details, changes }: Refusal): Promise<readonly unknown[]> {
  const input = await given(world)
  await world.portico.runtime.settled()
  const [before, trail] = [await world.store.dump('audit'), await world.store.audit()]
  const error = await refused(code, () => run(world, command, input))
  if (details) expect(error.details).toMatchObject(details)
  await world.portico.runtime.settled()
  expect(changed(before, await world.store.dump('audit'))).toEqual(changes ? [changes(world)] : [])
  const known = new Set(trail.map(({ id }) => id))
  return (await world.store.audit()).filter(({ id }) => !known.has(id))
}

describe.each([...new Set(rows.map(({ command }) => command))])('%s is refused with', (command) => {
  test.each(rows.filter((row) => row.command === command).map((row) => [row.code, row.when, row] as const))(
    '%s when %s',
    async (code, _, row) => {
      const world = await castOf(start(row.settings?.()))
      const written = await attempt(world, row)
      if (row.audited !== 'any') expect(written).toHaveLength(row.audited ?? 1)
      for (const record of written) expect(record).toMatchObject({ command, outcome: 'refused', code })
    },
  )
})

test.each(memberCommands)('the sound %s is refused for nothing', async (command) => {
  const world = await castOf(start())
  await run(world, command, await soundly(command)(world))
  const accepted = (await world.store.audit()).filter((record) => record.command === command && record.outcome === 'accepted')
  expect(accepted.length).toBeGreaterThan(0)
})

test('no situation stands in the table twice', () => {
  const names = rows.map(({ command, code, when }) => `${command} ${code} ${when}`)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

const guide = readFileSync(new URL('../../docs/guide/administration.md', import.meta.url), 'utf8')
const codesIn = (text: string): readonly string[] => Array.from(text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g), ([, code]) => code ?? '')
const isCovered = (command: string, code: string): boolean => rows.some((row) => row.command === command && row.code === code)

/** For each command that begins a line of a table of the guide, the codes in that line. */
function named(): readonly string[] {
  const commands = new Set<string>(rows.map(({ command }) => command))
  return guide.split('\n').flatMap((line) => {
    const [, first = '', ...rest] = line.split('|')
    const inLine = Array.from(first.matchAll(/`(\w+)`/g), ([, command]) => command ?? '').filter((command) => commands.has(command))
    // Of the three with a link, only the last has a password, an inviter and a member to make.
    const [shared = '', last = ''] = rest.join('|').split('also', 2)
    return [
      ...inLine.flatMap((command) => codesIn(shared).map((code) => `${command} ${code}`)),
      ...inLine.slice(-2, -1).flatMap((command) => codesIn(last).map((code) => `${command} ${code}`)),
    ]
  })
}

test('the table has every code that a table of the guide names for a command', () => {
  expect(named().length).toBeGreaterThan(60)
  expect(named().filter((pair) => !isCovered(...(pair.split(' ') as [string, string])))).toEqual([])
})

/** What is refused when something around is broken: see the tests of the licences and of the hasher. */
const elsewhere: readonly string[] = ['LICENSE_UNKNOWN', 'PASSWORDS_UNAVAILABLE']

test('the table has every code that the guide names', () => {
  expect(codesIn(guide).filter((code) => !elsewhere.includes(code) && !rows.some((row) => row.code === code))).toEqual([])
})

/** What the interfaces say beyond the tables of the guide. */
const documented: Readonly<Record<string, readonly PortalErrorCode[]>> = {
  createMember: ['EMAIL_INVALID', 'MEMBER_INVALID'],
  inviteMember: ['MEMBER_INVALID'],
  limitToModules: ['MEMBER_IS_GUEST', 'MEMBER_INVALID'],
  acceptInvitation: ['SETTINGS_INVALID'],
  createGroup: ['NAME_TAKEN', 'NOT_FOUND'],
  fillGroup: ['GRANT_NOT_HELD', 'NOT_FOUND'],
  deleteGroup: ['NOT_FOUND'],
  reportReassignment: ['NOT_FOUND', 'INPUT_INVALID'],
  inspectEmail: ['TOKEN_INVALID', 'TOKEN_USED', 'TOKEN_EXPIRED', 'PORTAL_NOT_ACTIVE'],
  confirmEmail: ['TOKEN_INVALID', 'TOKEN_USED', 'TOKEN_EXPIRED', 'PORTAL_NOT_ACTIVE', 'EMAIL_TAKEN'],
  createPortal: ['PORTAL_EXISTS', 'EMAIL_INVALID', 'PORTAL_INVALID', 'INPUT_INVALID', 'IDEMPOTENCY_MISMATCH'],
  configurePortal: ['PORTAL_INVALID'],
  setModuleAccess: ['PORTAL_INVALID', 'NOT_FOUND'],
  licensePortal: ['NOT_FOUND', 'PORTAL_INVALID', 'INPUT_INVALID', 'IDEMPOTENCY_MISMATCH'],
  abilityFor: ['NOT_FOUND'],
  whoCan: ['NOT_FOUND'],
  whatCan: ['NOT_FOUND'],
}
const always = [
  'INPUT_INVALID',
  'NOT_FOUND',
  'FORBIDDEN',
  'IDEMPOTENCY_MISMATCH',
  'CONFLICT',
  'STORAGE_UNAVAILABLE',
  'STORAGE_REFUSED',
] as const
const owned = ['grantFullAccess', 'grantModules', 'limitToModules', 'revokeModules', 'revokeAdministration'] as const

test.each([
  ...Object.entries(documented),
  ...memberCommands.map((command) => [command, always] as const),
  ...owned.map((command) => [command, ['MEMBER_IS_OWNER', 'MEMBER_IS_YOURSELF']] as const),
])('the table has every code that is documented for %s: %j', (command, codes) => {
  expect(codes.filter((code) => !isCovered(command, code))).toEqual([])
})
