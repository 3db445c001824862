import { french, type Language } from 'portico/explain'

/** The library's French, and the words of the fleet. Conditions and openings are translated by their English text. */
export const fleetFrench: Language = {
  ...french,
  labels: {
    ...french.labels,
    fleet: 'Flotte',
    'fleet.vehicle': 'véhicule',
    'fleet.booking': 'réservation',
    drive: 'conduire',
    retire: 'mettre au rebut',
    cancel: 'annuler',
    guestsMayBook: 'les invités peuvent réserver',
    'he keeps it': 'il en a la garde',
    'he is on its list of drivers': 'il est sur sa liste de conducteurs',
    'it is in repair': 'il est en réparation',
    'it is his own booking': "c'est sa propre réservation",
    'the vehicle is in repair': 'le véhicule est en réparation',
    'a place on its list of drivers': 'une place sur sa liste de conducteurs',
  },
}
