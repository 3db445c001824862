/** What is sent to a database beside the text: never part of it. */
export type SqlValue = string | number | boolean

/** A column, or whatever a library has for one; only the library itself looks inside. */
export interface Reference<R> {
  readonly ref: R
}

/** A piece of SQL: text of ours, a parameter, or a reference to a column or table. */
export type Piece<R> = string | { readonly value: SqlValue } | Reference<R>

/** SQL in pieces, so that plain SQL, Kysely and Drizzle each put it together their own way; see {@link flat}. */
export type Sql<R> = readonly (Piece<R> | Sql<R>)[]

/** A condition; where it needs no asking, its answer. */
export type Predicate<R> = Sql<R> | boolean

/** The databases that the SQL is written for. */
export type ListDialect = 'sqlite' | 'postgres'

type Part<R> = Sql<R> | string | number

/** SQL from a template: texts become text, so only what was made here may stand in one. */
export function sql<R>(strings: TemplateStringsArray, ...parts: readonly Part<R>[]): Sql<R> {
  return strings.flatMap((text, index): Sql<R> => {
    const part = parts[index]
    return part === undefined ? [text] : [text, typeof part === 'object' ? part : String(part)]
  })
}

const isNested = <R>(part: Piece<R> | Sql<R>): part is Sql<R> => Array.isArray(part)

/** The pieces one after the other, texts in one. */
export function flat<R>(nested: Sql<R>): readonly Piece<R>[] {
  const pieces: Piece<R>[] = []
  let text = ''
  const walk = (parts: Sql<R>): void => {
    for (const part of parts) {
      if (isNested(part)) walk(part)
      else if (typeof part === 'string') text += part
      else {
        if (text !== '') pieces.push(text)
        text = ''
        pieces.push(part)
      }
    }
  }
  walk(nested)
  return text === '' ? pieces : [...pieces, text]
}

/** Lists of SQL with this between them. */
export function joined<R>(parts: readonly Sql<R>[], separator: string): Sql<R> {
  return parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]))
}

function combined<R>(predicates: readonly Predicate<R>[], word: 'and' | 'or'): Predicate<R> {
  const settling = word === 'or'
  if (predicates.includes(settling)) return settling
  const [first, ...others] = predicates.filter((one) => typeof one !== 'boolean')
  if (first === undefined) return !settling
  return others.length === 0 ? first : sql`(${joined([first, ...others], ` ${word} `)})`
}

export const and = <R>(...predicates: readonly Predicate<R>[]): Predicate<R> => combined(predicates, 'and')
export const or = <R>(...predicates: readonly Predicate<R>[]): Predicate<R> => combined(predicates, 'or')

/** The opposite, also of NULL: what is not true is false to `can`, so its opposite is true. */
export const negated = <R>(predicate: Predicate<R>): Predicate<R> =>
  typeof predicate === 'boolean' ? !predicate : sql`((${predicate}) is not true)`

/** A predicate as SQL, also where it is settled. */
export const written = <R>(predicate: Predicate<R>): Sql<R> => (typeof predicate === 'boolean' ? [String(predicate)] : predicate)
