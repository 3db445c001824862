/**
 * Who may do what in a small agency, how its portal is administered, how it is handed over, and how a client gets a portal of her own: the whole
 * library in one story, `npm run demo` or `npm run demo -- --lang fr`.
 *
 * Every line with a mark states what the story expects, and the program ends with an error when it comes out otherwise. Each part is told when it
 * is loaded.
 */
import './demo/decisions.js'
import './demo/administration.js'
import './demo/ownership.js'
import './demo/registration.js'
import { theEnd } from './demo/telling.js'

theEnd()
