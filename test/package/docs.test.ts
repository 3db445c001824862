import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { blocksOf, pageModule, pageModuleTypes, programOf } from './pages.js'
import { compile, run } from './tools.js'

const cwd = inject('consumer')
const written = ['README.md', ...globSync(['docs/guide/*.md', 'docs/decisions/*.md', 'examples/**/*.md']).sort()].map((path) => ({
  path,
  markdown: readFileSync(path, 'utf8'),
}))
const pages = written.flatMap(({ path, markdown }) => {
  const program = programOf(markdown)
  return program === undefined ? [] : [{ path, program }]
})

const fileOf = (path: string): string => join('pages', `${path.replaceAll(/\W/g, '-')}.ts`)

async function runPage(path: string, program: string): Promise<unknown> {
  await writeFile(join(cwd, fileOf(path)), program)
  return run(cwd, fileOf(path))
}

beforeAll(async () => {
  await mkdir(join(cwd, 'pages'))
  await writeFile(join(cwd, 'page.mjs'), pageModule)
  await writeFile(join(cwd, 'page.d.mts'), pageModuleTypes)
})

describe('what the pages show is so, with the packed package', () => {
  test.each(pages)('$path', async ({ path, program }) => {
    await runPage(path, program)
  })

  test('and compiles against the packed types', async () => {
    for (const { path, program } of pages) await writeFile(join(cwd, fileOf(path)), program)
    expect(
      await compile(
        cwd,
        pages.map(({ path }) => fileOf(path)),
      ),
    ).toBe('')
  })

  test('no other kind of block could hold code', () => {
    const kinds = written.flatMap(({ markdown }) => blocksOf(markdown).map(({ language }) => language))
    expect(kinds.filter((kind) => !['ts', 'text', 'sh', 'json', 'mermaid'].includes(kind))).toEqual([])
  })
})

describe('a page that shows something else is found', () => {
  const page = (block: string, printed?: string): string =>
    ['```ts', block, '```', ...(printed === undefined ? [] : ['', '```text', printed, '```']), ''].join('\n')

  test.each([
    ['a wrong answer', page('1 + 1 // => 3')],
    ['a wrong value declared', page('const sum = 1 + 1 // => 3')],
    ['something else printed', page("console.log('two')", 'three')],
    ['nothing thrown', page('1 + 1 // => throws POLICY_INVALID')],
    [
      'another error',
      page("import { definePolicy, portalPolicy } from 'portico'\nportalPolicy.parsePortal({}) // => throws MEMBER_INVALID"),
    ],
  ])('%s', async (_, markdown) => {
    await expect(runPage('wrong', programOf(markdown)!)).rejects.toThrow('AssertionError')
  })

  test.each([
    ['right answers', page('1 + 1 // => 2\nconst list = [1, 2] // => [1, 2]')],
    ['what is printed', page("console.log('one')\nconsole.log('two')", 'one\ntwo')],
    ['an error', page("import { portalPolicy } from 'portico'\nportalPolicy.parsePortal({}) // => throws PORTAL_INVALID")],
  ])('and one that is right is not: %s', async (_, markdown) => {
    await runPage('right', programOf(markdown)!)
  })

  test('an answer in a place where nobody would check it', () => {
    expect(() => programOf(page('if (true) {\n  question // => 2\n}'))).toThrow('after a statement')
  })
})

describe('links lead somewhere', () => {
  test.each(written)('$path', ({ path, markdown }) => {
    const links = [...markdown.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)]
    const broken = links.filter(([, to = '', anchor]) => {
      const target = to === '' ? path : join(dirname(path), to)
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor))
    })
    expect(broken.map(([link]) => link)).toEqual([])
  })
})

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
