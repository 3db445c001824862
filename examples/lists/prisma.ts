import { contact, type AnyAbility } from 'portico'
import { accessible } from 'portico/lists'
import { prismaMapping, prismaWhere, relation, type PrismaWhere } from 'portico/prisma'

// model Contact { id Int @id, portalId String, name String, createdBy String, shared String, access ContactAccess[] }
// model ContactAccess { contactId Int, memberId String, contact Contact @relation(…), @@id([memberId, contactId]) }
const mapping = prismaMapping(contact, {
  fields: { portalId: 'portalId', createdBy: 'createdBy', shared: 'shared', accessList: relation('access', 'memberId') },
})

/** `prisma.contact.findMany({ where: readablePrisma(ability) })` */
export const readableForPrisma = (ability: AnyAbility): PrismaWhere => prismaWhere(accessible(ability, 'read', contact), mapping)
