import type { Row } from '../records.js'
import type { RegistrationSystem } from './system.js'

/** Tells registration what became of a letter, when it is one with a link to register. */
export async function reportDelivery(
  { system }: { readonly system: RegistrationSystem },
  { portalId, link, status }: Row<'outbox'>,
): Promise<void> {
  if (link?.purpose !== 'register') return
  const letter = { portalId, holderPortalId: link.subjectId, generation: link.generation }
  await (status === 'sent' ? system.mailSent(letter) : system.mailFailed(letter))
}
