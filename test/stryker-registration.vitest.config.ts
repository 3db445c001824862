import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// For the mutation tests of registration: its quick tests, without servers. The model plays fewer games here (see `MUTATION` in it).
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { tsconfigPaths: true },
  test: { env: { MUTATION: 'quick' }, include: ['test/registration/*.test.ts'], exclude: ['test/registration/races.test.ts'] },
})
