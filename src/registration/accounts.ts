import * as z from 'zod'
import { PortalError } from '../errors.js'
import type { Member } from '../member.js'
import { knownTo, needsFeatures } from '../policy/known.js'
import type { Policy } from '../policy/policy.js'
import type { Stored } from '../ports/storage.js'
import { commandOf, id, read, text } from '../workflow/input.js'
import { tell } from '../workflow/limits.js'
import { portalFor } from '../workflow/people.js'
import { rehash, verifyPassword } from '../workflow/passwords.js'
import { hashToken } from '../workflow/tokens.js'
import type { HolderPortal } from './answers.js'
import { kindOf } from './kinds.js'
import { loginNameKey } from './login-names.js'
import { outsideOf } from './outside.js'
import type { RegistrationParts } from './parts.js'
import { holderPortal, type HolderPortalRow } from './records.js'
import { delegationId, refusal } from './scene.js'
import { asOf } from './transitions.js'

/** How somebody signs in. */
export interface SigningIn {
  readonly loginName: string
  readonly password: string
  /** Where he comes from, as the application tells callers apart: counted. */
  readonly caller?: string | undefined
}

/** Whose portal it is, for the application to begin a session of it. */
export interface SignedIn {
  /** The firm's portal. */
  readonly portalId: string
  readonly holderPortalId: string
}

const shapes = {
  signIn: z.strictObject({ loginName: z.string(), password: z.string(), caller: text(200).optional() }),
  account: commandOf({ portalId: id, holderPortalId: id }),
}

/**
 * Tells whose portal a login name and a password open. It begins no session: that is for the application.
 *
 * Whether the name is known takes the same work as whether the password is right, and is answered the same.
 */
export async function signIn(parts: RegistrationParts, input: unknown): Promise<SignedIn> {
  const { loginName, password, caller } = read(shapes.signIn, input, 'signIn')
  const { runtime, limits } = parts
  const { storage } = runtime
  const key = keyOf(parts, loginName)
  const callers = caller === undefined ? [] : [[JSON.stringify(['caller', caller]), limits.caller] as const]
  // What can be no login name is counted too, each for itself: nobody shall keep out whoever mistypes his. The work is the same for all.
  const typed = await hashToken(runtime.digest, 'login name', loginName)
  const counted = key === undefined ? ['no login name', typed] : ['login name', key]
  await outsideOf(parts, '').allow(...callers, [JSON.stringify(counted), limits.loginName])
  const [name] = (await storage.find('loginNames', 'key', { key: key ?? '-' })).items
  // What is looked up of an account is looked up of nobody's too.
  const { portalId, accountId } = name?.row ?? { portalId: '-', accountId: '-' }
  const [credential] = (await storage.find('credentials', 'account', { portalId, accountId })).items
  const portal = await storage.get('holderPortals', portalId, accountId)
  const firm = await storage.get('portals', portalId, portalId)
  const [nobodys, hash] = [await parts.nobodysHash(), credential?.row.passwordHash]
  const right = (await verifyPassword(runtime, hash ?? nobodys, password)) && hash !== undefined
  const account = portal && asOf(portal.row, runtime.clock.now(), parts.lifetimes)
  if (!right || account?.status !== 'active/completed' || firm?.row.status !== 'active')
    throw refusal('SIGN_IN_REFUSED', 'no such login name, or another password')
  // The password was right, whatever becomes of another hash of it.
  if (credential) await strengthen(parts, credential, password).catch((error: unknown) => tell(runtime.onError, error))
  return { portalId, holderPortalId: account.id }
}

/** Hashes the password again where that takes more effort today. Where that fails, the next time will do. */
async function strengthen({ runtime }: RegistrationParts, { row, version }: Stored<'credentials'>, password: string): Promise<void> {
  if (!runtime.passwords?.needsRehash(row.passwordHash)) return
  const passwordHash = await rehash(runtime, password)
  await runtime.commit([{ op: 'update', table: 'credentials', row: { ...row, passwordHash, changedAt: runtime.clock.now() }, version }])
}

/** The name as it is compared. One that was reserved since is still his who has it. */
function keyOf({ loginNames }: RegistrationParts, loginName: string): string | undefined {
  try {
    return loginNameKey(loginName, { ...loginNames, reserved: [] })
  } catch (error) {
    if (error instanceof PortalError) return undefined
    throw error
  }
}

/** What the account of a holder's portal is, and may do, by what is stored at this moment. */
export interface Account<P extends Policy> {
  readonly holderPortal: HolderPortal
  /** The account as the policy knows it: disabled, while the portal is not active. */
  readonly member: Member
  readonly ability: ReturnType<P['abilityFor']>
}

/** @throws PortalError `PORTAL_NOT_FOUND`, `KIND_UNKNOWN`, `LICENSE_UNKNOWN` */
export async function accountOf<P extends Policy>(parts: RegistrationParts & { readonly policy: P }, input: unknown): Promise<Account<P>> {
  const { portalId, holderPortalId } = read(shapes.account, input, 'accountOf')
  const { storage } = parts.runtime
  const [firm, stored] = await Promise.all([
    storage.get('portals', portalId, portalId),
    storage.get('holderPortals', portalId, holderPortalId),
  ])
  if (!firm || !stored) throw refusal('PORTAL_NOT_FOUND', `there is no portal \`${holderPortalId}\` of a holder here`, { holderPortalId })
  const row = asOf(stored.row, parts.runtime.clock.now(), parts.lifetimes)
  const kind = kindOf(parts.kinds, row.kind)
  const delegations = await Promise.all(
    ['', row.office].map((office) => storage.get('delegations', portalId, delegationId(row.kind, office))),
  )
  const member = memberOf(row, kind.account)
  const { policy } = parts
  // Asked only where something depends on it: an outage of who sells licences must not keep rights alive, nor take away what needs none.
  const features = needsFeatures(policy, firm.row) ? (await outsideOf(parts, portalId).licences()).features : []
  const portal = knownTo(policy, portalFor(firm.row, features))
  return {
    holderPortal: holderPortal(row, kind, [...new Set(delegations.flatMap((one) => one?.row.delegates ?? []))]),
    member,
    ability: policy.abilityFor(policy.parseMember(member), portal) as ReturnType<P['abilityFor']>,
  }
}

const memberOf = ({ id: accountId, portalId, status }: HolderPortalRow, type: 'guest' | 'user'): Member => ({
  id: accountId,
  portalId,
  type,
  status: status === 'active/completed' ? 'active' : 'disabled',
})
