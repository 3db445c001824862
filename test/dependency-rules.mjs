/**
 * Who may import whom, for dependency-cruiser (`npm run deps`); `architecture.test.ts` shows that each rule bites.
 *
 *     portal, member, errors  ←  policy  ←  modules
 *     policy  ←  lists  ←  adapters
 *     workflow  ←  ownership | registration | administration  ←  web
 *     ports  ←  adapters, testing  ←  nobody
 */

const records = '^src/[^/]+[.]ts$'
const barrel = '^src/(index|explain|json|lists|server|registration)[.]ts$'

/** @typedef {import('dependency-cruiser').IRegularForbiddenRuleType} Rule */

/**
 * A rule that lets the files that match `path` import, of this package, only what matches `allowed`.
 *
 * @type {(name: string, comment: string, path: string, allowed: string[]) => Rule}
 */
const onlyImports = (name, comment, path, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path, pathNot: barrel },
  to: { path: '^src/', pathNot: allowed },
})

/**
 * A rule against every import from `from` to `to`.
 *
 * @type {(name: string, comment: string, from: Rule['from'], to: Rule['to']) => Rule}
 */
const forbids = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbids('no-cycles', 'Two files that need each other are one file, or miss a third.', {}, { circular: true }),
    forbids('resolvable', 'An import that leads nowhere would slip through every other rule.', {}, { couldNotResolve: true }),
    forbids('barrel-is-last', 'The entry points are for users of the package.', { path: '^src/' }, { path: barrel }),

    onlyImports('records-are-first', 'The records and errors know nothing of what is built on them.', records, [records]),
    onlyImports('policy-on-records', 'The policy language knows no module and no workflow.', '^src/policy/', [records, '^src/policy/']),
    onlyImports('modules-on-policy', 'A module is a table in the policy language, nothing more.', '^src/modules/', [
      records,
      '^src/(policy|modules)/',
    ]),
    onlyImports('lists-on-policy', 'A list is a policy for databases: it knows no workflow and no library.', '^src/lists/', [
      records,
      '^src/(policy|lists)/',
    ]),
    onlyImports('workflow-is-common', 'What all workflows share knows none of them.', '^src/workflow/', [
      records,
      '^src/(workflow|ports)/',
    ]),
    onlyImports('web-on-services', 'A page shows what a service says, and asks it to act.', '^src/web/', [
      records,
      '^src/(workflow|ownership|registration|web)/',
    ]),
    onlyImports('adapter-on-ports', 'An adapter knows the ports, the lists, and its own folder.', '^src/adapters/([^/]+)/', [
      records,
      '^src/(ports|lists)/',
      '^src/adapters/$1/',
    ]),
    onlyImports('testing-on-ports', 'The kits know the ports, never an adapter.', '^src/testing/', [records, '^src/(ports|testing)/']),

    forbids(
      'workflows-apart',
      'Ownership, registration and administration know what they share, not each other.',
      { path: '^src/(ownership|registration|administration)/' },
      { path: '^src/(ownership|registration|administration)/', pathNot: '^src/$1/' },
    ),
    forbids(
      'core-is-pure',
      'A machine or decision gets everything as an argument; its effects are data.',
      { path: '/(machine|decide)[.]ts$' },
      { path: '^src/ports/' },
    ),
    forbids(
      'ports-are-types',
      'A port is an interface; only its type is imported.',
      { path: '^src/' },
      { path: '^src/ports/', dependencyTypesNot: ['type-only'] },
    ),
    forbids(
      'ports-hold-no-code',
      'A port speaks of domain types and runs none of their code.',
      { path: '^src/ports/' },
      { path: '^src/', dependencyTypesNot: ['type-only'] },
    ),
    forbids(
      'edges-are-last',
      'Adapters and test kits are entry points of their own.',
      { path: '^src/', pathNot: '^src/(adapters|testing)/' },
      { path: '^src/(adapters|testing)/' },
    ),
    forbids(
      'runs-anywhere',
      'Only an adapter may need Node: the rest runs in browsers and at the edge.',
      { path: '^src/', pathNot: '^src/adapters/' },
      { dependencyTypes: ['core'] },
    ),
    forbids(
      'declared-packages',
      'What the package imports, its users must get installed.',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
}
