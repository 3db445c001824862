// The entry point `portico/web`: pages behind the links of letters, on web-standard `Request` and `Response`.

export { createOwnershipPage, type OwnershipPageOptions } from './ownership.js'
