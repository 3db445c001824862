import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { matrix, matrixMarkdown } from '../src/explain.js'
import { portalPolicy } from '../src/index.js'
import { ownershipMarkdown } from './ownership/diagram.js'

// Fills the generated parts of the guide; with `--check` it only says which are stale.
const guide = new URL('../docs/guide/', import.meta.url)
const check = process.argv.includes('--check')
const part = /(<!-- generated:(matrix|ownership)(?: (\w+))? -->\n)[^]*?(<!-- \/generated -->)/g
const content = (kind: string, module: string | undefined): string =>
  kind === 'ownership' ? ownershipMarkdown() : matrixMarkdown(matrix(portalPolicy, module ?? ''))

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
