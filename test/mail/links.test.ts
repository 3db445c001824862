import { describe, expect, test } from 'vitest'
import { linkBuilder } from '../../src/workflow/links.js'
import { refusal } from '../support/refusals.js'

describe('links lead to the configured origin', () => {
  test.each([
    ['https://portal.example', false],
    ['https://portal.example:8443', false],
    ['https://portal.example:65535', false],
    ['https://xn--bcher-kva.example', false],
    ['https://localhost', false],
    ['https://203.0.113.7', false],
    ['http://localhost', true],
    ['http://localhost:3000', true],
    ['http://127.0.0.1:3000', true],
    ['https://portal.example', true],
  ])('%s (for development: %s)', (origin, allowLocalhost) => {
    const link = linkBuilder({ origin, allowLocalhost })('/invitation', 'abc')
    expect(link).toBe(`${origin}/invitation?token=abc`)
    expect(new URL(link).origin).toBe(origin)
  })

  test.each([
    ['empty', ''],
    ['http', 'http://portal.example'],
    ['without a scheme', 'portal.example'],
    ['without slashes', 'https:portal.example'],
    ['another scheme', 'ftp://portal.example'],
    ['a script', 'javascript:alert(1)'],
    ['a script that looks like an address', 'javascript://portal.example/%0aalert(1)'],
    ['data', 'data:text/html,hello'],
    ['upper case', 'HTTPS://PORTAL.EXAMPLE'],
    ['a trailing slash', 'https://portal.example/'],
    ['a path', 'https://portal.example/portal'],
    ['a backslash', 'https://portal.example\\@evil.example'],
    ['a query', 'https://portal.example?next=1'],
    ['a fragment', 'https://portal.example#top'],
    ['a name and password', 'https://user:pass@portal.example'],
    ['a name', 'https://portal.example@evil.example'],
    ['a placeholder', 'https://{portal}.example'],
    ['a wildcard', 'https://*.portal.example'],
    ['a letter of another script', 'https://pоrtal.example'],
    ['a full stop of another script', 'https://portal。example'],
    ['a slash of another script', 'https://portal.example⁄evil.example'],
    ['full-width letters', 'https://ｐortal.example'],
    ['an invisible character', 'https://portal\u200b.example'],
    ['a blank', 'https://portal .example'],
    ['a blank in front', ' https://portal.example'],
    ['a line after it', 'https://portal.example\n'],
    ['a line before it', '\nhttps://portal.example'],
    ['a header after it', 'https://portal.example\r\nX-Evil: yes'],
    ['port 0', 'https://portal.example:0'],
    ['port 65536', 'https://portal.example:65536'],
    ['port 99999', 'https://portal.example:99999'],
    ['no port', 'https://portal.example:'],
    ['a port in words', 'https://portal.example:https'],
    ['no host', 'https://'],
    ['a dot for a host', 'https://.'],
    ['two dots', 'https://portal..example'],
    ['a trailing dot', 'https://portal.example.'],
    ['a hyphen in front', 'https://-portal.example'],
    ['IPv6', 'https://[::1]'],
    ['localhost', 'http://localhost'],
    ['the local address', 'http://127.0.0.1:3000'],
  ])('not: %s', (_, origin) => {
    expect(refusal('SETTINGS_INVALID', () => linkBuilder({ origin })).message).toBe(`\`${origin}\` is no https origin`)
  })

  test.each([
    'http://localhost.evil.example',
    'http://portal.example',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.2',
    'http://[::1]',
  ])('not for development either: %s', (origin) => {
    refusal('SETTINGS_INVALID', () => linkBuilder({ origin, allowLocalhost: true }))
  })
})

describe('paths stay there', () => {
  const link = linkBuilder({ origin: 'https://portal.example' })

  test.each(['/', '/invitation', '/a/b-c_d.e~f/', '/#/invitation', '//evil.example', '/../..', '/%2f'])('%s', (path) => {
    expect(new URL(link(path, 'abc')).origin).toBe('https://portal.example')
    expect(link(path, 'abc')).toBe(`https://portal.example${path}?token=abc`)
  })

  test.each([
    '',
    'invitation',
    '.evil.example/',
    '@evil.example/',
    ':80@evil.example/',
    '/a?b=c',
    '/a b',
    '/a\n',
    '\\evil',
    '/é',
    '/"><script>',
  ])('not: %j', (path) => {
    expect(refusal('SETTINGS_INVALID', () => link(path, 'abc')).message).toBe(`\`${path}\` is no path`)
  })
})
