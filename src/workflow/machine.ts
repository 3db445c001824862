/** What a transition decides: the next state with its effects, or a refusal with its code. Nothing happens here. */
export type Transition<State, Effect, Refusal> =
  { readonly state: State; readonly effects: readonly Effect[]; readonly refused?: never } | { readonly refused: Refusal }

/** A total table: each pair of a state and a command has a cell, so that what is impossible is written down and not forgotten. */
export type TransitionTable<State extends { readonly status: string }, Command extends { readonly type: string }, Effect, Refusal> = {
  readonly [S in State['status']]: {
    readonly [C in Command['type']]: (
      state: Extract<State, { readonly status: S }>,
      command: Extract<Command, { readonly type: C }>,
    ) => Transition<State, Effect, Refusal>
  }
}

/** A cell that refuses. */
export const refuse =
  <const R extends string>(refused: R) =>
  (): { readonly refused: R } => ({ refused })

/** A cell in which nothing happens. */
export const stay = <S>(state: S): { readonly state: S; readonly effects: readonly never[] } => ({ state, effects: [] })

/** A machine that follows a table. */
export function machine<S extends { readonly status: string }, C extends { readonly type: string }, E, R>(
  table: TransitionTable<S, C, E, R>,
): (state: S, command: C) => Transition<S, E, R> {
  return (state, command) => table[state.status as S['status']][command.type as C['type']](state as never, command as never)
}
