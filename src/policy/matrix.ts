import { english } from './languages/english.js'
import { labelOf, say, type Language } from './languages/language.js'
import { rowsOf, type Module, type PolicyRow } from './module.js'
import { levelNames, type Level } from './table.js'

/** The table of one resource, or of a module as such: what each level has for each action. */
export interface MatrixTable {
  readonly module: string
  /** The name of the resource or module. */
  readonly subject: string
  /** For each action and level the rows that count, in order; none means no. */
  readonly actions: readonly { readonly action: string; readonly levels: Readonly<Record<Level, readonly PolicyRow[]>> }[]
}

/**
 * The picture of a policy, as data: one table for each module and each of its resources.
 *
 * Rows that cannot matter are left out: those before a row that always holds.
 *
 * @param policy a policy, or anything else with modules; a row about a resource of another module is shown with the resource
 * @param only the name of a module: only its tables
 */
export function matrix(policy: { readonly modules: readonly Module[] }, only?: string): readonly MatrixTable[] {
  const { modules } = policy
  return modules
    .filter((module) => only === undefined || module.name === only)
    .flatMap((module) =>
      [module, ...module.resources].map((subject) => ({
        module: module.name,
        subject: subject.name,
        actions: subject.actions.map((action) => ({
          action,
          levels: Object.fromEntries(
            levelNames.map((level) => [level, rowsThatCount(modules, level, subject.name, action)]),
          ) as unknown as Record<Level, readonly PolicyRow[]>,
        })),
      })),
    )
}

const admits = (module: Module | undefined): boolean => module?.guests === 'admitted'

function rowsThatCount(modules: readonly Module[], level: Level, subject: string, action: string): readonly PolicyRow[] {
  const home = modules.find((module) => module.name === subject.split('.')[0])
  const rows = [
    ...modules
      .filter((module) => level !== 'guest' || module.presence === 'always' || (admits(module) && admits(home)))
      .flatMap((module) => rowsOf(module, level)),
    ...modules.flatMap((module) => [...module.never[level], ...module.never.everyone]),
  ].filter((row) => row.subjects.includes(subject) && row.actions.includes(action))
  const always = rows.findLastIndex((row) => row.conditions.length === 0 && Object.keys(row.given).length === 0)
  const counting = rows.slice(Math.max(always, 0))
  return counting.some((row) => row.effect === 'may') ? counting : []
}

/**
 * The same as Markdown: a heading and a table for each resource, actions down, levels across.
 *
 * @param tables from {@link matrix}
 * @param options `language`: English by default; `heading`: the level of the headings, 3 by default
 */
export function matrixMarkdown(
  tables: readonly MatrixTable[],
  options: { readonly language?: Language; readonly heading?: number } = {},
): string {
  const language = options.language ?? english
  const label = (name: string) => labelOf(language, name)
  const hashes = '#'.repeat(options.heading ?? 3)
  return tables
    .map(({ subject, actions }) =>
      [
        `${hashes} ${label(subject)} (\`${subject}\`)`,
        '',
        `| ${[say(language, 'action'), ...levelNames.map(label)].join(' | ')} |`,
        `|${' --- |'.repeat(levelNames.length + 1)}`,
        ...actions.map(
          ({ action, levels }) => `| \`${action}\` | ${levelNames.map((level) => cell(levels[level], language)).join(' | ')} |`,
        ),
      ].join('\n'),
    )
    .join('\n\n')
}

function cell(rows: readonly PolicyRow[], language: Language): string {
  if (rows.length === 0) return '–'
  // The last row that holds decides: of those that read the same, the last one stands.
  return [...new Set(rows.map((row) => rowText(row, language)).toReversed())].toReversed().join('<br>')
}

function rowText({ effect, conditions, given }: PolicyRow, language: Language): string {
  const labels = conditions
    .map(({ label }) => labelOf(language, label))
    .join(say(language, 'and'))
    .replaceAll('|', '\\|')
  const provided = [
    ...(given.option === undefined ? [] : [say(language, 'option', { option: labelOf(language, given.option) })]),
    ...(given.module === undefined ? [] : [labelOf(language, given.module)]),
  ]
  const phrase = { may: 'if', mayNot: 'unless', never: 'never' } as const
  const said = labels ? say(language, phrase[effect], { labels }) : say(language, 'always')
  return provided.length === 0 ? said : `${said} (${provided.join(', ')})`
}
