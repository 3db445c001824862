/** Steps that make the situations of invitations and links. */
import { by, forAnHour, member, password, type Cast } from '../cast.js'

export type Step = (world: Cast) => Promise<unknown>
export const any = { audited: 'any' } as const
const day = 86_400_000
export const nothing: Step = () => Promise.resolve()
export const all =
  (...steps: Step[]): Step =>
  async (world) => {
    for (const step of steps) await step(world)
  }
export const benForAnHour: Step = (world) => forAnHour(world, world.ben)
export const suspend: Step = ({ administration, olga }) => administration.suspendPortal(by(olga))
export const aDayLater: Step = ({ clock }) => {
  clock.set(clock.now() + day)
  return Promise.resolve()
}
/** Somebody becomes a member with Ivy's address, without the invitation. */
export function becomeIvy(world: Cast): Promise<unknown> {
  return member(world, world.olga, 'Ivy')
}

export const withdraw: Step = ({ administration, olga, ivy }) => administration.withdrawInvitation({ ...by(olga), invitationId: ivy.id })
export const decline: Step = ({ administration, ivy }) => administration.declineInvitation({ token: ivy.token })
export const accept: Step = ({ administration, ivy }) => administration.acceptInvitation({ token: ivy.token, name: 'Ivy', password })
