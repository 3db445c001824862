import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { describe, expect, onTestFinished, test } from 'vitest'
import rules from './dependency-rules.mjs'

/** The imports under `src` of a folder that break a rule. */
async function violations(baseDir: string): Promise<string[]> {
  const { output } = await cruise(['src'], { ...rules.options, baseDir, ruleSet: { forbidden: rules.forbidden ?? [] }, validate: true })
  if (typeof output === 'string') throw new Error(output)
  if (output.summary.totalCruised === 0) throw new Error('no file was looked at')
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort()
}

/** A throw-away folder with these files. */
async function folder(files: Record<string, string>): Promise<string> {
  const baseDir = await mkdtemp(join(tmpdir(), 'portico-architecture-'))
  onTestFinished(() => rm(baseDir, { recursive: true }))
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(baseDir, path)), { recursive: true })
    await writeFile(join(baseDir, path), content)
  }
  return baseDir
}

/** A small house in which every import goes the right way. */
const house = {
  'package.json': '{ "type": "module", "devDependencies": { "a-dev-tool": "1" } }',
  'node_modules/a-dev-tool/package.json': '{ "name": "a-dev-tool", "main": "index.js" }',
  'node_modules/a-dev-tool/index.js': '',
  'src/index.ts': `export { table } from './policy/table.js'\nexport type { Store } from './ports/storage.js'`,
  'src/errors.ts': 'export class PortalError extends Error {}',
  'src/member.ts': `import { PortalError } from './errors.js'\nexport const member = PortalError`,
  'src/policy/table.ts': `import { member } from '../member.js'\nexport const table = member`,
  'src/modules/crm.ts': `import { table } from '../policy/table.js'\nexport const crm = table`,
  'src/lists/accessible.ts': `import { table } from '../policy/table.js'\nexport const accessible = table`,
  'src/ports/storage.ts': `import type { Owner } from '../ownership/machine.js'\nexport interface Store { read(): Owner }`,
  'src/workflow/outbox.ts': `import type { Store } from '../ports/storage.js'\nexport type Outbox = Store`,
  'src/ownership/machine.ts': `import { member } from '../member.js'\nexport type Owner = typeof member`,
  'src/ownership/service.ts': `import type { Outbox } from '../workflow/outbox.js'\nimport type { Store } from '../ports/storage.js'\nexport type Service = [Outbox, Store]`,
  'src/adapters/memory/index.ts': `import type { Store } from '../../ports/storage.js'\nimport { accessible } from '../../lists/accessible.js'\nimport { sep } from 'node:path'\nexport const memory = (store: Store) => [store, accessible, sep]`,
  'src/testing/index.ts': `import type { Store } from '../ports/storage.js'\nexport type Kit = Store`,
}

/** One line each that breaks the house: the rule, the file, what it says. */
const wrongWays = [
  ['no-cycles', 'src/errors.ts', `import type { member } from './member.js'`],
  ['resolvable', 'src/policy/table.ts', `import '../nowhere.js'`],
  ['barrel-is-last', 'src/ownership/service.ts', `import { table } from '../index.js'`],
  ['records-are-first', 'src/portal.ts', `import type { table } from './policy/table.js'`],
  ['policy-on-records', 'src/policy/matrix.ts', `import { crm } from '../modules/crm.js'`],
  ['modules-on-policy', 'src/modules/portal.ts', `import type { Owner } from '../ownership/machine.js'`],
  ['lists-on-policy', 'src/lists/sql/where.ts', `import type { Store } from '../../ports/storage.js'`],
  ['workflow-is-common', 'src/workflow/audit.ts', `import type { Owner } from '../ownership/machine.js'`],
  ['web-on-services', 'src/web/page.ts', `import type { Store } from '../ports/storage.js'`],
  ['adapter-on-ports', 'src/adapters/kysely/index.ts', `import { memory } from '../memory/index.js'`],
  ['testing-on-ports', 'src/testing/store.ts', `import { memory } from '../adapters/memory/index.js'`],
  ['workflows-apart', 'src/administration/service.ts', `import type { Owner } from '../ownership/machine.js'`],
  ['core-is-pure', 'src/registration/machine.ts', `import type { Store } from '../ports/storage.js'`],
  ['core-is-pure', 'src/administration/decide.ts', `import type { Store } from '../ports/storage.js'`],
  ['ports-are-types', 'src/registration/service.ts', `import { Store } from '../ports/storage.js'`],
  ['ports-hold-no-code', 'src/ports/mail.ts', `import { member } from '../member.js'`],
  ['edges-are-last', 'src/registration/service.ts', `import { memory } from '../adapters/memory/index.js'`],
  ['edges-are-last', 'src/registration/service.ts', `import type { Kit } from '../testing/index.js'`],
  ['runs-anywhere', 'src/policy/ability.ts', `import { sep } from 'node:path'`],
  ['runs-anywhere', 'src/policy/ability.ts', `import { join } from 'path'`],
  ['declared-packages', 'src/policy/ability.ts', `import 'a-dev-tool'`],
] as const

test('the house stands', async () => {
  expect(await violations(process.cwd())).toEqual([])
}, 60_000)

describe('a rule for each import that would go the wrong way', () => {
  test('none of them forbids what the design allows', async () => {
    expect(await violations(await folder(house))).toEqual([])
  })

  test.each(wrongWays)('%s: %s may not %s', async (rule, file, line) => {
    const found = await violations(await folder({ ...house, [file]: line }))
    expect(found.filter((violation) => violation.startsWith(`${rule}: ${file} → `))).toHaveLength(1)
  })

  test('every rule is shown to bite', () => {
    expect([...new Set(wrongWays.map(([rule]) => rule))]).toEqual(rules.forbidden?.map(({ name }) => name))
  })
})
