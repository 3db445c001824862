/** The package as it is published: what it costs to import and to bundle. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { portalPolicy, type Member, type Portal } from '../../src/index.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const built = `${root}node_modules/.cache/portico-bench`

/** Builds the package, as it is published but for its types. */
export function buildPackage(): void {
  execFileSync('npx', ['tsup', '--no-dts', '--silent', '--out-dir', built], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  mkdirSync(built, { recursive: true })
  writeFileSync(`${built}/package.json`, JSON.stringify({ type: 'module', sideEffects: false }))
}

const member: Member = { id: 'me', portalId: 'portal-1', type: 'user', status: 'active' }
const portal: Portal = { id: 'portal-1', ownerId: 'boss' }
const record = { __typename: 'crm.contact', portalId: 'portal-1', createdBy: 'other', shared: 'read', accessList: [] }

/** What a fresh process does; `rules` are there before the clock starts. */
const scripts = {
  portico: `const { portalPolicy } = await import(${JSON.stringify(`${built}/index.js`)})
    return portalPolicy.abilityFor(${JSON.stringify(member)}, ${JSON.stringify(portal)}).can('read', record)`,
  casl: `const { createMongoAbility } = await import('@casl/ability')
    return createMongoAbility(rules, { detectSubjectType: (record) => record.__typename }).can('read', record)`,
  'CASL and zod, no more than imported': `await import('@casl/ability')
    await import('zod')
    return true`,
  permix: `const { createPermix } = await import('permix')
    const permix = createPermix()
    permix.setup({ contact: { read: (contact) => contact.shared !== 'none' } })
    return permix.check('contact.read', record)`,
} as const
export type Start = Readonly<Record<keyof typeof scripts, number>>

/** Milliseconds from before the import to after the first decision, in processes that do nothing else, in turns; the medians. */
export function starts(rounds: number): Start {
  const rules = JSON.stringify(portalPolicy.abilityFor(member, portal).rules)
  const times = Object.fromEntries(Object.keys(scripts).map((name) => [name, [] as number[]]))
  for (let round = -1; round < rounds; round++) {
    for (const [name, script] of Object.entries(scripts)) {
      const text = `const record = ${JSON.stringify(record)}, rules = JSON.parse(${JSON.stringify(rules)})
        const first = async () => { ${script} }
        const start = performance.now()
        if (!await first()) throw new Error('no')
        console.log(performance.now() - start)`
      const spent = Number(execFileSync(process.execPath, ['--input-type=module', '-e', text], { cwd: root, encoding: 'utf8' }))
      if (round >= 0) times[name]?.push(spent)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, list.sort((a, b) => a - b)[list.length >> 1]])) as Start
}

const tables = '{ definePolicy, defineModule, resource, may, mayNot, never, only, plus, me }'
/** What an application imports, and the parts of it that are left when its bundler has dropped the rest. */
const imports: readonly (readonly [what: string, script: string])[] = [
  ['everything of `portico`', `export * from '${built}/index.js'`],
  ['`portalPolicy`: the built-in policy', `export { portalPolicy } from '${built}/index.js'`],
  ['the language of tables, without the built-in modules', `export ${tables} from '${built}/index.js'`],
  ['the same and the module CRM', `export ${tables.replace('{', '{ crm,')} from '${built}/index.js'`],
  ['`hydrate`: an ability from JSON, for a browser', `export { hydrate } from '${built}/json.js'`],
  [
    '`portalPolicy` and `explain` in English',
    `export { portalPolicy } from '${built}/index.js'; export { explain } from '${built}/explain.js'`,
  ],
  [
    'everything of `portico`, `portico/explain`, `portico/json`',
    ['index', 'explain', 'json'].map((name) => `export * from '${built}/${name}.js'`).join('\n'),
  ],
]

/** Bytes of a bundle, minified and compressed. */
async function bundled(contents: string, external: string[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    external,
    logLevel: 'error',
  })
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length
}

export interface Bundle {
  readonly what: string
  /** Over CASL and zod, which an application may have anyway. */
  readonly own: number
  readonly withThem: number
}
export async function bundles(): Promise<readonly Bundle[]> {
  const made: Bundle[] = []
  for (const [what, script] of imports)
    made.push({ what, own: await bundled(script, ['@casl/ability', 'zod']), withThem: await bundled(script, []) })
  made.push({
    what: '`createMongoAbility` of CASL alone',
    own: 0,
    withThem: await bundled("export { createMongoAbility } from '@casl/ability'", []),
  })
  return made
}
