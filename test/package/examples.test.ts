import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { blocksOf } from './pages.js'
import { compile, run } from './tools.js'

const cwd = inject('consumer')
const folders = globSync('examples/*/main.ts').map(dirname).sort()

test('there are examples', () => {
  expect(folders.length).toBeGreaterThan(0)
})

describe.each(folders)('%s', (folder) => {
  test('comes out as its page says', async () => {
    const [expected] = blocksOf(readFileSync(join(folder, 'README.md'), 'utf8')).filter(({ language }) => language === 'text')
    expect(await run(cwd, join(folder, 'main.ts'))).toBe(expected?.text)
  })

  test.each(globSync(`${folder}/*.test.ts`))('%s passes', async (file) => {
    expect(await run(cwd, '--test', '--test-reporter=tap', file)).toMatch(/^# pass [1-9]\d*$/m)
  })
})

test('they compile against the packed types', async () => {
  const [withDrizzle, others] = [true, false].map((wanted) =>
    globSync('examples/*/*.ts', { cwd }).filter((file) => file.includes('lists') === wanted),
  )
  expect(await compile(cwd, others ?? [])).toBe('')
  // Some declarations of Drizzle do not compile by themselves.
  expect(await compile(cwd, withDrizzle ?? [], '--skipLibCheck')).toBe('')
})
