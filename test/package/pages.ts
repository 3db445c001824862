import ts from 'typescript'

/** A fenced block of a Markdown page. */
interface Block {
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a page, in order. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }))
}

/**
 * A page as a program: its `ts` blocks, in the order of the page, each seeing what those before it declared.
 *
 * - `question // => answer` after a statement: the value must be this; after a declaration, the value declared.
 * - `question // => throws CODE`: it must throw a `PortalError` of this code.
 * - a `text` block right after a `ts` block: what that block prints.
 *
 * @returns the program; none for a page without such blocks
 */
export function programOf(markdown: string): string | undefined {
  const blocks = blocksOf(markdown)
  const parts = blocks.flatMap(({ language, text }, index) => {
    if (language !== 'ts') return []
    const next = blocks[index + 1]
    return [withAssertions(text), next?.language === 'text' ? `prints(${JSON.stringify(next.text)})\n` : 'prints()\n']
  })
  return parts.length === 0 ? undefined : ["import { is, prints, throws } from '../page.mjs'\n", ...parts].join('')
}

/** What a program imports: the assertions behind the comments. */
export const pageModule = `
import assert from 'node:assert/strict'

let printed = ''
console.log = (...values) => void (printed += values.join(' ') + '\\n')

export const is = (got, wanted) => assert.deepEqual(got, wanted)
export const throws = (ask, code) => assert.throws(ask, (error) => assert.equal(error.code, code) ?? true)
export const prints = (wanted) => {
  if (wanted !== undefined) assert.equal(printed, wanted)
  printed = ''
}
`

/** The types of \`pageModule\`, for the compiler. */
export const pageModuleTypes = `
export function is(got: unknown, wanted: unknown): void
export function throws(ask: () => unknown, code: string): void
export function prints(wanted?: string): void
`

const arrow = '// => '

/** The block with every `// =>` turned into an assertion, on the same line. A comment that is not at the end of a statement is refused. */
function withAssertions(block: string): string {
  const source = ts.createSourceFile('block.ts', block, ts.ScriptTarget.Latest)
  const found = source.statements.flatMap((statement) => {
    const lineEnd = block.indexOf('\n', statement.end)
    const rest = block.slice(statement.end, lineEnd)
    return rest.trim().startsWith(arrow) ? [{ statement, wanted: rest.trim().slice(arrow.length) }] : []
  })
  const comments = block.split(arrow).length - 1
  if (comments !== found.length) throw new Error(`${comments} times \`${arrow}\`, ${found.length} times after a statement:\n${block}`)
  return found.reduceRight((text, { statement, wanted }) => {
    const start = statement.getStart(source)
    return text.slice(0, start) + assertion(statement, source, wanted) + text.slice(text.indexOf('\n', statement.end))
  }, block)
}

function assertion(statement: ts.Statement, source: ts.SourceFile, wanted: string): string {
  const [, code] = /^throws (\w+)$/.exec(wanted) ?? []
  if (ts.isExpressionStatement(statement)) {
    const asked = statement.expression.getText(source)
    return code === undefined ? `is(${asked}, ${wanted})` : `throws(() => ${asked}, '${code}')`
  }
  const [declared] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : []
  if (!declared || code !== undefined) throw new Error(`\`${arrow}\` after ${statement.getText(source)}`)
  return `${statement.getText(source)}; is(${declared.name.getText(source)}, ${wanted})`
}
