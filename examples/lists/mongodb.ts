import { Query } from 'mingo'
import { contact, type AnyAbility } from 'portico'
import { accessible } from 'portico/lists'
import { mongoMapping, mongoWhere, type MongoFilter } from 'portico/mongodb'
import { contactRows } from './office.js'

const mapping = mongoMapping(contact, { fields: { createdBy: 'author' } })

/** `contacts.find(readableForMongo(ability))` */
export const readableForMongo = (ability: AnyAbility): MongoFilter => mongoWhere(accessible(ability, 'read', contact), mapping)

/** The names of the contacts that a member may read; mingo stands in for a server. */
export function readWithMongo(ability: AnyAbility): readonly string[] {
  const documents = contactRows.map(({ createdBy, ...row }) => ({ ...row, author: createdBy }))
  const query = new Query(readableForMongo(ability))
  return documents.filter((document) => query.test(document)).map(({ name }) => name)
}
