import { expect, test } from 'vitest'
import { fromTransition, type TransitionSnapshot } from 'xstate'
import { adjacencyMapToArray, getAdjacencyMap } from 'xstate/graph'
import { beginning, by, games, keyOf, stepsOf, take, walk, type Game, type Step, type World } from './walk.js'

// The same world, visited by a walker that somebody else wrote: both have been everywhere.

type Seen = TransitionSnapshot<World>
/** Everywhere that xstate comes, and how many steps it takes. Refused ones are left out, because its queue is slow when it is long. */
function visited(game: Game): { readonly states: readonly string[]; readonly steps: number } {
  const logic = fromTransition((world: World, step: Step) => take(world, step, game).world, beginning(game))
  const map = getAdjacencyMap(logic, {
    events: ({ context }: Seen) => stepsOf(context, game).filter((step) => take(context, step, game).refused === undefined),
    serializeState: ({ context }: Seen) => keyOf(context),
  })
  return { states: Object.keys(map), steps: adjacencyMapToArray(map).length }
}

test.each(games)('xstate comes to the same states with $name, by as many steps', { timeout: 60_000 }, ({ rules }) => {
  const game = by(rules)
  const found = visited(game)
  const { states, steps, refusals } = walk(game)
  expect(found.states.filter((state) => !states.has(state))).toEqual([])
  expect(found.states).toHaveLength(states.size)
  expect(found.steps).toBe(steps - refusals)
})
