import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// For the mutation tests: the quick tests of what is mutated, without projects, servers and browsers. The comparison with the oracle takes a part
// of its situations here (see `MUTATION` in it); the walks would find nothing that it does not, and take too long to be done for each mutant.
const quick = ['service', 'refusals', 'presets', 'letters', 'links', 'break-glass', 'break-glass-end', 'time', 'settings', 'machine']
const details = ['answers', 'letters-withdrawn', 'storages', 'who-counts', 'refused-links', 'agreeing', 'limit']
const corrections = ['corrections', 'corrections-of-ends']

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { tsconfigPaths: true },
  test: { env: { MUTATION: 'quick' }, include: [...quick, ...details, ...corrections].map((name) => `test/ownership/${name}.test.ts`) },
})
