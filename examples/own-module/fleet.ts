import { defineModule, may, me, never, only, plus, provided, resource } from 'portico'
import * as z from 'zod'

/** A vehicle of the company. */
export const vehicle = resource('fleet.vehicle', {
  schema: z.object({ portalId: z.string(), keeperId: z.string(), inRepair: z.boolean(), drivers: z.array(z.string()) }),
  actions: ['create', 'read', 'drive', 'update', 'retire'],
  openings: [{ label: 'a place on its list of drivers', put: { path: 'drivers', entry: me.id } }],
})

/** A booking of a vehicle; it carries what the rows ask about the vehicle. */
export const booking = resource('fleet.booking', {
  schema: z.object({ portalId: z.string(), createdBy: z.string(), vehicle: z.object({ inRepair: z.boolean() }) }),
  actions: ['create', 'read', 'cancel'],
})

const keeps = vehicle.when('he keeps it', { keeperId: me.id })
const drives = vehicle.when('he is on its list of drivers', { drivers: me.id })
const inRepair = vehicle.when('it is in repair', { inRepair: { $ne: false } })
const own = booking.when('it is his own booking', { createdBy: me.id })
const ofOneInRepair = booking.when('the vehicle is in repair', { 'vehicle.inRepair': { $ne: false } })

/** Vehicles and their bookings. */
export const fleet = defineModule({
  name: 'fleet',
  actions: ['configure'],
  resources: [vehicle, booking],
  options: { guestsMayBook: false },
  levels: {
    guest: only(
      may('read', vehicle),
      ...provided({ option: 'guestsMayBook' }, may('create', booking), may(['read', 'cancel'], booking, own)),
    ),
    user: plus(
      'guest',
      may(['drive', 'update'], vehicle, keeps),
      may('drive', vehicle, drives),
      may(['create', 'read'], booking),
      may('cancel', booking, own),
    ),
    moduleAdministrator: plus(
      'user',
      may('configure', 'fleet'),
      may(['create', 'drive', 'update', 'retire'], vehicle),
      may('cancel', booking),
    ),
    fullAdministrator: plus('moduleAdministrator'),
    owner: plus('fullAdministrator'),
  },
  never: {
    everyone: [never('drive', vehicle, inRepair), never('create', booking, ofOneInRepair)],
  },
})
