// The entry point `portico`, grouped as the folders are.
// What a policy says of itself in words (`explain`, `matrix`, the languages) is `portico/explain`;
// an ability as JSON and back is `portico/json`.
// Deliberately not exported: the compiled form of a policy (templates, predicates), which may change at any time.

export { isPortalError, PortalError, type PortalErrorCode } from './errors.js'
export { memberSchema, parseMember, type Guest, type Member, type ParsedMember, type User } from './member.js'
export { parsePortal, portalSchema, type ModuleAccess, type ParsedPortal, type Portal } from './portal.js'

export { me, type Principal, type Ref } from './policy/principal.js'
export {
  and,
  condition,
  resource,
  type AnyResource,
  type Condition,
  type ConditionPart,
  type Opening,
  type PortalRecord,
  type RecordOf,
  type Resource,
  type Tagged,
} from './policy/resource.js'
export type { Comparison, Operator, Test } from './policy/conditions.js'
export type { Scalar, Value, Where } from './policy/where.js'
export {
  levelNames,
  may,
  mayNot,
  never,
  only,
  plus,
  provided,
  type AnyRow,
  type Given,
  type Level,
  type LevelRows,
  type ModuleRow,
  type RecordRow,
} from './policy/table.js'
export { defineModule, extendModule, type ModuleExtension, type ModuleSpec } from './policy/define.js'
export type { Module, PolicyRow } from './policy/module.js'
export { definePolicy, type Policy } from './policy/policy.js'
export { PortalAbility, type AbilitiesOf } from './policy/ability.js'
export type { AnyAbility } from './policy/template.js'

// The built-in policy, its modules, and their resources
export { builtInModules, portalPolicy } from './modules/index.js'
export { portal } from './modules/portal.js'
export { documents, file, folder, section, shareLevels, type ShareLevel } from './modules/documents.js'
export { contact, crm, crmCase, crmTask, invoice, opportunity } from './modules/crm.js'
export {
  attachment,
  blogPost,
  bookmark,
  community,
  communityComment,
  communityEvent,
  forum,
  forumPost,
  forumTopic,
  poll,
  tag,
  wikiFile,
  wikiPage,
} from './modules/community.js'
export { group, invitation, people, profile } from './modules/people.js'
export {
  discussion,
  milestone,
  project,
  projectComment,
  projectContact,
  projectFile,
  projects,
  projectTemplate,
  report,
  subtask,
  task,
  timeEntry,
} from './modules/projects.js'
export { calendar, calendarEvent, calendarResource, feed, mail, talk } from './modules/tools.js'
