import type { Letters } from '../workflow/letters.js'

/**
 * The letters of a transfer of ownership, in English and French. Each has `portalName`, `recipientName`, `ownerName`, `candidateName`,
 * `proposerName` (who proposed it, where the owner is gone; empty otherwise) and `expiresAt`; the first two have a link.
 *
 * @see docs/guide/ownership.md
 */
export const ownershipLetters: Letters = {
  transferConfirm: {
    en: {
      subject: 'Please confirm: {candidateName} is to own {portalName}',
      blocks: [
        { text: 'Hello {recipientName},' },
        { text: 'You own the portal “{portalName}”, and it was asked for, in your name, that {candidateName} own it instead.' },
        { link: 'Look at it and confirm' },
        { text: 'Nothing happens before you confirm. The link works until {expiresAt}; it is for you alone, so please do not pass it on.' },
        { text: 'It was not you who asked? Then do not confirm, cancel the transfer in the portal, and change your password.' },
        { text: '{portalName} sent this message because you own the portal.' },
      ],
    },
    fr: {
      subject: 'À confirmer\u00a0: {candidateName} doit devenir propriétaire de {portalName}',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: 'Le portail «\u00a0{portalName}\u00a0» vous appartient. Il a été demandé, en votre nom, qu’il appartienne désormais à {candidateName}.',
        },
        { link: 'Vérifier et confirmer' },
        {
          text: 'Rien ne change tant que vous n’avez pas confirmé. Le lien est valable jusqu’au {expiresAt}. Il n’est destiné qu’à vous\u00a0: merci de ne pas le transmettre.',
        },
        {
          text: 'Ce n’est pas vous qui l’avez demandé\u00a0? Ne confirmez pas, annulez le transfert dans le portail et changez votre mot de passe.',
        },
        { text: '{portalName} vous a envoyé ce message, car le portail vous appartient.' },
      ],
    },
  },
  transferAccept: {
    en: {
      subject: '{ownerName} would like you to own {portalName}',
      blocks: [
        { text: 'Hello {recipientName},' },
        { text: '{ownerName} owns the portal “{portalName}”, and would like you to own it from now on. The decision is yours.' },
        { link: 'Look at it and decide' },
        { text: 'Nothing happens before you accept. The link works until {expiresAt}; it is for you alone, so please do not pass it on.' },
        { text: 'You did not expect this? Then please ask {ownerName}, or decline.' },
        { text: '{portalName} sent this message because {ownerName} named you.' },
      ],
    },
    fr: {
      subject: '{ownerName} souhaite vous confier {portalName}',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: 'Le portail «\u00a0{portalName}\u00a0» appartient à {ownerName}, qui souhaite qu’il vous appartienne désormais. La décision vous revient.',
        },
        { link: 'Voir et décider' },
        {
          text: 'Rien ne change tant que vous n’avez pas accepté. Le lien est valable jusqu’au {expiresAt}. Il n’est destiné qu’à vous\u00a0: merci de ne pas le transmettre.',
        },
        { text: 'Vous ne vous y attendiez pas\u00a0? Adressez-vous à {ownerName}, ou refusez.' },
        { text: '{portalName} vous a envoyé ce message, car {ownerName} a donné votre nom.' },
      ],
    },
  },
  transferCompleted: {
    en: {
      subject: '{portalName} has a new owner',
      blocks: [
        { text: 'Hello {recipientName},' },
        { text: 'The portal “{portalName}” belonged to {ownerName}. From now on it belongs to {candidateName}.' },
        { text: 'You did not expect this? Then please turn to the administrators of the portal at once.' },
        { text: '{portalName} sent this message because the change concerns you.' },
      ],
    },
    fr: {
      subject: '{portalName} change de propriétaire',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        { text: 'Le portail «\u00a0{portalName}\u00a0» appartenait à {ownerName}. Il appartient désormais à {candidateName}.' },
        { text: 'Vous ne vous y attendiez pas\u00a0? Prévenez tout de suite les administrateurs du portail.' },
        { text: '{portalName} vous a envoyé ce message, car ce changement vous concerne.' },
      ],
    },
  },
  transferDeclined: {
    en: {
      subject: '{candidateName} does not want to own {portalName}',
      blocks: [
        { text: 'Hello {recipientName},' },
        {
          text: 'You had named {candidateName} as the new owner of the portal “{portalName}”, who declined. The portal is yours as before.',
        },
        { text: 'You did not name anybody? Then please change your password.' },
        { text: '{portalName} sent this message because you own the portal.' },
      ],
    },
    fr: {
      subject: '{candidateName} ne souhaite pas devenir propriétaire de {portalName}',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: 'Vous aviez proposé que le portail «\u00a0{portalName}\u00a0» appartienne à {candidateName}, qui a refusé. Le portail vous appartient comme avant.',
        },
        { text: 'Vous n’aviez proposé personne\u00a0? Changez votre mot de passe.' },
        { text: '{portalName} vous a envoyé ce message, car le portail vous appartient.' },
      ],
    },
  },
  transferCancelled: {
    en: {
      subject: 'The change of owner of {portalName} was cancelled',
      blocks: [
        { text: 'Hello {recipientName},' },
        {
          text: 'It was asked for that the portal “{portalName}” belong to {candidateName}. {ownerName} cancelled this: nothing has changed, and what was sent about it before counts no more.',
        },
        { text: 'If you did not expect this message, you need not do anything.' },
        { text: '{portalName} sent this message because the change would have concerned you.' },
      ],
    },
    fr: {
      subject: 'Le changement de propriétaire de {portalName} est annulé',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: 'Il avait été demandé que le portail «\u00a0{portalName}\u00a0» appartienne à {candidateName}. {ownerName} a annulé cette demande\u00a0: rien n’a changé, et les messages précédents à ce sujet ne sont plus valables.',
        },
        { text: 'Si vous n’attendiez pas ce message, vous n’avez rien à faire.' },
        { text: '{portalName} vous a envoyé ce message, car ce changement vous aurait concerné.' },
      ],
    },
  },
  transferReplaced: {
    en: {
      subject: 'You are no longer asked to own {portalName}',
      blocks: [
        { text: 'Hello {recipientName},' },
        {
          text: 'You were asked whether you would own the portal “{portalName}”. Somebody else was named since, and the link in the earlier message no longer works.',
        },
        { text: 'You need not do anything.' },
        { text: '{portalName} sent this message because you were asked there.' },
      ],
    },
    fr: {
      subject: 'Vous n’êtes plus pressenti pour {portalName}',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: 'Il vous avait été proposé que le portail «\u00a0{portalName}\u00a0» vous appartienne. Un autre choix a été fait depuis, et le lien du message précédent n’est plus valable.',
        },
        { text: 'Vous n’avez rien à faire.' },
        { text: '{portalName} vous a envoyé ce message, car une proposition vous y avait été faite.' },
      ],
    },
  },
  transferExpired: {
    en: {
      subject: 'The change of owner of {portalName} did not take place',
      blocks: [
        { text: 'Hello {recipientName},' },
        {
          text: 'It was asked for that the portal “{portalName}” belong to {candidateName}. That was open until {expiresAt} and did not take place: nothing has changed, and what was sent about it before counts no more.',
        },
        { text: 'Is it still wanted? Then it can be asked for again in the portal.' },
        { text: 'If you did not expect this message, you need not do anything.' },
        { text: '{portalName} sent this message because the change would have concerned you.' },
      ],
    },
    fr: {
      subject: 'Le changement de propriétaire de {portalName} n’a pas eu lieu',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: 'Il avait été demandé que le portail «\u00a0{portalName}\u00a0» appartienne à {candidateName}. La demande, ouverte jusqu’au {expiresAt}, n’a pas abouti\u00a0: rien n’a changé, et les messages précédents à ce sujet ne sont plus valables.',
        },
        { text: 'Le souhaitez-vous toujours\u00a0? La demande peut être faite à nouveau dans le portail.' },
        { text: 'Si vous n’attendiez pas ce message, vous n’avez rien à faire.' },
        { text: '{portalName} vous a envoyé ce message, car ce changement vous aurait concerné.' },
      ],
    },
  },
  breakGlassProposed: {
    en: {
      subject: 'Administrators propose a new owner for {portalName}',
      blocks: [
        { text: 'Hello {recipientName},' },
        {
          text: 'You own the portal “{portalName}”. {proposerName}, an administrator, says that you cannot be reached, and proposes that it belong to {candidateName}. Until {expiresAt}, other administrators can agree.',
        },
        { text: 'You are there? Then sign in and cancel the transfer: nothing changes.' },
        { text: '{portalName} sent this message because you own the portal.' },
      ],
    },
    fr: {
      subject: 'Des administrateurs proposent un nouveau propriétaire pour {portalName}',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: 'Le portail «\u00a0{portalName}\u00a0» vous appartient. {proposerName}, qui l’administre, indique que vous n’êtes plus joignable et propose qu’il appartienne à {candidateName}. D’autres administrateurs peuvent approuver jusqu’au {expiresAt}.',
        },
        { text: 'Vous êtes là\u00a0? Connectez-vous et annulez le transfert\u00a0: rien ne changera.' },
        { text: '{portalName} vous a envoyé ce message, car le portail vous appartient.' },
      ],
    },
  },
  breakGlassWaiting: {
    en: {
      subject: '{portalName} will belong to {candidateName} unless you object',
      blocks: [
        { text: 'Hello {recipientName},' },
        {
          text: 'You own the portal “{portalName}”. Enough of its administrators agree that it should belong to {candidateName}, because you cannot be reached. That happens after {expiresAt}.',
        },
        { text: 'You are there? Then sign in before that and cancel the transfer: nothing changes.' },
        { text: '{portalName} sent this message because you own the portal.' },
      ],
    },
    fr: {
      subject: '{portalName} appartiendra à {candidateName}, sauf opposition de votre part',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: 'Le portail «\u00a0{portalName}\u00a0» vous appartient. Assez d’administrateurs sont d’accord pour qu’il appartienne à {candidateName}, car vous n’êtes plus joignable. Le changement aura lieu après le {expiresAt}.',
        },
        { text: 'Vous êtes là\u00a0? Connectez-vous avant cette date et annulez le transfert\u00a0: rien ne changera.' },
        { text: '{portalName} vous a envoyé ce message, car le portail vous appartient.' },
      ],
    },
  },
}
