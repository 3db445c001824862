import { explain } from '../src/explain.js'
import { isPortalError, portalPolicy, type Member, type Portal } from '../src/index.js'

/** A question and the expected answer, as a line of a cases file has it. */
export interface DecisionCase {
  readonly id: string
  readonly portal: unknown
  readonly member: unknown
  readonly action: string
  readonly subject: string
  readonly resource?: unknown
  readonly expect: 'allow' | 'deny'
}

export interface Disagreement {
  readonly id: string
  readonly expected: string
  readonly got: string
  readonly explanation: string
}

/** Runs a file of cases, one JSON object a line, through the public API. A line that cannot be read is a disagreement, not skipped. */
export function runCases(text: string): { readonly agreed: number; readonly differed: readonly Disagreement[] } {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const differed = lines.flatMap((line, index) => {
    try {
      return disagreement(JSON.parse(line) as DecisionCase)
    } catch (error) {
      return { id: `line ${index + 1}`, expected: 'a case', got: 'an error', explanation: String(error) }
    }
  })
  return { agreed: lines.length - differed.length, differed }
}

/** None where the answer is as expected. */
export function disagreement(one: DecisionCase): readonly Disagreement[] {
  if (!['allow', 'deny'].includes(one.expect)) throw new TypeError(`\`expect\` is allow or deny, not ${one.expect}`)
  const { got, explanation } = answer(one)
  return got === one.expect ? [] : [{ id: one.id, expected: one.expect, got, explanation }]
}

function answer({ portal, member, action, subject, resource }: DecisionCase): {
  readonly got: 'allow' | 'deny'
  readonly explanation: string
} {
  try {
    // The cases leave out the portal of the member where it is the portal in question.
    const ability = portalPolicy.abilityFor({ portalId: (portal as Portal).id, ...(member as object) } as Member, portal as Portal)
    const asked = resource === undefined ? subject : { ...resource, __typename: subject }
    const { allowed, text } = explain(ability, action, asked)
    return { got: allowed ? 'allow' : 'deny', explanation: text }
  } catch (error) {
    // A member or portal that is refused may do nothing.
    if (isPortalError(error)) return { got: 'deny', explanation: error.message }
    throw error
  }
}
