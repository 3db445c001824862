/** The refusals of a new address, in the order of the guide. */
import { letPeopleAdminister, type Cast, type People } from '../cast.js'
import { benForAnHour, on } from './members.js'
import { explained, row, type Given, type Refusal } from './row.js'

const readdress = (who: keyof People, whom: keyof People, email: string, before?: (world: Cast) => Promise<unknown>): Given =>
  on(who, whom, before, { email })
export const addresses: readonly Refusal[] = [
  row('changeEmail', 'EMAIL_INVALID', 'it is no address', readdress('fatou', 'ben', 'ben'), { audited: 'any' }),
  row('changeEmail', 'EMAIL_INVALID', 'it is no address, before somebody is forbidden', readdress('gus', 'ben', 'ben'), { audited: 'any' }),
  row(
    'changeEmail',
    'EMAIL_INVALID',
    'it is no address, before there is no portal',
    ({ olga, ben }) => ({ portalId: 'nowhere', actorId: olga, memberId: ben, email: 'ben' }),
    { audited: 0 },
  ),
  row('changeEmail', 'FORBIDDEN', 'it is the owner’s', readdress('fatou', 'olga', 'olga@new.example'), explained),
  row(
    'changeEmail',
    'FORBIDDEN',
    'it is a full administrator’s',
    readdress('pia', 'fatou', 'f@new.example', letPeopleAdminister),
    explained,
  ),
  row('changeEmail', 'FORBIDDEN', 'it is the owner’s, before it is taken', readdress('fatou', 'olga', 'ben@agency.example'), explained),
  row(
    'changeEmail',
    'GRANT_NOT_HELD',
    'he administers what she does not, before it is taken',
    readdress('pia', 'max', 'ben@agency.example', letPeopleAdminister),
  ),
  row('changeEmail', 'GRANT_NOT_HELD', 'he administers longer than the other', readdress('ben', 'max', 'm@new.example', benForAnHour)),
  row('changeEmail', 'EMAIL_TAKEN', 'it is taken', readdress('fatou', 'ben', 'UMA@agency.EXAMPLE')),
]
