import { PortalError } from '../errors.js'

/** Refuses a time zone that is none. @throws PortalError `SETTINGS_INVALID` */
export function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    throw new PortalError('SETTINGS_INVALID', `\`${timeZone}\` is no time zone`, { timeZone })
  }
}
