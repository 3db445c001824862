// The entry point `portico/json`: an ability as JSON, and back.

export { hydrate, serialize, type SerializedAbility } from './policy/serialize.js'
