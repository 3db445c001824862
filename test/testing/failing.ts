import type { ContractCase } from '../../src/testing/index.js'

/** The names of the cases that do not pass. */
export async function failing(cases: readonly ContractCase[]): Promise<string[]> {
  const outcomes = await Promise.all(
    cases.map(({ run }) =>
      run().then(
        () => true,
        () => false,
      ),
    ),
  )
  return cases.flatMap(({ name }, at) => (outcomes[at] ? [] : [name]))
}
