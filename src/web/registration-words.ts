import type { PageLanguage } from './request.js'

/** What the page to register says; `{name}` is filled in. */
export interface RegistrationWords {
  readonly title: string
  readonly text: string
  readonly warning: string
  readonly firm: string
  readonly portal: string
  readonly email: string
  readonly until: string
  readonly loginName: string
  /** What login names may be, by the script of the settings. */
  readonly loginNameHint: { readonly ascii: string; readonly unicode: string }
  readonly password: string
  readonly passwordHint: string
  readonly button: string
  readonly doneTitle: string
  readonly done: string
  /** On the link to sign in, where the application says where that is. */
  readonly signIn: string
  /** Above the form, when it was refused. */
  readonly check: string
  /** Besides, when a password was entered: no page repeats it. */
  readonly again: string
  /** What is wrong with a login name, by the code of the error; `other` for all others. */
  readonly loginNameProblems: Readonly<Record<string, string>>
  /** What is wrong with a password, likewise. */
  readonly passwordProblems: Readonly<Record<string, string>>
  /** Why a password is blocked, by the reason; `other` for all others. */
  readonly blocked: Readonly<Record<string, string>>
  /** What is wrong though nothing that was entered is. */
  readonly formProblems: Readonly<Record<'RATE_LIMITED' | 'CONFLICT', string>>
  readonly problem: string
  /** Why the link does not work. */
  readonly problems: Readonly<Record<string, string>>
}

const english: RegistrationWords = {
  title: 'Register at {firm}',
  text: '{firm} has opened a portal, through which documents are exchanged securely. Choose a login name and a password for it: with them you sign in from then on.',
  warning: 'You did not expect this? Then do not register: close this page, and tell {firm}.',
  firm: 'Firm',
  portal: 'Portal',
  email: 'The link was sent to',
  until: 'The link works until',
  loginName: 'Login name',
  loginNameHint: {
    ascii:
      '3 to 64 characters: letters from a to z, digits and, between them, dots, hyphens and underscores. Capital letters count like small ones.',
    unicode:
      '3 to 64 characters: letters of one alphabet, digits and, between them, dots, hyphens and underscores. Capital letters count like small ones.',
  },
  password: 'Password',
  passwordHint:
    'At least {least} characters, whichever you like, blanks too: some words that have nothing to do with each other, or what a password manager makes up.',
  button: 'Register',
  doneTitle: 'You are registered',
  done: 'Your login name is {loginName}. You get a message about it. You are not signed in yet: do so now, with that name and your password.',
  signIn: 'Go to sign in',
  check: 'You are not registered yet',
  again: 'Please enter the password again, too.',
  loginNameProblems: {
    missing: 'Please choose a login name.',
    LOGIN_NAME_INVALID: 'This cannot be a login name. Please mind its length, and which characters it may have.',
    LOGIN_NAME_RESERVED: 'This login name is reserved. Please choose another one.',
    LOGIN_NAME_TAKEN: 'Somebody has this login name already. Please choose another one.',
    other: 'This login name does not work. Please choose another one.',
  },
  passwordProblems: {
    missing: 'Please choose a password.',
    PASSWORD_TOO_SHORT: 'This password is too short: it needs at least {least} characters.',
    PASSWORD_TOO_LONG: 'This password is too long. Please choose a shorter one.',
    PASSWORD_INVALID_ENCODING: 'A character of this password did not arrive as it was typed. Please choose another password.',
    other: 'This password does not work. Please choose another one.',
  },
  blocked: {
    common: 'This password is one of those that are tried first. Please choose another one.',
    context: 'This password is made of your login name, your address or the name of the firm. Please choose another one.',
    weak: 'This password is guessed too soon. Please choose another one.',
    breached: 'This password is known from a leak of data. Please choose another one.',
    other: 'This password is guessed too soon. Please choose another one.',
  },
  formProblems: {
    RATE_LIMITED: 'That was tried too often. Please wait ({wait}), and try again then.',
    CONFLICT: 'Something else changed at the same moment. Please try again.',
  },
  problem: 'This does not work',
  problems: {
    TOKEN_INVALID: 'This link is not valid. Please use the whole link, from the last message that you got.',
    TOKEN_USED: 'This link was used already: the portal is registered. It was not you? Then please tell whoever sent you the link at once.',
    TOKEN_EXPIRED: 'This link has ended. Please ask whoever sent it for a new one.',
    ATTEMPTS_EXCEEDED:
      'This link does not work any more, because too many attempts to register failed. Please ask whoever sent it for a new one.',
    RATE_LIMITED: 'That was tried too often. Please wait a while, and open the link again.',
    PORTAL_SUSPENDED: 'The portal is suspended at the moment. Please turn to whoever sent you the link.',
    elsewhere:
      'Your browser does not say that this comes from our page, so nothing was done. Please open the link again in a current browser.',
    tooLarge: 'That is too long for a login name and a password. Please open the link again, and choose shorter ones.',
    unavailable: 'Something went wrong on our side. Please open the link again in a while: it shows whether you are registered.',
    other: 'Nobody can register with this link at the moment. Nothing has changed; please turn to whoever sent it.',
  },
}

const french: RegistrationWords = {
  title: 'Inscription chez {firm}',
  text: '{firm} a ouvert un portail pour échanger des documents en toute sécurité. Choisissez un identifiant et un mot de passe\u00a0: ils vous serviront ensuite à vous connecter.',
  warning: 'Vous ne vous y attendiez pas\u00a0? Ne vous inscrivez pas\u00a0: fermez cette page et prévenez {firm}.',
  firm: 'Cabinet',
  portal: 'Portail',
  email: 'Le lien a été envoyé à',
  until: 'Le lien est valable jusqu’au',
  loginName: 'Identifiant',
  loginNameHint: {
    ascii:
      'De 3 à 64 caractères\u00a0: lettres de a à z sans accent, chiffres et, entre eux, points, tirets et traits de soulignement. Majuscules et minuscules reviennent au même.',
    unicode:
      'De 3 à 64 caractères\u00a0: lettres d’un même alphabet, chiffres et, entre eux, points, tirets et traits de soulignement. Majuscules et minuscules reviennent au même.',
  },
  password: 'Mot de passe',
  passwordHint:
    'Au moins {least} caractères de votre choix, espaces compris\u00a0: quelques mots sans rapport entre eux, ou ce que propose un gestionnaire de mots de passe.',
  button: 'M’inscrire',
  doneTitle: 'Inscription terminée',
  done: 'Votre identifiant est {loginName}. Un message vous le confirmera. Il vous reste à vous connecter, avec cet identifiant et votre mot de passe.',
  signIn: 'Me connecter',
  check: 'L’inscription n’a pas encore abouti',
  again: 'Saisissez aussi de nouveau le mot de passe.',
  loginNameProblems: {
    missing: 'Choisissez un identifiant.',
    LOGIN_NAME_INVALID: 'Cet identifiant n’est pas possible. Vérifiez sa longueur et les caractères permis.',
    LOGIN_NAME_RESERVED: 'Cet identifiant est réservé. Choisissez-en un autre.',
    LOGIN_NAME_TAKEN: 'Cet identifiant est déjà pris. Choisissez-en un autre.',
    other: 'Cet identifiant ne convient pas. Choisissez-en un autre.',
  },
  passwordProblems: {
    missing: 'Choisissez un mot de passe.',
    PASSWORD_TOO_SHORT: 'Ce mot de passe est trop court\u00a0: il lui faut au moins {least} caractères.',
    PASSWORD_TOO_LONG: 'Ce mot de passe est trop long. Choisissez-en un plus court.',
    PASSWORD_INVALID_ENCODING: 'Un caractère de ce mot de passe n’est pas arrivé tel qu’il a été saisi. Choisissez-en un autre.',
    other: 'Ce mot de passe ne convient pas. Choisissez-en un autre.',
  },
  blocked: {
    common: 'Ce mot de passe est de ceux qu’on essaie en premier. Choisissez-en un autre.',
    context: 'Ce mot de passe est fait de votre identifiant, de votre adresse ou du nom du cabinet. Choisissez-en un autre.',
    weak: 'Ce mot de passe est trop facile à deviner. Choisissez-en un autre.',
    breached: 'Ce mot de passe figure dans une fuite de données. Choisissez-en un autre.',
    other: 'Ce mot de passe est trop facile à deviner. Choisissez-en un autre.',
  },
  formProblems: {
    RATE_LIMITED: 'Il y a eu trop d’essais. Patientez ({wait}), puis réessayez.',
    CONFLICT: 'Autre chose a changé au même moment. Réessayez.',
  },
  problem: 'Cela n’est pas possible',
  problems: {
    TOKEN_INVALID: 'Ce lien n’est pas valable. Utilisez le lien entier du dernier message que vous avez reçu.',
    TOKEN_USED:
      'Ce lien a déjà servi\u00a0: le portail est activé. Ce n’était pas vous\u00a0? Prévenez tout de suite la personne qui vous a envoyé le lien.',
    TOKEN_EXPIRED: 'Ce lien n’est plus valable. Demandez-en un nouveau à la personne qui vous l’a envoyé.',
    ATTEMPTS_EXCEEDED:
      'Ce lien ne fonctionne plus, car trop d’essais d’inscription ont échoué. Demandez-en un nouveau à la personne qui vous l’a envoyé.',
    RATE_LIMITED: 'Il y a eu trop d’essais. Patientez un peu, puis ouvrez de nouveau le lien.',
    PORTAL_SUSPENDED: 'Le portail est suspendu pour le moment. Adressez-vous à la personne qui vous a envoyé le lien.',
    elsewhere:
      'Votre navigateur n’indique pas que cette demande vient de notre page\u00a0: rien n’a été fait. Ouvrez de nouveau le lien dans un navigateur récent.',
    tooLarge: 'C’est trop long pour un identifiant et un mot de passe. Ouvrez de nouveau le lien et choisissez-en de plus courts.',
    unavailable:
      'Un incident s’est produit de notre côté. Ouvrez de nouveau le lien dans quelque temps\u00a0: il montrera si l’inscription est faite.',
    other: 'Ce lien ne permet pas de s’inscrire pour le moment. Rien n’a changé\u00a0; adressez-vous à la personne qui vous l’a envoyé.',
  },
}

export const registrationWords: Readonly<Record<PageLanguage, RegistrationWords>> = { en: english, fr: french }
