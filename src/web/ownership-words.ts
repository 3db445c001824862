import type { PageLanguage } from './request.js'

/** What the page of a transfer says; `{name}` is filled in. */
export interface OwnershipWords {
  readonly confirm: {
    readonly title: string
    readonly text: string
    readonly warning: string
    readonly button: string
    readonly done: string
    readonly asked: string
  }
  readonly accept: {
    readonly title: string
    readonly text: string
    readonly warning: string
    readonly button: string
    readonly decline: string
    readonly done: string
    readonly declined: string
  }
  readonly portal: string
  readonly owner: string
  readonly candidate: string
  readonly until: string
  readonly doneTitle: string
  readonly declinedTitle: string
  readonly askedTitle: string
  readonly problem: string
  /** By the code of the error; `unavailable` where nobody knows what was done, `elsewhere` for a form that does not say that it
   * is from the page, `other` for all others. */
  readonly problems: Readonly<Record<string, string>>
}

export const ownershipWords: Readonly<Record<PageLanguage, OwnershipWords>> = {
  en: {
    confirm: {
      title: 'Hand over {portal}?',
      text: 'The portal is yours. When you confirm, you hand it over to {candidate}, who may have to accept first. Once it belongs to {candidate}, you cannot take it back yourself.',
      warning: 'It was not you who asked for this? Then close this page, cancel the transfer in the portal, and change your password.',
      button: 'Confirm: hand over to {candidate}',
      done: '{portal} belongs to {candidate} from now on. Both of you get a message.',
      asked: '{candidate} gets a message now, and has to accept. Until then the portal is yours.',
    },
    accept: {
      title: 'Do you want to own {portal}?',
      text: '{owner} would like the portal to be yours. When you accept, you are responsible for it, and may do everything in it.',
      warning: 'You did not expect this? Then please ask {owner}, or decline.',
      button: 'Accept: I am the new owner',
      decline: 'Decline',
      done: '{portal} is yours from now on. Both of you get a message.',
      declined: '{portal} stays with {owner}, who gets a message.',
    },
    portal: 'Portal',
    owner: 'Owner',
    candidate: 'New owner',
    until: 'The link works until',
    doneTitle: '{portal} has a new owner',
    askedTitle: 'You have confirmed',
    declinedTitle: 'You have declined',
    problem: 'This does not work',
    problems: {
      TOKEN_INVALID: 'This link is not valid. Please use the whole link, from the last message that you got.',
      TOKEN_USED: 'This link was used already. The answer that was given with it counts.',
      TOKEN_EXPIRED: 'This link has ended. A new one can be asked for in the portal.',
      TOKEN_SUPERSEDED: 'This link was replaced. If you got a later message, please use the link in it.',
      PORTAL_NOT_ACTIVE: 'The portal is not active at the moment.',
      OWNER_CHANGED: 'The portal has another owner by now.',
      NOT_THE_OWNER: 'Please sign in as the owner of the portal first, and open the link again.',
      elsewhere:
        'Your browser does not say that this comes from our page, so nothing was done. Please open the link again in a current browser.',
      unavailable: 'Something went wrong on our side. Please open the link again in a while: it shows whether anything has changed.',
      other: 'The change is not possible at the moment. Nothing has changed; please try again later, or ask for it again in the portal.',
    },
  },
  fr: {
    confirm: {
      title: 'Céder {portal}\u00a0?',
      text: 'Ce portail vous appartient. Si vous confirmez, vous le cédez à {candidate}, qui devra peut-être d’abord accepter. Une fois que le portail appartiendra à {candidate}, vous ne pourrez pas revenir seul sur cette décision.',
      warning:
        'Ce n’est pas vous qui l’avez demandé\u00a0? Fermez cette page, annulez le transfert dans le portail et changez votre mot de passe.',
      button: 'Confirmer\u00a0: céder le portail à {candidate}',
      done: '{portal} appartient désormais à {candidate}. Vous recevrez tous deux un message.',
      asked: 'Un message vient d’être adressé à {candidate}, qui doit accepter. D’ici là, le portail vous appartient.',
    },
    accept: {
      title: 'Voulez-vous que {portal} vous appartienne\u00a0?',
      text: '{owner} souhaite vous confier ce portail. Si vous acceptez, vous en aurez la responsabilité et pourrez tout y faire.',
      warning: 'Vous ne vous y attendiez pas\u00a0? Adressez-vous à {owner}, ou refusez.',
      button: 'Accepter\u00a0: le portail m’appartient',
      decline: 'Refuser',
      done: '{portal} vous appartient désormais. Vous recevrez tous deux un message.',
      declined: '{portal} reste à {owner}, qui en est averti.',
    },
    portal: 'Portail',
    owner: 'Propriétaire',
    candidate: 'Nouveau propriétaire',
    until: 'Le lien est valable jusqu’au',
    doneTitle: '{portal} change de propriétaire',
    askedTitle: 'Vous avez confirmé',
    declinedTitle: 'Vous avez refusé',
    problem: 'Cela n’est pas possible',
    problems: {
      TOKEN_INVALID: 'Ce lien n’est pas valable. Utilisez le lien entier du dernier message que vous avez reçu.',
      TOKEN_USED: 'Ce lien a déjà servi. La réponse donnée est prise en compte.',
      TOKEN_EXPIRED: 'Ce lien n’est plus valable. Un nouveau lien peut être demandé dans le portail.',
      TOKEN_SUPERSEDED: 'Ce lien a été remplacé. Si vous avez reçu un message plus récent, utilisez le lien qu’il contient.',
      PORTAL_NOT_ACTIVE: 'Le portail n’est pas actif pour le moment.',
      OWNER_CHANGED: 'Le portail a changé de propriétaire entre-temps.',
      NOT_THE_OWNER: 'Connectez-vous d’abord comme propriétaire du portail, puis ouvrez de nouveau le lien.',
      elsewhere:
        'Votre navigateur n’indique pas que cette demande vient de notre page\u00a0: rien n’a été fait. Ouvrez de nouveau le lien dans un navigateur récent.',
      unavailable:
        'Un incident s’est produit de notre côté. Ouvrez de nouveau le lien dans quelque temps\u00a0: il montrera si quelque chose a changé.',
      other:
        'Ce changement n’est pas possible pour le moment. Rien n’a changé\u00a0; réessayez plus tard ou refaites la demande dans le portail.',
    },
  },
}
