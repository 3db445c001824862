import { isPortalError } from 'portico'
import type { MemberState } from 'portico/server'
import { act, administration, belongingTo, documents, mailer, runtime, sessions, work } from './office.js'

const portalId = 'office'
const by = ({ id }: MemberState) => ({ portalId, actorId: id })

/** The code that a command is refused with. */
const refusal = (command: Promise<unknown>): Promise<string> =>
  command.then(
    () => 'not refused',
    (error: unknown) => (isPortalError(error) ? error.code : Promise.reject(error as Error)),
  )

const { owner: olga } = await administration.createPortal({
  portalId,
  name: 'The office',
  owner: { name: 'Olga', email: 'olga@office.example', emailVerified: true },
  quotas: { users: 3, guests: null, administrators: null },
})
const { member: uma } = await administration.createMember({ ...by(olga), name: 'Uma', type: 'user', identity: 'sso|uma' })

// Olga clicks twice: the page that she clicks on has one key, so it is one invitation.
const invite = { ...by(olga), email: 'ben@office.example', name: 'Ben', type: 'user', idempotencyKey: 'page 1' } as const
const [first, second] = [await administration.inviteMember(invite), await administration.inviteMember(invite)]
await runtime.settled()
console.log(`two clicks: ${new Set([first.invitation.id, second.invitation.id]).size} invitation, ${mailer.sent.length} letter`)

// Ben follows the link and signs in with the account that he has: the application knows who he is, and portico needs no password.
const [, token = ''] = /token=([\w-]{43})/.exec(mailer.sent[0]?.text ?? '') ?? []
const { member: ben } = await administration.acceptInvitation({ token, name: 'Ben', identity: 'sso|ben' })
sessions.add(ben.id).add(uma.id)
documents.set('price list', ben.id).set('offer', ben.id)
console.log(`ben is in: ${ben.type}, ${ben.status}`)

const eve = { ...by(olga), name: 'Eve', type: 'user', identity: 'sso|eve' } as const
console.log(`eve, for whom there is no seat: ${await refusal(administration.createMember(eve))}`)
console.log(`uma disables ben: ${await refusal(administration.disableMember({ ...by(uma), memberId: ben.id }))}`)

const disabled = await administration.disableMember({ ...by(olga), memberId: ben.id })
act(disabled.events)
console.log(`ben is ${disabled.member.status}; signed in: ${sessions.has(ben.id) ? 'still' : 'no more'}`)

const asked = await administration.reassignData({ ...by(olga), fromId: ben.id, toId: uma.id })
act(asked.events)
console.log(`his documents are to go to uma; so far he has: ${belongingTo(ben.id).join(', ')}`)
console.log(`olga deletes him too early: ${await refusal(administration.deleteMember({ ...by(olga), memberId: ben.id }))}`)
await work()
console.log(`uma has: ${belongingTo(uma.id).join(', ')}`)

act((await administration.deleteMember({ ...by(olga), memberId: ben.id })).events)
const { member } = await administration.createMember(eve)
console.log(`ben is deleted, and there is a seat for ${member.name}`)
console.log(`eve deletes the office: ${await refusal(administration.deletePortal(by(member)))}`)
