import { builtInModules, defineModule, definePolicy, may, mayNot, never, only, plus, portalPolicy, provided, resource } from 'portico'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { isOfTheOwner } from '../../src/administration/owner-options.js'
import { by, cast, refused } from './cast.js'

// Which options only the owner sets: those that change what a full administrator may himself.

const safe = resource('vault.safe', { schema: z.object({ portalId: z.string() }), actions: ['read', 'open'] })
const open = provided({ option: 'openVaults' }, may('open', safe))
const closed = provided({ option: 'openVaults' }, mayNot('open', safe))
const shut = provided({ option: 'openVaults' }, never('open', safe))
type Vault = Pick<Parameters<typeof defineModule>[0], 'levels' | 'never'>

const vault = (table: object): boolean => {
  const module = defineModule({ name: 'vault', resources: [safe], options: { openVaults: false }, ...(table as Vault) } as never)
  return isOfTheOwner(definePolicy([...builtInModules, module as never]).modules, 'openVaults')
}
const levels = (more: object): object => ({
  levels: {
    guest: only(),
    user: only(),
    moduleAdministrator: plus('user'),
    fullAdministrator: plus('user'),
    owner: plus('fullAdministrator'),
    ...more,
  },
})

test.each([
  ['gives it to full administrators', true, levels({ fullAdministrator: plus('user', ...open) })],
  ['gives it to the owner', true, levels({ owner: plus('fullAdministrator', ...open) })],
  ['gives it to users, and so to full administrators', true, levels({ user: only(...open) })],
  [
    'gives something to users, and it to full administrators',
    true,
    levels({ user: only(...provided({ option: 'openVaults' }, may('read', safe))), fullAdministrator: plus('user', ...open) }),
  ],
  ['takes it from full administrators', true, levels({ fullAdministrator: plus('user', may('open', safe), ...closed) })],
  ['takes it from users, and so from full administrators', true, levels({ user: only(may('open', safe), ...closed) })],
  [
    'forbids it to full administrators',
    true,
    { ...levels({ fullAdministrator: plus('user', may('open', safe)) }), never: { fullAdministrator: shut } },
  ],
  ['forbids it to everyone', true, { ...levels({ fullAdministrator: plus('user', may('open', safe)) }), never: { everyone: shut } }],
  ['forbids it to users', false, { ...levels({ user: only(may('open', safe)) }), never: { user: shut } }],
  [
    'gives it to users, which full administrators had anyway',
    false,
    levels({ user: only(...open), fullAdministrator: plus('user', may('open', safe)) }),
  ],
  [
    'gives it to users, which full administrators had with another option only',
    true,
    levels({ user: only(...open), fullAdministrator: plus('user', ...provided({ module: 'crm' }, may('open', safe))) }),
  ],
  [
    'gives it to users, of which full administrators had one part',
    true,
    levels({
      user: only(...provided({ option: 'openVaults' }, may(['read', 'open'], safe))),
      fullAdministrator: plus('user', may('read', safe)),
    }),
  ],
  ['gives it to administrators of the module', false, levels({ moduleAdministrator: plus('user', ...open) })],
] as const)('an option that %s: %s', (_, expected, table) => {
  expect(vault(table)).toBe(expected)
})

test('of the built-in options, whether administrators disable their peers is for the owner', () => {
  const options = portalPolicy.modules.flatMap(({ options: own }) => Object.keys(own))
  expect(options.filter((option) => isOfTheOwner(portalPolicy.modules, option))).toEqual(['administratorsMayDisablePeers'])
})

test('the owner sets such an option, and takes it back; a full administrator does neither', async () => {
  const { administration, olga, fatou } = await cast()
  for (const administratorsMayDisablePeers of [true, false]) {
    const options = { administratorsMayDisablePeers }
    const error = await refused('FORBIDDEN', () => administration.configurePortal({ ...by(fatou), options }))
    expect(error.details).toMatchObject({ option: 'administratorsMayDisablePeers' })
    expect((await administration.configurePortal({ ...by(olga), options })).portal.options).toEqual(options)
  }
  await administration.configurePortal({ ...by(fatou), options: { membersMayCreateProjects: true } })
})
