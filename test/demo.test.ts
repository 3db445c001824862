import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const tell = async (program: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, ['--import', 'tsx', program, ...args])).stdout

test('the story in English', async () => {
  const story = await tell('examples/demo.ts')
  expect(story).toContain('guest < user < module administrator < full-access administrator < owner')
  expect(story).toMatch(/^✓ gus +no: guests do not have Mail$/m)
  expect(story).toMatch(/^\d+ decisions, 0 not as the story says$/m)
  expect(story).not.toContain('✗')
})

test('the story in French', async () => {
  const story = await tell('examples/demo.ts', '--lang', 'fr')
  expect(story).toContain('invité < utilisateur < administrateur de module < administrateur avec accès complet < propriétaire')
  expect(story).toMatch(/^\d+ décisions, dont 0 contraires à l’histoire$/m)
  expect(story).not.toContain('✗')
})

test('both tell the same', async () => {
  const marks = async (lang: string) => (await tell('examples/demo.ts', '--lang', lang)).match(/^[✓✗] \w+ /gm)
  expect(await marks('fr')).toEqual(await marks('en'))
})

test('a decision that is not as the story says ends it with an error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portico-demo-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const wrong = (await readFile('examples/demo.ts', 'utf8')).replace(
    "tell(uma, 'read', handbook, 'yes')",
    "tell(uma, 'read', handbook, 'no')",
  )
  await writeFile(join(folder, 'demo.ts'), wrong)
  await expect(tell(join(folder, 'demo.ts'))).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining('✗ uma') as string })
})

test('another language is refused', async () => {
  await expect(tell('examples/demo.ts', '--lang', 'de')).rejects.toThrow('the demo speaks')
})
