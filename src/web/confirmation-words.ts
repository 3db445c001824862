import type { PageLanguage } from './request.js'

/** What the page to confirm an association or an address says; `{name}` is filled in. */
export interface ConfirmationWords {
  readonly association: ConfirmationSentences
  readonly address: ConfirmationSentences
  readonly firm: string
  readonly portal: string
  readonly email: string
  readonly until: string
  readonly doneTitle: string
  readonly problem: string
  /** Why the link does not work, by the code of the error. */
  readonly problems: Readonly<Record<string, string>>
}

interface ConfirmationSentences {
  readonly title: string
  readonly text: string
  readonly warning: string
  readonly button: string
  readonly done: string
}

export const confirmationWords: Readonly<Record<PageLanguage, ConfirmationWords>> = {
  en: {
    association: {
      title: 'Link your portal to another record?',
      text: '{firm} would like to link your portal to the record that its message names. Nothing changes before you confirm.',
      warning: 'You do not know whom the message names, or did not expect it? Then do not confirm: close this page, and tell {firm}.',
      button: 'Confirm: link my portal',
      done: 'Your portal is linked to the other record. You sign in as before.',
    },
    address: {
      title: 'Is this your address?',
      text: '{firm} would like to write to this address about the portal from now on. Nothing changes before you confirm.',
      warning: 'You do not have a portal there, or did not expect this? Then do not confirm: close this page.',
      button: 'Confirm: write to this address',
      done: 'Messages about the portal go to this address from now on. You sign in as before.',
    },
    firm: 'Firm',
    portal: 'Portal',
    email: 'The link was sent to',
    until: 'The link works until',
    doneTitle: 'You have confirmed',
    problem: 'This does not work',
    problems: {
      TOKEN_INVALID: 'This link is not valid. Please use the whole link, from the last message that you got.',
      TOKEN_USED: 'This link was used already. What was confirmed with it counts.',
      TOKEN_EXPIRED: 'This link has ended. Please ask whoever sent it for a new one.',
      elsewhere:
        'Your browser does not say that this comes from our page, so nothing was done. Please open the link again in a current browser.',
      unavailable: 'Something went wrong on our side. Please open the link again in a while: it shows whether anything has changed.',
      other: 'Nothing can be confirmed with this link at the moment. Nothing has changed; please turn to whoever sent it.',
    },
  },
  fr: {
    association: {
      title: 'Rattacher votre portail à une autre fiche\u00a0?',
      text: '{firm} souhaite rattacher votre portail à la fiche que nomme son message. Rien ne change tant que vous n’avez pas confirmé.',
      warning:
        'Vous ne connaissez pas la personne nommée, ou vous ne vous attendiez pas à ce message\u00a0? Ne confirmez pas\u00a0: fermez cette page et prévenez {firm}.',
      button: 'Confirmer\u00a0: rattacher mon portail',
      done: 'Votre portail est rattaché à l’autre fiche. Vous vous connectez comme avant.',
    },
    address: {
      title: 'Cette adresse est-elle la vôtre\u00a0?',
      text: '{firm} souhaite désormais écrire à cette adresse au sujet du portail. Rien ne change tant que vous n’avez pas confirmé.',
      warning: 'Vous n’y avez pas de portail, ou vous ne vous y attendiez pas\u00a0? Ne confirmez pas\u00a0: fermez cette page.',
      button: 'Confirmer\u00a0: écrire à cette adresse',
      done: 'Les messages au sujet du portail arriveront désormais à cette adresse. Vous vous connectez comme avant.',
    },
    firm: 'Cabinet',
    portal: 'Portail',
    email: 'Le lien a été envoyé à',
    until: 'Le lien est valable jusqu’au',
    doneTitle: 'Vous avez confirmé',
    problem: 'Cela n’est pas possible',
    problems: {
      TOKEN_INVALID: 'Ce lien n’est pas valable. Utilisez le lien entier du dernier message que vous avez reçu.',
      TOKEN_USED: 'Ce lien a déjà servi. Ce qui a été confirmé est pris en compte.',
      TOKEN_EXPIRED: 'Ce lien n’est plus valable. Demandez-en un nouveau à la personne qui vous l’a envoyé.',
      elsewhere:
        'Votre navigateur n’indique pas que cette demande vient de notre page\u00a0: rien n’a été fait. Ouvrez de nouveau le lien dans un navigateur récent.',
      unavailable:
        'Un incident s’est produit de notre côté. Ouvrez de nouveau le lien dans quelque temps\u00a0: il montrera si quelque chose a changé.',
      other: 'Ce lien ne permet rien de confirmer pour le moment. Rien n’a changé\u00a0; adressez-vous à la personne qui vous l’a envoyé.',
    },
  },
}
