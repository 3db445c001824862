// The entry point `portico/lists`: the records that a member may see, as a condition for databases.

export { accessible, type Accessible } from './lists/accessible.js'
export type { MappedResource } from './lists/fields.js'
export type { Fact, FieldTest, Filter } from './lists/filter.js'
export { decodeCursor, encodeCursor, pageOf, type CursorValue, type Page } from './lists/page.js'
export { explainListed, type ListExplanation } from './lists/explain.js'
export { whichActions, type WithActions } from './lists/which-actions.js'
