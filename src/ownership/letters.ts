import type { LinkKinds } from '../workflow/attempt.js'
import type { MemberRow, PortalRow } from '../workflow/people.js'
import type { LetterTo } from '../workflow/post.js'
import type { TransferRow } from './records.js'
import type { OwnershipLetter } from './transfer.js'

/** What a transfer's links are for, by the letter that has one. */
export const linkPurposes: Partial<Record<OwnershipLetter, string>> = {
  transferConfirm: 'confirmTransfer',
  transferAccept: 'acceptTransfer',
}

/** The links in the letters of a transfer: each works while the transfer waits for it. */
export const ownershipLinks: LinkKinds = {
  confirmTransfer: { path: '/ownership', isLive: ({ status, generation }, wanted) => status === 'pending' && generation === wanted },
  acceptTransfer: { path: '/ownership', isLive: ({ status, generation }, wanted) => status === 'confirmed' && generation === wanted },
}

/** What a letter about a transfer, as far as it has come, is called in the outbox: the same letter is never put there twice. */
export const letterKey = (letter: OwnershipLetter, { id, status, generation }: TransferRow, to: string): string =>
  `${letter}:${id}:${status}:${generation}:${to}`

/** A letter about a transfer; none for somebody without an address. */
export function letterAbout(
  letter: OwnershipLetter,
  to: MemberRow | undefined,
  about: {
    readonly portal: PortalRow
    readonly transfer: TransferRow
    readonly owner: MemberRow | undefined
    readonly candidate: MemberRow | undefined
    readonly proposer?: MemberRow | undefined
  },
): LetterTo | undefined {
  if (!to || to.address === null) return undefined
  const { portal, transfer, owner, candidate, proposer } = about
  const { id, generation, expiresAt } = transfer
  const purpose = linkPurposes[letter]
  return {
    key: letterKey(letter, transfer, to.id),
    letter,
    language: to.language,
    to: { address: to.address, name: to.name },
    variables: {
      portalName: portal.name,
      recipientName: to.name,
      ownerName: owner?.name ?? '',
      candidateName: candidate?.name ?? transfer.candidateName,
      proposerName: proposer?.name ?? '',
      expiresAt: { time: expiresAt },
    },
    ...(purpose !== undefined && { link: { purpose, subject: 'transfers' as const, subjectId: id, generation, expiresAt } }),
  }
}
