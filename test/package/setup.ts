import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder outside the repository where the packed package is installed, with the examples beside it. */
    consumer: string
  }
}

const run = promisify(execFile)

/** What the examples use besides, as an application has it. */
const ofTheApplication = [
  ...['@types/node', 'pg', '@types/pg', 'express', '@types/express', 'fastify', 'hono'],
  ...['@zxcvbn-ts/language-common', '@zxcvbn-ts/language-en', '@zxcvbn-ts/language-fr'],
  ...['mingo', 'smtp-server', '@types/smtp-server', '@types/nodemailer'],
]

/** Builds and packs the package, and installs it (with the dependencies and optional peers it declares) in a folder of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = project.config.root
  const consumer = await mkdtemp(join(tmpdir(), 'portico-consumer-'))
  const modules = join(consumer, 'node_modules')
  const installed = join(modules, 'portico')
  const link = async (name: string): Promise<void> => {
    await mkdir(dirname(join(modules, name)), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(modules, name), 'junction')
  }

  await run('npm', ['run', 'build'], { cwd: root })
  const { stdout } = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', consumer], { cwd: root })
  await mkdir(installed, { recursive: true })
  await run('tar', ['-xzf', join(consumer, stdout.trim()), '-C', installed, '--strip-components=1'])
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'peerDependencies',
    Record<string, string>
  >
  await Promise.all([...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }), ...ofTheApplication].map(link))

  await writeFile(join(consumer, 'package.json'), '{ "type": "module" }\n')
  await cp(join(root, 'test/smoke.mjs'), join(consumer, 'smoke.mjs'))
  await cp(join(root, 'examples'), join(consumer, 'examples'), { recursive: true })
  project.provide('consumer', consumer)
  return () => rm(consumer, { recursive: true })
}
