/**
 * Storage, mail and rate limits in memory, for tests, demonstrations and development.
 *
 * @module
 */
export { consoleMailer, memoryMailer } from './mailer.js'
export type { MailBehaviour, MemoryMailer } from './mailer.js'
export { memoryRateLimits } from './rate-limits.js'
export { memoryStorage } from './storage.js'
