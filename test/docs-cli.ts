import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { matrix, matrixMarkdown } from '../src/explain.js'
import { builtInModules, definePolicy } from '../src/index.js'
import { registration } from '../src/registration.js'
import { ownershipMarkdown } from './ownership/diagram.js'
import { kindsMarkdown, registrationMarkdown } from './support/registration-tables.js'

// Fills the generated parts of the guide; with `--check` it only says which are stale.
const guide = new URL('../docs/guide/', import.meta.url)
const check = process.argv.includes('--check')
const part = /(<!-- generated:(\w+)(?: (\w+))? -->\n)[^]*?(<!-- \/generated -->)/g
const policy = definePolicy([...builtInModules, registration])
const parts: Readonly<Record<string, (module: string) => string>> = {
  matrix: (module) => matrixMarkdown(matrix(policy, module)),
  ownership: ownershipMarkdown,
  kinds: kindsMarkdown,
  registration: registrationMarkdown,
}
const content = (kind: string, module = ''): string => {
  const made = parts[kind]?.(module)
  if (!made) throw new Error(`nothing makes \`generated:${kind} ${module}\``)
  return made
}

const stale = readdirSync(guide)
  .filter((name) => name.endsWith('.md'))
  .filter((name) => {
    const page = new URL(name, guide)
    const text = readFileSync(page, 'utf8')
    const filled = text.replace(
      part,
      (_all, open: string, kind: string, module: string | undefined, close: string) => `${open}\n${content(kind, module)}\n\n${close}`,
    )
    if (filled === text) return false
    if (!check) writeFileSync(page, filled)
    return true
  })

if (check && stale.length > 0) {
  console.error(`stale, run \`npm run docs\`: ${stale.join(', ')}`)
  process.exit(1)
}
console.log(check ? 'the guide is in step with the tables' : `written: ${stale.join(', ') || 'nothing'}`)
