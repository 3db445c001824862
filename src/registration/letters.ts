import type { LinkKinds } from '../workflow/attempt.js'
import type { LetterTo } from '../workflow/post.js'
import type { HolderPortalRow } from './records.js'
import type { Scene } from './scene.js'

/** The links in the letters of registration: each works while its record waits for it. */
export const registrationLinks: LinkKinds = {
  // A suspended portal keeps its link, for when it is reactivated.
  register: { path: '/register', isLive: ({ status, generation }, wanted) => /[/]open$/.test(String(status)) && generation === wanted },
  confirmHolder: {
    path: '/register/confirm',
    isLive: ({ pending, confirmations }, wanted) => pending !== null && confirmations === wanted,
  },
}

/** The letters of registration. */
export type RegistrationLetter =
  | 'portalRegistration'
  | 'portalRegistered'
  | 'portalAssociation'
  | 'portalAddressChanging'
  | 'portalExpiring'
  | 'emailVerification'
  | 'emailChanged'

const purposes: Partial<Record<RegistrationLetter, 'register' | 'confirmHolder'>> = {
  portalRegistration: 'register',
  portalAssociation: 'confirmHolder',
  emailVerification: 'confirmHolder',
}

/** What is different from letter to letter. */
interface LetterDetails {
  /** What tells it from others of its name about the same portal: a letter is sent once for each. */
  readonly number: number
  /** The end that it tells of: of its link, if it has one. */
  readonly until?: number
  /** Another address than the portal's. */
  readonly address?: string
  /** The holder who is to have the portal. */
  readonly holderName?: string
}

/** Writes a letter to the holder of a portal. */
export function write(
  scene: Scene,
  letter: RegistrationLetter,
  row: HolderPortalRow,
  { number, until = scene.now, address = row.address, holderName = row.name }: LetterDetails,
): void {
  const { parts, firm } = scene
  const { id: subjectId, name, kind, language } = row
  const purpose = purposes[letter]
  const made: LetterTo = {
    // `registrationId:generation` for the link to register
    key: `${letter}:${subjectId}:${number}`,
    letter,
    language,
    to: { address, name },
    variables: {
      portalName: firm.name,
      recipientName: name,
      kind,
      holderName,
      expiresAt: { time: until },
      signInUrl: parts.signInUrl,
      contact: parts.contact,
    },
    ...(purpose && { link: { purpose, subject: 'holderPortals', subjectId, generation: number, expiresAt: until } }),
  }
  scene.mail(made)
}
