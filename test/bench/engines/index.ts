import { accesscontrol } from './accesscontrol.js'
import { byHand } from './by-hand.js'
import { casbin } from './casbin.js'
import { casl } from './casl.js'
import { cedar } from './cedar.js'
import type { Engine } from './engine.js'
import { permix } from './permix.js'

/** Whom portico is compared with. */
export const rivals: readonly Engine[] = [byHand, casl, permix, accesscontrol, casbin, cedar]
