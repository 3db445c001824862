import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Those that notice most in the least time come first: the first test that fails ends the run. */
const order = ['machine', 'service', 'cases-links', 'cases', 'who-may', 'login-names', 'outages', 'ended', 'hostile', 'refusals', 'model']
const placeOf = ({ moduleId }: TestSpecification): number => order.findIndex((name) => moduleId.includes(`/${name}`))

class MostTellingFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => placeOf(a) - placeOf(b)))
  }
}

// For the mutation tests of registration: its quick tests, without servers. The model plays fewer games here (see `MUTATION` in it).
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { tsconfigPaths: true },
  test: {
    env: { MUTATION: 'quick' },
    include: ['test/registration/*.test.ts'],
    exclude: ['test/registration/races.test.ts'],
    sequence: { sequencer: MostTellingFirst },
  },
})
