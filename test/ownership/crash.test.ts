/** Everything that a transfer needs breaks down once, at every single step; and then somebody goes on. */
import { memoryMailer } from 'portico/memory'
import { describe, expect, test } from 'vitest'
import { storageOf } from '../../src/adapters/memory/storage.js'
import { emptyTables } from '../../src/adapters/memory/tables.js'
import { beside, by, castOf, codeOf, day, hour, mail, ownerOf, rows, sentNow, sound, start, tokenTo, transfers, type Cast } from './cast.js'
import { ended, faults, fragile, scenes, send, settings, type Fault, type Scene } from './crash-scenes.js'

/** Whoever is up does what he has to, until nothing is left to do. */
async function goOn(world: Cast): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    world.clock.set(world.clock.now() + 3_000)
    await send(world)
    const { status } = (await world.ownership.current({ portalId: 'agency' })) ?? {}
    if (status === 'pending') await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    else if (status === 'confirmed') await world.ownership.accept({ token: await tokenTo(world, mail('uma')) })
    else if (status === 'proposed') await world.ownership.approve({ ...by(world.frank), candidateId: world.uma })
    else if (status === 'waiting') {
      world.clock.set(world.clock.now() + day)
      await world.ownership.expireDue()
    } else break
  }
  world.clock.set(world.clock.now() + hour)
  await send(world)
}

interface Outcome {
  readonly code: string
  readonly asked: readonly string[]
  readonly end: unknown
}

/** Plays a scene, with a fault or without, and goes on with an instance that nothing happened to. */
async function play({ rules, arrange, act, again }: Scene, fault: Fault | 'never', at = 0): Promise<Outcome> {
  const kept = emptyTables()
  const store = fragile(storageOf(kept))
  const world = await castOf(start({ ...settings, ownership: { ...rules }, storage: store.storage }, { kept, mailer: memoryMailer() }))
  await send(world)
  const given = await arrange(world)
  const letters = sentNow(world).length
  store.arm(fault, at)
  const code = await ended(world, act(world, given))
  const asked = [...store.asked]
  store.arm('never')
  sound(world)
  // What is mailed was committed, whatever broke.
  expect(sentNow(world)).not.toContainEqual(expect.stringMatching(/^of nobody/))
  if (!asked.includes('commit')) expect(sentNow(world)).toHaveLength(letters)
  const healthy: Cast = { ...world, ...beside(world, { ...settings, ownership: { ...rules } }) }
  if (code !== 'ok') expect(['ok', again]).toContain(await codeOf(act(healthy, given)))
  sound(world)
  await goOn(healthy)
  sound(world)
  expect(rows(world, 'outbox').filter(({ status }) => status === 'waiting' || status === 'sending' || status === 'dead')).toEqual([])
  const all = sentNow(world)
  const named = ownerOf(world) === world.uma ? 'uma' : ownerOf(world) === world.olga ? 'olga' : 'somebody'
  return { code, asked, end: { owner: named, transfers: transfers(world).map(({ status }) => status), letters: [...new Set(all)].sort() } }
}

describe.each(Object.entries(scenes))('the storage breaks down during: %s', (_, scene) => {
  test.each(faults)('a call %s', { timeout: 30_000 }, async (fault) => {
    const whole = await play(scene, 'never')
    expect([whole.code, whole.asked.length > 0]).toEqual(['ok', true])
    for (let at = 1; at <= whole.asked.length; at++) {
      const { code, end } = await play(scene, fault, at)
      expect(['STORAGE_UNAVAILABLE', 'ok'], `${whole.asked[at - 1]} ${at}`).toContain(code)
      expect(end, `${whole.asked[at - 1]} ${at}`).toEqual(whole.end)
    }
  })
})

test('looking never writes, whatever breaks', async () => {
  for (const name of ['inspect', 'current', 'blockingOwnerships'])
    expect((await play(scenes[name] ?? expect.fail(name), 'never')).asked).not.toContain('commit')
})
