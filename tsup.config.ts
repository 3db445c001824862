import { defineConfig } from 'tsup'

// Not bundled: one file in `dist` for each in `src`, so that an application's bundler drops what it does not use.
export default defineConfig({
  entry: ['src/**/*.ts'],
  bundle: false,
  tsconfig: 'src/tsconfig.json',
  format: 'esm',
  platform: 'neutral',
  target: ['es2022', 'node20'],
  dts: {
    entry: {
      index: 'src/index.ts',
      explain: 'src/explain.ts',
      json: 'src/json.ts',
      lists: 'src/lists.ts',
      'lists/sql/index': 'src/lists/sql/index.ts',
      'lists/prisma/index': 'src/lists/prisma/index.ts',
      'lists/mongodb/index': 'src/lists/mongodb/index.ts',
      server: 'src/server.ts',
      'web/index': 'src/web/index.ts',
      'testing/index': 'src/testing/index.ts',
      'adapters/memory/index': 'src/adapters/memory/index.ts',
      'adapters/kysely/index': 'src/adapters/kysely/index.ts',
      'adapters/drizzle/index': 'src/adapters/drizzle/index.ts',
      'adapters/sqlite/index': 'src/adapters/sqlite/index.ts',
      'adapters/nodemailer/index': 'src/adapters/nodemailer/index.ts',
      'adapters/system/index': 'src/adapters/system/index.ts',
      'adapters/webcrypto/index': 'src/adapters/webcrypto/index.ts',
      'adapters/argon2/node': 'src/adapters/argon2/node.ts',
      'adapters/argon2/hash-wasm': 'src/adapters/argon2/hash-wasm.ts',
    },
    compilerOptions: { types: ['node'] },
  },
  sourcemap: true,
  minify: false,
  clean: true,
})
