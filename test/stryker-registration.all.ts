import { describe } from 'vitest'

// The quick tests of registration as one file, so that the sources are loaded once for each mutant. Those that notice most in the least time come
// first: the first test that fails ends the run.

const files: Readonly<Record<string, () => Promise<unknown>>> = {
  machine: () => import('./registration/machine.test.js'),
  service: () => import('./registration/service.test.js'),
  commands: () => import('./registration/commands.test.js'),
  accounts: () => import('./registration/accounts.test.js'),
  system: () => import('./registration/system.test.js'),
  completing: () => import('./registration/completing.test.js'),
  outside: () => import('./registration/outside.test.js'),
  letters: () => import('./registration/letters.test.js'),
  made: () => import('./registration/made.test.js'),
  finding: () => import('./registration/finding.test.js'),
  'cases-links': () => import('./registration/cases-links.test.js'),
  'cases-create': () => import('./registration/cases-create.test.js'),
  'cases-addresses': () => import('./registration/cases-addresses.test.js'),
  'cases-lifecycle': () => import('./registration/cases-lifecycle.test.js'),
  'cases-bearers': () => import('./registration/cases-bearers.test.js'),
  'cases-search': () => import('./registration/cases-search.test.js'),
  'cases-outside': () => import('./registration/cases-outside.test.js'),
  'cases-passwords': () => import('./registration/cases-passwords.test.js'),
  'cases-login-names': () => import('./registration/cases-login-names.test.js'),
  'cases-rights': () => import('./registration/cases-rights.test.js'),
  'cases-traces': () => import('./registration/cases-traces.test.js'),
  ended: () => import('./registration/ended.test.js'),
  confirmations: () => import('./registration/confirmations.test.js'),
  outages: () => import('./registration/outages.test.js'),
  'login-names': () => import('./registration/login-names.test.js'),
  'who-may': () => import('./registration/who-may.test.js'),
  'hostile-work': () => import('./registration/hostile-work.test.js'),
  hostile: () => import('./registration/hostile.test.js'),
  'hostile-ports': () => import('./registration/hostile-ports.test.js'),
  model: () => import('./registration/model.test.js'),
}

for (const [name, load] of Object.entries(files))
  describe(name, async () => {
    await load()
  })
// Its snapshots have the names that they have when it runs alone.
await import('./registration/refusals.test.js')
