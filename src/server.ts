// The entry point `portico/server`: the workflows of a portal, over the ports.

export { createPortico, type Portico } from './server/portico.js'
export type { PorticoLimits, PorticoSettings } from './server/settings.js'
export { formatTime, renderLetter, type Block, type Letter, type Letters, type RenderedLetter } from './workflow/letters.js'
export { standardLetters } from './workflow/standard-letters.js'
export type { LinkSettings } from './workflow/links.js'
export type { Attempt, LinkKind, LinkKinds } from './workflow/attempt.js'
export { letterChange, type AbortSignalLike, type Outbox } from './workflow/outbox.js'
export { auditChange, type AuditFacts } from './workflow/audit.js'
export type { Runtime } from './workflow/runtime.js'
export { hashToken, isToken, mintToken, newId } from './workflow/tokens.js'

export {
  tables,
  type IndexName,
  type IndexValues,
  type LetterVariables,
  type OutboxLink,
  type Column,
  type Row,
  type Table,
  type TableName,
  type UniqueName,
} from './records.js'
export type { AuditSink } from './ports/audit.js'
export type { Clock } from './ports/clock.js'
export type { Digest, Random } from './ports/crypto.js'
export type { Mailer, MailMessage } from './ports/mail.js'
export type { PasswordHasher } from './ports/passwords.js'
export type { Change, CommitResult, Page, Storage, Stored } from './ports/storage.js'
