import type { Letters } from './letters.js'

/**
 * The built-in letters, in English and French:
 *
 * | letter | variables | |
 * |---|---|---|
 * | `invitation` | `portalName`, `inviterName`, `recipientName`, `role`, `expiresAt` | with a link |
 * | `inviteWithdrawn` | `portalName`, `recipientName` | |
 * | `emailVerification` | `portalName`, `recipientName`, `expiresAt` | with a link |
 * | `emailChanged` | `portalName`, `recipientName` | |
 * | `testLetter` | `portalName` | |
 *
 * Each says who sends it and why, for which portal, until when its link works, and what to do for somebody who did not expect it. The link is the
 * only secret in it. `role` is the name of a level (`guest`, `user` …), or any other text.
 *
 * @see docs/guide/letters.md
 */
export const standardLetters: Letters = {
  invitation: {
    en: {
      subject: '{inviterName} invites you to {portalName}',
      blocks: [
        { text: 'Hello {recipientName},' },
        { text: '{inviterName} would like you to join the portal “{portalName}” as {role}.' },
        { link: 'Open the invitation' },
        { text: 'The link works until {expiresAt}. It is for you alone, so please do not pass it on.' },
        {
          text: 'You do not know {inviterName}, or did not expect this message? Then please ignore it: nothing happens unless you accept.',
        },
        { text: '{portalName} sent this message because {inviterName} entered your address there.' },
      ],
      words: {
        role: {
          guest: 'a guest',
          user: 'a user',
          moduleAdministrator: 'a module administrator',
          fullAdministrator: 'a full-access administrator',
        },
      },
    },
    fr: {
      subject: '{inviterName} vous invite à rejoindre {portalName}',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        { text: '{inviterName} vous propose de rejoindre le portail «\u00a0{portalName}\u00a0» comme {role}.' },
        { link: 'Ouvrir l’invitation' },
        { text: 'Le lien est valable jusqu’au {expiresAt}. Il n’est destiné qu’à vous\u00a0: merci de ne pas le transmettre.' },
        {
          text: 'Vous ne connaissez pas {inviterName}, ou vous n’attendiez pas ce message\u00a0? Ignorez-le simplement\u00a0: rien ne se passe tant que vous n’acceptez pas.',
        },
        { text: '{portalName} vous a envoyé ce message, car {inviterName} y a saisi votre adresse.' },
      ],
      words: {
        role: {
          guest: 'invité',
          user: 'utilisateur',
          moduleAdministrator: 'administrateur de module',
          fullAdministrator: 'administrateur avec accès complet',
        },
      },
    },
  },
  inviteWithdrawn: {
    en: {
      subject: 'Your invitation to {portalName} was withdrawn',
      blocks: [
        { text: 'Hello {recipientName},' },
        { text: 'Your invitation to the portal “{portalName}” was withdrawn. The link in it no longer works.' },
        { text: 'Would you still like to join? Then please ask the person who invited you.' },
        { text: 'If you did not expect this message, you need not do anything.' },
        { text: '{portalName} sent this message because you were invited there.' },
      ],
    },
    fr: {
      subject: 'Votre invitation à rejoindre {portalName} a été retirée',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: 'Votre invitation à rejoindre le portail «\u00a0{portalName}\u00a0» a été retirée. Le lien qu’elle contient n’est plus valable.',
        },
        { text: 'Vous souhaitez tout de même le rejoindre\u00a0? Adressez-vous à la personne de qui venait l’invitation.' },
        { text: 'Si vous n’attendiez pas ce message, vous n’avez rien à faire.' },
        { text: '{portalName} vous a envoyé ce message, car une invitation vous y attendait.' },
      ],
    },
  },
  emailVerification: {
    en: {
      subject: 'Please confirm your address for {portalName}',
      blocks: [
        { text: 'Hello {recipientName},' },
        { text: 'Your address was entered at the portal “{portalName}”. Please confirm that it is yours.' },
        { link: 'Confirm the address' },
        { text: 'The link works until {expiresAt}. It is for you alone, so please do not pass it on.' },
        { text: 'It was not you who entered it? Then please ignore this message: the address stays unconfirmed.' },
        { text: '{portalName} sent this message because your address was entered there.' },
      ],
    },
    fr: {
      subject: 'Merci de confirmer votre adresse pour {portalName}',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        { text: 'Votre adresse a été saisie sur le portail «\u00a0{portalName}\u00a0». Merci de confirmer que c’est bien la vôtre.' },
        { link: 'Confirmer l’adresse' },
        { text: 'Le lien est valable jusqu’au {expiresAt}. Il n’est destiné qu’à vous\u00a0: merci de ne pas le transmettre.' },
        {
          text: 'Ce n’est pas vous qui l’avez saisie\u00a0? Ignorez simplement ce message\u00a0: l’adresse ne sera pas confirmée.',
        },
        { text: '{portalName} vous a envoyé ce message, car votre adresse y a été saisie.' },
      ],
    },
  },
  emailChanged: {
    en: {
      subject: 'Your address at {portalName} was changed',
      blocks: [
        { text: 'Hello {recipientName},' },
        {
          text: 'Another address was confirmed for you at the portal “{portalName}”. Letters go there from now on, and no longer to this one.',
        },
        { text: 'It was not you who wanted this? Then please tell the administrators of the portal at once.' },
        { text: '{portalName} sent this message because this was your address there until now.' },
      ],
    },
    fr: {
      subject: 'Votre adresse sur {portalName} a changé',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: 'Une autre adresse a été confirmée pour vous sur le portail «\u00a0{portalName}\u00a0». Les messages y seront envoyés désormais, et non plus à celle-ci.',
        },
        { text: 'Ce n’est pas vous qui l’avez voulu\u00a0? Prévenez tout de suite les administrateurs du portail.' },
        { text: '{portalName} vous a envoyé ce message, car cette adresse y était la vôtre jusqu’à présent.' },
      ],
    },
  },
  testLetter: {
    en: {
      subject: 'A test message from {portalName}',
      blocks: [
        { text: 'Hello,' },
        { text: 'This is a test message from the portal “{portalName}”. It has arrived: sending mail works.' },
        { text: 'If you did not expect it, you need not do anything.' },
        { text: '{portalName} sent this message because somebody tried out its mail settings with your address.' },
      ],
    },
    fr: {
      subject: '{portalName}\u00a0: message d’essai',
      blocks: [
        { text: 'Bonjour,' },
        {
          text: 'Ceci est un message d’essai du portail «\u00a0{portalName}\u00a0». Il est arrivé\u00a0: l’envoi du courrier fonctionne.',
        },
        { text: 'Si vous ne l’attendiez pas, vous n’avez rien à faire.' },
        { text: '{portalName} vous a envoyé ce message, car quelqu’un a essayé ses réglages de courrier avec votre adresse.' },
      ],
    },
  },
}
