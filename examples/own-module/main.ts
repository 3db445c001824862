import type { Member, Portal } from 'portico'
import { explain, matrix, matrixMarkdown } from 'portico/explain'
import { booking, vehicle } from './fleet.js'
import { fleetFrench } from './french.js'
import { companyPolicy } from './policy.js'

const portal: Portal = { id: 'company', ownerId: 'olga' }
const active = { portalId: 'company', status: 'active' } as const
const fred: Member = { ...active, id: 'fred', type: 'user', administers: ['fleet'] }
const uma: Member = { ...active, id: 'uma', type: 'user' }
const gus: Member = { ...active, id: 'gus', type: 'guest' }

const van = vehicle.of({ portalId: 'company', keeperId: 'fred', inRepair: false, drivers: [] })
const broken = vehicle.of({ ...van, inRepair: true })
const trip = booking.of({ portalId: 'company', createdBy: 'gus', vehicle: { inRepair: false } })

const tell = (member: Member, action: string, subject: unknown, where: Portal = portal): void => {
  const { text } = explain(companyPolicy.abilityFor(member, where), action, subject)
  console.log(`${member.id}: ${text.split('; ').join('\n  ')}`)
}

tell(uma, 'drive', van)
tell(uma, 'drive', vehicle.of({ ...van, drivers: ['uma'] }))
tell(fred, 'drive', broken)
tell(gus, 'create', trip)
tell(gus, 'create', trip, { ...portal, options: { guestsMayBook: true } })
tell(uma, 'export', 'crm')

console.log(`\n${matrixMarkdown(matrix(companyPolicy, 'fleet'), { language: fleetFrench })}`)
