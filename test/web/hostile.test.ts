/** Names and tokens that somebody made up to do harm. */
import { describe, expect, test } from 'vitest'
import { confirming, inSource, office, pretended, sent, visit, type Cast } from './harness.js'

/** What is between the tags, and what the tags are. */
const tagsOf = (source: string): readonly string[] => (source.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'))
const people = { portal: 'A', owner: 'B', candidate: 'C' } satisfies Cast

// Such that people and portals can be called so.
const names: readonly string[] = [
  '<script>alert(1)</script>',
  '</title></style><img src=x onerror=alert(1)>',
  '" autofocus onfocus="alert(1)',
  "' onmouseover='alert(1)",
  '&lt;b&gt; &amp; &#60;i&#62;',
  '<!-- ',
  ']]><![CDATA[',
  '{portal} {owner} {candidate} {{}} ${1} {constructor} {__proto__}',
  "$& $1 $` $' $$",
  'עומר ד. 2',
  'عُمَر (المالك)',
  'x'.repeat(200),
  '<'.repeat(200),
  'Zoë 👩‍👩‍👧 Ünal',
  '\u00ad\u200bU\u2060ma\ufeff',
]

describe.each(names)('somebody or something is called %.40s', (name) => {
  test.each(['portal', 'owner', 'candidate'] as const)('the %s: it is written as it is, on every page, and adds no tag', async (who) => {
    const [plain, hostile] = [
      await office({ ownership: 'github', cast: people }),
      await office({ ownership: 'github', cast: { ...people, [who]: name } }),
    ]
    const pagesOf = async ({ asked, page, tokenOf }: typeof plain): Promise<readonly string[]> => {
      const first = await asked()
      const responses = [await page(visit(first)), await page(confirming(first))]
      const second = await tokenOf('uma@example.org')
      responses.push(await page(visit(second)), await page(visit(second, { query: '&lang=fr' })))
      responses.push(await page(sent({ token: second, decision: 'accept' })))
      expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
      return Promise.all(responses.map((response) => response.text()))
    }
    const [expected, sources] = [await pagesOf(plain), await pagesOf(hostile)]
    expect(sources.map(tagsOf)).toEqual(expected.map(tagsOf))
    expect(sources[0]).toContain(`<dd>${inSource(name)}</dd>`)
    expect(sources[2]).toContain(`<dd>${inSource(name)}</dd>`)
  })
})

test.each(['\u202Egro.live\u2066', 'a\u0000b\u0007c', 'two\nlines\u2028three', '\ud800half', '\u061C\u200E\u200Fmarks'])(
  'what turns the writing around or breaks the line stays out of the page, wherever it came from: %j',
  async (name) => {
    const response = await pretended({ portalName: name, ownerName: name, candidateName: name })(visit('x'))
    const source = await response.text()
    expect(response.status).toBe(200)
    // eslint would have it without the control characters; they are what it is about.
    expect(source.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u)
    expect(source).toMatch(/<h1>Hand over [^\n<]*\?<\/h1>/)
  },
)

describe('the token', () => {
  test.each([
    '',
    ' ',
    '"><script>alert(1)</script>',
    'x'.repeat(42),
    'x'.repeat(44),
    'x'.repeat(10_000),
    `${'x'.repeat(42)}=`,
    `${'x'.repeat(42)}\n`,
    `${'x'.repeat(42)}\u0000`,
    `${'x'.repeat(42)}é`,
    '../../etc/passwd',
    '{{7*7}}',
    '%00',
    'constructor',
    '[object Object]',
  ])('%.30j is invalid; it is not repeated, and nothing is written', async (token) => {
    const at = await office()
    const real = await at.asked()
    const before = await at.store.dump()
    for (const response of [await at.page(visit(token)), await at.page(confirming(token))]) {
      expect(response.status).toBe(404)
      const source = await response.text()
      expect(source).toContain('This link is not valid.')
      if (token.length > 4) expect(source).not.toContain(token)
    }
    expect(await at.store.dump()).toEqual(before)
    expect((await at.page(visit(real))).status).toBe(200)
  })

  test('with anything before, after or in it is another one', async () => {
    const at = await office()
    const token = await at.asked()
    const others = [
      ` ${token}`,
      `${token} `,
      `${token}x`,
      token.slice(1),
      token.toUpperCase(),
      token.toLowerCase(),
      Array.from(token).reverse().join(''),
    ]
    for (const other of others) expect((await at.page(visit(other))).status).toBe(404)
  })

  test('counts once, where it is given twice: the first one', async () => {
    const at = await office()
    const token = await at.asked()
    expect((await at.page(visit('none', { query: `&token=${token}` }))).status).toBe(404)
    expect((await at.page(visit(token, { query: '&token=none' }))).status).toBe(200)
  })

  test.each(['&token[]=x', '&__proto__=x', '&lang=fr&lang=en', '&utm_source=%E0%A4%A', '#x', '&=&&'])(
    'works with `%s` behind it',
    async (query) => {
      const at = await office()
      expect((await at.page(visit(await at.asked(), { query }))).status).toBe(200)
    },
  )
})

test('a page for others says nothing of a portal that the link is not about', async () => {
  const at = await office({ cast: { portal: 'Secret Agency', owner: 'Olga Secret', candidate: 'Uma Secret' } })
  const token = await at.asked()
  const pages = [
    await at.page(visit('x'.repeat(43))),
    await at.page(sent({ token, decision: 'confirm' }, {})),
    await at.page(visit(token, { method: 'PUT' })),
  ]
  await at.ownership.cancel({ portalId: 'p', actorId: at.ownerId })
  for (const response of [...pages, await at.page(visit(token)), await at.page(confirming(token))])
    expect(await response.text()).not.toMatch(/Secret|example\.org/)
})
