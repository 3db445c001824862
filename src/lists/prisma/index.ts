/**
 * Lists as `where` objects of Prisma.
 *
 * @module
 */
export { prismaMapping, relation, scalarList } from './mapping.js'
export type { PrismaField, PrismaFields, PrismaList, PrismaMapping, PrismaModel, PrismaRelation } from './mapping.js'
export { prismaAfter, prismaWhere, type PrismaWhere } from './where.js'
