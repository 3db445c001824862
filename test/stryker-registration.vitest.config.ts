import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// For the mutation tests of registration: its quick tests, without servers. The model plays fewer games here (see `MUTATION` in it).
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { tsconfigPaths: true },
  test: {
    env: { MUTATION: 'quick' },
    include: ['test/stryker-registration.all.ts'],
    resolveSnapshotPath: () => fileURLToPath(new URL('registration/__snapshots__/refusals.test.ts.snap', import.meta.url)),
  },
})
