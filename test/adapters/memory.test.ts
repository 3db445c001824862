import { describe, expect, test, vi } from 'vitest'
import { consoleMailer, memoryMailer, memoryStorage } from '../../src/adapters/memory/index.js'
import type { MailMessage } from '../../src/ports/mail.js'
import type { Change } from '../../src/ports/storage.js'

const letter: MailMessage = {
  to: { address: 'ada@example.org', name: 'Ada' },
  from: { address: 'portal@example.org', name: 'The Portal' },
  subject: 'You are invited',
  text: 'Hello Ada,\nsomebody invited you.',
  html: '<p>Hello Ada</p>',
  language: 'en',
  idempotencyKey: 'invitation-1-1',
}

describe('the memory store refuses what a database would', () => {
  const row = { portalId: 'p', id: 'a', name: 'Sales', createdAt: 0 }
  test.each([
    ['a missing column', { ...row, name: undefined }],
    ['null where there must be something', { ...row, name: null }],
    ['a number for a text', { ...row, name: 7 }],
    ['a text for a number', { ...row, createdAt: '0' }],
    ['half a millisecond', { ...row, createdAt: 0.5 }],
    ['a number that cannot be kept', { ...row, createdAt: 2 ** 53 }],
    ['no number', { ...row, createdAt: Number.NaN }],
    ['no id', { ...row, id: undefined }],
    ['a column that is not there', { ...row, colour: 'red' }],
  ])('%s', async (_, wrong) => {
    const storage = memoryStorage()
    const change = { op: 'insert', table: 'groups', row: wrong } as unknown as Change
    await expect(storage.commit([change])).rejects.toThrow(TypeError)
    expect(await storage.find('groups', 'byPortal', { portalId: 'p' })).toEqual({ items: [] })
  })

  const key = { portalId: 'p', id: 'a', key: 'k', command: 'c', bodyHash: 'h', createdAt: 0 }
  test.each([[undefined], [Number.NaN], [1n], [new Map()], [new Date(0)], [[undefined]], [{ deep: [Infinity] }]])(
    '%s as JSON',
    async (answer) => {
      await expect(memoryStorage().commit([{ op: 'insert', table: 'idempotencyKeys', row: { ...key, answer } }])).rejects.toThrow(TypeError)
    },
  )

  test('a cursor that it did not give', async () => {
    for (const after of ['', 'a', '{}', '[1,2]']) {
      await expect(memoryStorage().find('groups', 'byPortal', { portalId: 'p' }, { after })).rejects.toThrow(Error)
    }
  })

  test('a set of columns that is not there', async () => {
    await expect(memoryStorage().find('groups', 'byColour' as 'byPortal', { portalId: 'p' })).rejects.toThrow(
      'no set of columns `byColour`',
    )
  })
})

describe('the memory mailer does as it is told', () => {
  test('takes, refuses, loses the answer, and never answers', async () => {
    const mailer = memoryMailer()
    await mailer.send(letter)
    mailer.behave('refuse')
    await expect(mailer.send(letter)).rejects.toThrow('not taken')
    expect(mailer.sent).toEqual([letter])
    mailer.behave('lose')
    await expect(mailer.send(letter)).rejects.toThrow('not taken')
    expect(mailer.sent).toEqual([letter, letter])
    mailer.behave('hang')
    const late = new Promise((resolve) => setTimeout(resolve, 20, 'nothing'))
    expect(await Promise.race([mailer.send(letter), late])).toBe('nothing')
    expect(mailer.sent).toHaveLength(2)
  })
})

describe('the console mailer', () => {
  test('prints the text', async () => {
    const written: string[] = []
    await consoleMailer((text) => written.push(text)).send(letter)
    expect(written).toEqual([
      'From: The Portal <portal@example.org>\nTo: Ada <ada@example.org>\nSubject: You are invited\n\nHello Ada,\nsomebody invited you.\n',
    ])
  })

  test('prints to the console, and no line of somebody else’s', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    await consoleMailer().send({ ...letter, subject: 'Hello\r\nTo: eve' })
    expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('Subject: Hello To: eve\n'))
    log.mockRestore()
  })

  test('rejects when it cannot be written', async () => {
    const full = () => {
      throw new Error('no space left')
    }
    await expect(consoleMailer(full).send(letter)).rejects.toThrow('no space left')
  })
})
