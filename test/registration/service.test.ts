import { describe, expect, it } from 'vitest'
import { asked, firm, password } from './harness.js'

describe('the registration of a portal', () => {
  it('goes from the creation to the first exchange', async () => {
    const { registration, ids, tokenOf, mailer, settled, clock } = await firm()
    const { holderPortal } = await registration.create({ ...asked(ids.admin), kind: 'staff', holderId: 'paul' })
    expect(holderPortal).toMatchObject({ status: 'unregistered', registration: 'open', permanence: 'permanent', generation: 1 })
    const token = await tokenOf('paul@example.org')
    expect(await registration.inspect({ token })).toEqual({
      firmName: 'Roy et associés',
      kind: 'staff',
      email: 'p…@example.org',
      expiresAt: clock.now() + 86_400_000,
      language: 'en',
    })
    await registration.complete({ token, loginName: 'Paul.Tremblay', password })
    await expect(registration.complete({ token, loginName: 'paul', password })).rejects.toMatchObject({ code: 'TOKEN_USED' })
    const which = await registration.signIn({ loginName: 'paul.tremblay', password })
    expect(which).toEqual({ portalId: 'roy', holderPortalId: holderPortal.id })
    const account = await registration.accountOf(which)
    expect(account.ability.can('exchange', account.holderPortal)).toBe(true)
    await settled()
    expect(mailer.sent.map(({ subject }) => subject)).toContain('You are registered at Roy et associés')
  })
})
