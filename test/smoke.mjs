/**
 * The packed package without a test runner: run from a folder where it is installed, `node smoke.mjs [major version expected]`.
 */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { portalPolicy } from 'portico'

const [expected] = process.argv.slice(2)
if (expected) assert.equal(process.versions.node.split('.')[0], expected, 'not the Node that was asked for')

const ability = portalPolicy.abilityFor(
  { id: 'u1', portalId: 'p1', type: 'user', status: 'active', administers: [], groups: [] },
  { id: 'p1', ownerId: 'boss' },
)
assert.equal(ability.can('access', 'documents'), true)
assert.equal(ability.can('configure', 'crm'), false)

const required = createRequire(import.meta.url)('portico')
assert.equal(required.portalPolicy, portalPolicy, '`require` and `import` must give the same module')

console.log(`portico works on Node ${process.versions.node}: imported, required, asked`)
