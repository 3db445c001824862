/**
 * What tells whether your own adapter keeps the promises of its port: cases for any test runner.
 *
 * @module
 */
export type { ContractCase } from './contract.js'
export { mailerContract, type MailerSubject, type ReceivedMail } from './mailer.js'
export { passwordHasherContract, type PasswordHasherSubject } from './passwords.js'
export { rateLimitsContract, type RateLimitsSubject } from './rate-limits.js'
export { digestContract, randomContract, type DigestSubject, type RandomSubject } from './random.js'
export { storageContract, type StorageSubject } from './storage.js'
