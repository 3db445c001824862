// The entry point `portico/registration`: the portals of holders, for the policy. The services are `portico/server`.

export { holderPortal, registration } from './modules/registration.js'
export { portalKinds, type PortalKind, type PortalKinds } from './registration/kinds.js'
export { defaultLoginNameRules, loginNameKey, type LoginNameRules } from './registration/login-names.js'
