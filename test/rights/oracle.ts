/**
 * The shape of the hand-written matrices beside this file: capability × column, every cell written as yes or no.
 *
 * They are written from the access-rights rules alone, by somebody who has not read the implementation, and turned the other way round
 * (the tables in `src/modules` go level by level; these go capability by capability).
 */

/** One way to stand towards the records in question: who asks, in which portal, and (for projects) with which relation to the project. */
export interface Column {
  readonly name: string
  /** Overrides of an active user `me` of `portal-1` without groups and administrations. */
  readonly member?: Readonly<Record<string, unknown>>
  /** Overrides of the portal `portal-1` owned by `boss`, without options and module settings. */
  readonly portal?: Readonly<Record<string, unknown>>
  /** Whatever the rows' records are made from, for example the project that holds them. */
  readonly context?: Readonly<Record<string, unknown>>
}

/** One capability: a question, and the answers for every column in order, `Y` or `-`; blanks between them are ignored. */
export interface Capability {
  readonly name: string
  readonly action: string
  readonly subject: string
  /** The record asked about, without its `portalId`; left out for questions about a module or the portal by name. */
  readonly record?: (context: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
  readonly answers: string
}

export interface Matrix {
  readonly name: string
  readonly columns: readonly Column[]
  readonly capabilities: readonly Capability[]
}

/** One cell, in the vocabulary of the decision cases. */
export interface Cell {
  readonly id: string
  readonly portal: Readonly<Record<string, unknown>>
  readonly member: Readonly<Record<string, unknown>>
  readonly action: string
  readonly subject: string
  readonly resource?: Readonly<Record<string, unknown>>
  readonly expect: 'allow' | 'deny'
}

export function cells(matrix: Matrix): Cell[] {
  return matrix.capabilities.flatMap((capability) => {
    const answers = capability.answers.replace(/\s+/g, '')
    if (!/^[Y-]+$/.test(answers) || answers.length !== matrix.columns.length) {
      throw new Error(`${matrix.name}, ${capability.name}: ${matrix.columns.length} columns, but the answers are ${capability.answers}`)
    }
    return matrix.columns.map((column, index): Cell => {
      const record = capability.record?.(column.context ?? {})
      return {
        id: `${matrix.name} / ${capability.name} / ${column.name}`,
        portal: { id: 'portal-1', ownerId: 'boss', options: {}, modules: {}, ...column.portal },
        member: { id: 'me', type: 'user', status: 'active', administers: [], groups: [], ...column.member },
        action: capability.action,
        subject: capability.subject,
        ...(record && { resource: { portalId: 'portal-1', ...record } }),
        expect: answers[index] === 'Y' ? 'allow' : 'deny',
      }
    })
  })
}
