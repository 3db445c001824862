// A portal with everything that it needs: in memory, with letters that are kept instead of sent, and a clock that is moved by hand.
import * as argon2 from '@node-rs/argon2'
import { builtInModules, definePolicy, isPortalError, profile, type PortalErrorCode } from 'portico'
import { memoryMailer, memoryRateLimits, memoryStorage } from 'portico/memory'
import type { Explanation } from 'portico/explain'
import { argon2idPasswords } from 'portico/node'
import { registration as registrationModule } from 'portico/registration'
import { createPortico, type Holder, type MemberState, type PortalEvent } from 'portico/server'
import { webCrypto } from 'portico/webcrypto'
import { check, colon, lang, language, tellOf, type Text } from './telling.js'

export const minute = 60_000
export const hour = 60 * minute

let now = Date.UTC(2026, 10, 23, 8)
export const pass = (milliseconds: number): void => void (now += milliseconds)
export const time = (): number => now

/** The contacts that the application knows, and what it was told to act on. */
export const contacts = new Map<string, Holder>()
export const happened: PortalEvent[] = []

export const mailer = memoryMailer()
const crypto = webCrypto()
export const { administration, ownership, registration, runtime } = createPortico({
  policy: definePolicy([...builtInModules, registrationModule]),
  storage: memoryStorage(),
  mailer,
  clock: { now: () => now, sleep: () => new Promise(() => undefined) },
  random: crypto,
  digest: crypto,
  passwords: argon2idPasswords(argon2),
  links: { origin: 'https://portal.example' },
  from: { address: 'portal@portal.example', name: 'Portal' },
  onEvents: (events) => void happened.push(...events),
  registration: {
    holders: { get: (_portalId, id) => Promise.resolve(contacts.get(id)) },
    rateLimits: memoryRateLimits({ now: () => now }),
  },
})

export const portalId = 'atelier'

/** Whoever asks; every command takes its minute. */
export function by({ id }: MemberState): { readonly portalId: string; readonly actorId: string } {
  pass(minute)
  return { portalId, actorId: id }
}

/** The latest letter, once it has gone out, without the secret in its link, and the secret. */
export async function letter(): Promise<{ readonly text: string; readonly token: string }> {
  await runtime.settled()
  const text = mailer.sent.at(-1)?.text ?? ''
  const [, token = ''] = /token=([\w-]{43})/.exec(text) ?? []
  return { text: text.replace(token, '…'), token }
}

/** A question about a member, by what is stored at this moment. */
export async function tell(
  member: MemberState,
  action: string,
  subject: unknown,
  expected: 'yes' | 'no',
  caption = '',
): Promise<Explanation> {
  const ability = await administration.abilityFor({ portalId, memberId: member.id })
  return tellOf(member.name.toLowerCase(), ability, action, subject, expected, caption)
}

export const profileOf = ({ id, type, status, administers }: MemberState) =>
  profile.of({ portalId, id, type, status, administers: administers === 'everything' ? administers : [...administers] })

/** The names of those who may. */
export async function whoCan(action: string, record: unknown): Promise<string> {
  const { members } = await administration.whoCan({ portalId, action, record })
  return members
    .map(({ name }) => name)
    .sort()
    .join(', ')
}

/** Compares the code of a refusal with what the story expects. */
export async function refused(who: string, what: Text, code: PortalErrorCode, command: Promise<unknown>): Promise<void> {
  const got = await command.then(
    () => 'accepted',
    (error: unknown) => (isPortalError(error) ? error.code : Promise.reject(error as Error)),
  )
  check(got === code, `${who.padEnd(6)} ${what[lang]}${colon} ${language.phrases.refused} (${got})`)
}
