/** What a database says it would do for a query. */
import type { Engine, Query } from '../bench/list-engines.js'

/** A plan, as far as it matters how many rows are looked at. */
export interface Plan {
  /** The indexes that are used, in order of their names. */
  readonly indexes: readonly string[]
  /** What is looked for in them: an index may also be used for its first column alone. */
  readonly sought: readonly string[]
  /** The tables that are read from one end to the other, be it by an index. */
  readonly read: readonly string[]
}

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort()

/** A node of a plan of PostgreSQL, with what is below it. */
interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly PlanNode[]
}

const nodesOf = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

async function ofPostgres(engine: Engine, { text, values }: Query): Promise<Plan> {
  const [line] = await engine.run({ text: `explain (format json) ${text}`, values })
  const [{ Plan: root }] = line?.['QUERY PLAN'] as readonly [{ readonly Plan: PlanNode }]
  const nodes = nodesOf(root)
  return {
    indexes: sorted(nodes.flatMap((node) => node['Index Name'] ?? [])),
    sought: sorted(nodes.flatMap((node) => node['Index Cond'] ?? [])),
    read: sorted(nodes.filter((node) => node['Node Type'] === 'Seq Scan').flatMap((node) => node['Relation Name'] ?? [])),
  }
}

/** `SEARCH contacts USING COVERING INDEX contacts_by_id (portal_id=?)`, `SCAN contacts`; the key of a table is an index without a name. */
const stepOfSqlite = /^(SCAN|SEARCH) (\w+)(?: USING (?:(?:COVERING )?INDEX (\w+)|INTEGER PRIMARY KEY))?(?: (\(.*\)))?/

async function ofSqlite(engine: Engine, { text, values }: Query): Promise<Plan> {
  const lines = await engine.run({ text: `explain query plan ${text}`, values })
  const steps = lines.map(({ detail }) => stepOfSqlite.exec(String(detail)) ?? [])
  return {
    indexes: sorted(steps.flatMap(([, , , index]) => index ?? [])),
    sought: sorted(steps.flatMap(([, , , , condition]) => condition ?? [])),
    read: sorted(steps.flatMap(([, how, table]) => (how === 'SCAN' && table !== undefined ? table : []))),
  }
}

/** The plan of a query. */
export const planOf = (engine: Engine, query: Query): Promise<Plan> =>
  engine.dialect === 'sqlite' ? ofSqlite(engine, query) : ofPostgres(engine, query)

/** Whether a query comes to its end without opening a table. */
export async function opensNothing(engine: Engine, { text, values }: Query): Promise<boolean> {
  if (engine.dialect === 'postgres') {
    const [line] = await engine.run({ text: `explain (format json) ${text}`, values })
    return !JSON.stringify(line).includes('"Relation Name"')
  }
  // What SQLite runs, from the first instruction on: a `Goto` leads on, `Halt` is the end.
  const program = await engine.run({ text: `explain ${text}`, values })
  let at = 0
  for (let step = 0; step < program.length; step += 1) {
    const { opcode, p2 } = program[at] ?? {}
    if (opcode === 'Halt') return true
    if (opcode === 'OpenRead') return false
    at = opcode === 'Init' || opcode === 'Goto' ? Number(p2) : at + 1
  }
  return true
}
