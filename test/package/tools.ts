import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Runs TypeScript in the consumer's folder, where nothing but the packed package is installed; answers what was printed. */
export const run = (cwd: string, ...args: string[]): Promise<string> => node(cwd, '--import', import.meta.resolve('tsx'), ...args)

/** What the compiler has to say about these files against the packed types, as strictly as it goes: nothing, if all is well. */
export const compile = (cwd: string, files: readonly string[], ...options: readonly string[]): Promise<string> => {
  const strictest = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit']
  const target = ['--module', 'nodenext', '--target', 'es2022', '--lib', 'es2023', '--types', 'node']
  const tsc = fileURLToPath(import.meta.resolve('typescript/lib/tsc.js'))
  return node(cwd, tsc, ...strictest, ...target, ...options, ...files).catch((error: unknown) =>
    String((error as { stdout: unknown }).stdout),
  )
}

const node = async (cwd: string, ...args: string[]): Promise<string> => (await promisify(execFile)(process.execPath, args, { cwd })).stdout
