import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { blocksOf } from './package/pages.js'
import { startPostgres } from './support/postgres.js'

test.each(['server', 'accounting-firm'])(
  'the example %s comes out the same on PostgreSQL',
  async (name) => {
    const server = await startPostgres()
    onTestFinished(() => server.stop())
    const [expected] = blocksOf(await readFile(`examples/${name}/README.md`, 'utf8')).filter(({ language }) => language === 'text')
    const env = { ...process.env, PORTAL_DATABASE: server.connectionString }
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', `examples/${name}/main.ts`], { env })
    expect(stdout).toBe(expected?.text)
  },
  60_000,
)
