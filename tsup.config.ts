import { defineConfig } from 'tsup'

// Not bundled: one file in `dist` for each in `src`, so that an application's bundler drops what it does not use.
export default defineConfig({
  entry: ['src/**/*.ts'],
  bundle: false,
  tsconfig: 'src/tsconfig.json',
  format: 'esm',
  platform: 'neutral',
  target: ['es2022', 'node20'],
  dts: { entry: { index: 'src/index.ts', explain: 'src/explain.ts', json: 'src/json.ts' } },
  sourcemap: true,
  minify: false,
  clean: true,
})
