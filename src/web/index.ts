// The entry point `portico/web`: pages behind the links of letters, on web-standard `Request` and `Response`.

export { createOwnershipPage, type OwnershipPageOptions } from './ownership.js'
export { createRegistrationPage, type RegistrationPageOptions } from './registration.js'
export { createConfirmationPage, type ConfirmationPageOptions } from './confirmation.js'
export type { KindNames } from './kind-names.js'
export type { PasswordFeedback } from './registration-refusals.js'
