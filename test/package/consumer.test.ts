import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'

const cwd = inject('consumer')
const examples = globSync('examples/*.ts', { cwd }).sort()

/** Runs Node in the consumer's folder; a non-zero exit rejects with what was printed. */
const node = (...args: string[]): Promise<{ stdout: string }> => promisify(execFile)(process.execPath, args, { cwd })
const toolPath = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier))

test('the packed package is imported and required', async () => {
  expect((await node('smoke.mjs')).stdout).toContain('portico works')
})

test.each(examples)('%s runs with the packed package', async (example) => {
  await node('--import', import.meta.resolve('tsx'), example)
})

test('the examples compile against the packed types', async () => {
  const strictest = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit']
  const target = ['--module', 'nodenext', '--target', 'es2022', '--lib', 'es2023', '--types', 'node']
  await node(toolPath('typescript/lib/tsc.js'), ...strictest, ...target, ...examples)
})
