/** Uses links in every way that there is. */
import { codeOf, give, type Cast } from './cast.js'

export const uses = ['inspect', 'confirm', 'accept', 'decline'] as const
export type Use = (typeof uses)[number]
export const use = (world: Pick<Cast, 'ownership'>, name: Use, token: unknown): Promise<string> => ask(world, name, { token })
export const ask = (world: Pick<Cast, 'ownership'>, name: Use, asked: unknown): Promise<string> =>
  codeOf(Promise.resolve(asked).then((given) => give(world.ownership, name, given)))
export const all = (world: Pick<Cast, 'ownership'>, token: unknown): Promise<string[]> =>
  Promise.all(uses.map((name) => use(world, name, token)))
export const invalid = uses.map(() => 'TOKEN_INVALID')
