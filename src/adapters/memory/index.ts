/**
 * Storage and mail in memory, for tests, demonstrations and development.
 *
 * @module
 */
export { consoleMailer, memoryMailer } from './mailer.js'
export type { MailBehaviour, MemoryMailer } from './mailer.js'
export { memoryStorage } from './storage.js'
