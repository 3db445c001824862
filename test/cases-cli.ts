import { readFileSync } from 'node:fs'
import { runCases } from './cases.js'

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error('usage: npm run cases -- <file.jsonl>')
  process.exit(2)
}

const { agreed, differed } = runCases(readFileSync(file, 'utf8'))
for (const { id, expected, got, explanation } of differed) console.log(`${id}: expected ${expected}, got ${got}\n  ${explanation}`)
console.log(`${agreed} agreed, ${differed.length} differed`)
process.exit(differed.length === 0 ? 0 : 1)
