import type { Holder } from 'portico/server'
import { describe, expect, test } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, day, holders } from './harness.js'
import { created, kinds, on, otherFirm, refusedUnchanged, wantedOf, watched, type Kind, type Watched } from './watching.js'

// Who may what, from the table of portal kinds of the rules: each actor tries each command on a portal of each kind.

const actors = [
  'the owner',
  'a full administrator',
  'a full administrator for a time',
  'an administrator of documents',
  'a delegate of the kind',
  'a delegate of another kind',
  'a delegate of another office',
  'a handler',
  'a plain user',
  'a guest',
  'a stranger',
] as const
type Actor = (typeof actors)[number]

const administrators: readonly Actor[] = ['the owner', 'a full administrator', 'a full administrator for a time']

/** May create, resend, revoke (and what belongs to that: search, preview, associate, another address, promote). */
function mayIssue(kind: Kind, actor: Actor): boolean {
  if (administrators.includes(actor)) return true
  if (kind === 'firm') return false
  if (actor === 'a delegate of the kind') return true
  return actor === 'a handler' && (kind === 'client' || kind === 'contact')
}
/** May suspend and reactivate: the rules leave it open; whoever has the right on a client is not among them by the policy. */
const mayStop = (kind: Kind, actor: Actor): boolean => actor !== 'a handler' && mayIssue(kind, actor)
const mayClose = (kind: Kind, actor: Actor): boolean => (kind === 'firm' ? actor === 'the owner' : administrators.includes(actor))

/** Who that is; what makes him so is done. */
async function identify(world: Watched, kind: Kind, actor: Actor): Promise<string> {
  const { ids, registration, portico, clock } = world
  const delegate = async (delegated: Kind, office?: string): Promise<string> => {
    if (delegated === 'firm') return ids.delegate
    await registration.delegate({ ...asked(ids.owner), kind: delegated, office, delegates: [ids.delegate] })
    return ids.delegate
  }
  switch (actor) {
    case 'the owner':
      return ids.owner
    case 'a full administrator':
      return ids.admin
    case 'a full administrator for a time':
      await portico.administration.grantFullAccess({ ...asked(ids.owner), memberIds: [ids.staffer], until: clock.now() + day })
      return ids.staffer
    case 'an administrator of documents':
      return ids.documents
    case 'a delegate of the kind':
      return delegate(kind, kind === 'office' ? 'montreal' : undefined)
    case 'a delegate of another kind':
      return delegate(kind === 'staff' ? 'client' : 'staff')
    case 'a delegate of another office':
      return delegate(kind, 'elsewhere')
    case 'a handler':
      return ids.handler
    case 'a plain user':
      return ids.staffer
    case 'a guest':
      return ids.guest
    case 'a stranger':
      return (await otherFirm(world)).actorId
  }
}

/** A second holder of the kind, like the first one. */
function addSecond(world: Watched, kind: Kind): void {
  const first = world.holders.get(wantedOf[kind].holderId) as Holder
  world.holders.set('second', { ...first, id: 'second', email: 'second@example.org' })
}

const temporary = (kind: Kind) => (kind === 'client' || kind === 'contact' ? { permanence: 'temporary' as const } : {})

describe.each(kinds)('a portal of kind %s', (kind) => {
  test.each(actors)('is for %s to look after as far as the rules say', async (actor) => {
    const world = await watched()
    const { registration: r } = world
    addSecond(world, kind)
    const portal = await created(world, { ...wantedOf[kind], ...temporary(kind) })
    const actorId = await identify(world, kind, actor)
    const [as, it] = [asked(actorId), on(world, portal, actorId)]
    const no = actor === 'a stranger' ? 'NOT_FOUND' : 'FORBIDDEN'
    const tries = async (may: boolean, act: () => Promise<unknown>, what: string): Promise<void> => {
      if (may) await expect(act(), what).resolves.toBeDefined()
      else await refusedUnchanged(world, no, act)
    }

    const found = await r.find(as).catch(() => ({ items: [] }))
    expect(found.items.length, 'found').toBe(Number(mayIssue(kind, actor)))
    const wanted = { ...as, ...wantedOf[kind], holderId: 'second' }
    await tries(mayIssue(kind, actor), () => r.preview(wanted), 'preview')
    await tries(mayIssue(kind, actor), () => r.create(wanted), 'create')
    await tries(mayIssue(kind, actor), () => r.resend(it), 'resend')
    await tries(mayIssue(kind, actor), () => r.changeEmail({ ...it, email: 'new@example.org' }), 'changeEmail')
    await tries(mayIssue(kind, actor), () => r.revoke(it), 'revoke')
    if (kind === 'client' || kind === 'contact') await tries(mayIssue(kind, actor), () => r.promote(it), 'promote')
    else if (!mayIssue(kind, actor)) await tries(false, () => r.promote(it), 'promote')
    await tries(mayStop(kind, actor), () => r.suspend(it), 'suspend')
    if (!mayStop(kind, actor)) await r.suspend(on(world, portal, world.ids.owner))
    await tries(mayStop(kind, actor), () => r.reactivate(it), 'reactivate')

    const holder = world.holders.get(wantedOf[kind].holderId) as Holder
    world.holders.delete(holder.id)
    world.holders.set('next', { ...holder, id: 'next', email: mayIssue(kind, actor) ? 'new@example.org' : holder.email })
    await tries(mayIssue(kind, actor), () => r.associate({ ...it, holderId: 'next' }), 'associate')
    await tries(mayClose(kind, actor), () => r.close(it), 'close')
  })
})

test.each(actors)('%s delegates as far as he has full access for good', async (actor) => {
  const world = await watched()
  const actorId = await identify(world, 'staff', actor)
  const delegating = () => world.registration.delegate({ ...asked(actorId), kind: 'staff', delegates: [world.ids.handler] })
  if (actor === 'the owner' || actor === 'a full administrator') await delegating()
  else if (actor === 'a full administrator for a time') await refusedUnchanged(world, 'GRANT_NOT_HELD', delegating)
  else await refusedUnchanged(world, actor === 'a stranger' ? 'NOT_FOUND' : 'FORBIDDEN', delegating)
})

test('a full administrator for a time is one no longer than that', async () => {
  const world = await watched()
  const actorId = await identify(world, 'staff', 'a full administrator for a time')
  await world.clock.advance(day)
  await refusedUnchanged(world, 'FORBIDDEN', () => world.registration.create({ ...asked(actorId), kind: 'staff', holderId: 'paul' }))
})

test('a delegate whose delegation was given to somebody else has it no longer, and a group has it for its members', async () => {
  const world = await watched()
  const { administration } = world.portico
  const { ids, registration } = world
  await registration.delegate({ ...asked(ids.owner), kind: 'staff', delegates: [ids.delegate] })
  const { group } = await administration.createGroup({ ...asked(ids.owner), name: 'Front office' })
  await registration.delegate({ ...asked(ids.owner), kind: 'staff', delegates: [group.id] })
  const creating = () => registration.create({ ...asked(ids.delegate), kind: 'staff', holderId: 'paul' })
  await refusedUnchanged(world, 'FORBIDDEN', creating)
  await administration.fillGroup({ ...asked(ids.owner), groupId: group.id, add: [ids.delegate] })
  await creating()
})

test('an administrator of an office moves no portal into another one, and takes none from there', async () => {
  const world = await watched()
  const { ids, registration, holders: known } = world
  await registration.delegate({ ...asked(ids.owner), kind: 'office', office: 'montreal', delegates: [ids.delegate] })
  const portal = await created(world, wantedOf.office)
  known.delete('montreal')
  known.set('next', { ...holders.quebec, id: 'next', email: 'montreal@example.org' })
  await rejection('FORBIDDEN', registration.associate({ ...on(world, portal, ids.delegate), holderId: 'next' }))
})
