// The entry point `portico/explain`: what a policy says of itself, in words and tables.

export { explain } from './policy/explain.js'
export type { Explanation, Lack, Reason } from './policy/explanation.js'
export type { DoorReason } from './policy/standing.js'
export type { Refusal } from './policy/template.js'
export type { Change } from './policy/changes.js'
export { roles, type Role } from './policy/roles.js'
export { matrix, matrixMarkdown, type MatrixTable } from './policy/matrix.js'
export type { Language, Phrase } from './policy/languages/language.js'
export { english } from './policy/languages/english.js'
export { french } from './policy/languages/french.js'
