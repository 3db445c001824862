/** What the pages of registration say to whoever has them read out: their parts, in order, without the addresses of links. */
import type { Kind, Language } from './registering-served.js'

/** What the form says in one language, whatever was entered. */
interface Form {
  readonly before: string
  readonly username: readonly [label: string, hint: string]
  readonly password: readonly [label: string, hint: string]
  readonly after: string
  readonly title: string
  readonly alert: string
  readonly again: string
}

const forms: Readonly<Record<Language, Form>> = {
  en: {
    title: 'Register at Roy et associés',
    alert: 'You are not registered yet',
    again: 'Please enter the password again, too.',
    before: `  - paragraph: "Roy et associés has opened a portal, through which documents are exchanged securely. Choose a login name and a password for it: with them you sign in from then on."
  - term: Firm
  - definition: Roy et associés
  - term: Portal
  - definition: staff portal
  - term: The link was sent to
  - definition: p…@example.org
  - term: The link works until
  - definition: 22 November 2026 at 20:40 UTC
  - paragraph: "You did not expect this? Then do not register: close this page, and tell Roy et associés."`,
    username: [
      'Login name',
      '"3 to 64 characters: letters from a to z, digits and, between them, dots, hyphens and underscores. Capital letters count like small ones."',
    ],
    password: [
      'Password',
      '"At least 15 characters, whichever you like, blanks too: some words that have nothing to do with each other, or what a password manager makes up."',
    ],
    after: `  - button "Register"
- navigation:
  - link "Français"`,
  },
  fr: {
    title: 'Inscription chez Roy et associés',
    alert: 'L’inscription n’a pas encore abouti',
    again: 'Saisissez aussi de nouveau le mot de passe.',
    before: `  - paragraph: "Roy et associés a ouvert un portail pour échanger des documents en toute sécurité. Choisissez un identifiant et un mot de passe : ils vous serviront ensuite à vous connecter."
  - term: Cabinet
  - definition: Roy et associés
  - term: Portail
  - definition: portail de collaborateur
  - term: Le lien a été envoyé à
  - definition: p…@example.org
  - term: Le lien est valable jusqu’au
  - definition: 22 novembre 2026 à 20:40 UTC
  - paragraph: "Vous ne vous y attendiez pas ? Ne vous inscrivez pas : fermez cette page et prévenez Roy et associés."`,
    username: [
      'Identifiant',
      '"De 3 à 64 caractères : lettres de a à z sans accent, chiffres et, entre eux, points, tirets et traits de soulignement. Majuscules et minuscules reviennent au même."',
    ],
    password: [
      'Mot de passe',
      '"Au moins 15 caractères de votre choix, espaces compris : quelques mots sans rapport entre eux, ou ce que propose un gestionnaire de mots de passe."',
    ],
    after: `  - button "M’inscrire"
- navigation:
  - link "English"`,
  },
}

/** The form, with what is wrong. */
function form(
  language: Language,
  {
    entered,
    username = [],
    password = [],
    whole = [],
    again = false,
  }: {
    readonly entered?: string
    readonly username?: readonly string[]
    readonly password?: readonly string[]
    readonly whole?: readonly string[]
    readonly again?: boolean
  } = {},
): string {
  const says = forms[language]
  const field = ([label, hint]: Form['username'], wrong: readonly string[], value = ''): readonly string[] => [
    `  - text: ${label}`,
    `  - paragraph: ${hint}`,
    ...wrong.map((sentence) => `  - paragraph: ${sentence}`),
    `  - textbox "${label}"${wrong.length > 0 ? ' [invalid]' : ''}${value}`,
  ]
  const links = [...username.slice(0, 1), ...password.slice(0, 1)].flatMap((one) => ['      - listitem:', `        - link "${one}"`])
  const items = [...whole.map((one) => `      - listitem: ${one}`), ...links]
  const alert = [
    '  - alert:',
    `    - paragraph: ${says.alert}`,
    '    - list:',
    ...items,
    ...(again ? [`    - paragraph: ${says.again}`] : []),
  ]
  return [
    '- main:',
    `  - heading "${says.title}" [level=1]`,
    ...(items.length > 0 ? alert : []),
    says.before,
    ...field(says.username, username, entered === undefined ? '' : `: ${entered}`),
    ...field(says.password, password),
    says.after,
  ].join('\n')
}

const confirmation = (title: string, text: string, facts: readonly string[], warning: string, rest: string): string =>
  `- main:
  - heading "${title}" [level=1]
  - paragraph: ${text}
${facts.map((fact, index) => `  - ${index % 2 === 0 ? 'term' : 'definition'}: ${fact}`).join('\n')}
  - paragraph: ${warning}
${rest}`
const factsOf = {
  en: (email: string) =>
    [
      'Firm',
      'Roy et associés',
      'Portal',
      'staff portal',
      'The link was sent to',
      email,
      'The link works until',
      '22 November 2026 at 20:40 UTC',
    ] as const,
  fr: (email: string) =>
    [
      'Cabinet',
      'Roy et associés',
      'Portail',
      'portail de collaborateur',
      'Le lien a été envoyé à',
      email,
      'Le lien est valable jusqu’au',
      '22 novembre 2026 à 20:40 UTC',
    ] as const,
}

export const said: Readonly<Record<`${Kind}.${Language}`, string>> = {
  'form.en': form('en'),
  'missing.en': form('en', { username: ['Please choose a login name.'], password: ['Please choose a password.'] }),
  'reserved.en': form('en', { entered: 'admin', username: ['This login name is reserved. Please choose another one.'], again: true }),
  'blocked.en': form('en', {
    entered: 'paul.tremblay',
    password: [
      'This password is one of those that are tried first. Please choose another one.',
      'A famous password is no secret.',
      'Add a word that nobody would expect.',
    ],
  }),
  'limited.en': form('en', {
    entered: 'paul.tremblay',
    whole: ['That was tried too often. Please wait (60 minutes), and try again then.'],
    again: true,
  }),
  'done.en': `- main:
  - heading "You are registered" [level=1]
  - status: "Your login name is paul.tremblay. You get a message about it. You are not signed in yet: do so now, with that name and your password."
  - paragraph:
    - link "Go to sign in"`,
  'used.en': `- main:
  - heading "This does not work" [level=1]
  - alert: "This link was used already: the portal is registered. It was not you? Then please tell whoever sent you the link at once."
  - paragraph:
    - link "Go to sign in"`,
  'locked.en': `- main:
  - heading "This does not work" [level=1]
  - alert: This link does not work any more, because too many attempts to register failed. Please ask whoever sent it for a new one.`,
  'association.en': confirmation(
    'Link your portal to another record?',
    'Roy et associés would like to link your portal to the record that its message names. Nothing changes before you confirm.',
    factsOf.en('p…@example.org'),
    '"You do not know whom the message names, or did not expect it? Then do not confirm: close this page, and tell Roy et associés."',
    `  - 'button "Confirm: link my portal"'\n- navigation:\n  - link "Français"`,
  ),
  'address.en': confirmation(
    'Is this your address?',
    'Roy et associés would like to write to this address about the portal from now on. Nothing changes before you confirm.',
    factsOf.en('n…@example.net'),
    '"You do not have a portal there, or did not expect this? Then do not confirm: close this page."',
    `  - 'button "Confirm: write to this address"'\n- navigation:\n  - link "Français"`,
  ),
  'confirmed.en': `- main:
  - heading "You have confirmed" [level=1]
  - status: Messages about the portal go to this address from now on. You sign in as before.`,
  'form.fr': form('fr'),
  'missing.fr': form('fr', { username: ['Choisissez un identifiant.'], password: ['Choisissez un mot de passe.'] }),
  'reserved.fr': form('fr', { entered: 'admin', username: ['Cet identifiant est réservé. Choisissez-en un autre.'], again: true }),
  'blocked.fr': form('fr', {
    entered: 'paul.tremblay',
    password: [
      'Ce mot de passe est de ceux qu’on essaie en premier. Choisissez-en un autre.',
      'Un mot de passe célèbre n’est pas un secret.',
      'Ajoutez un mot auquel personne ne s’attend.',
    ],
  }),
  'limited.fr': form('fr', {
    entered: 'paul.tremblay',
    whole: ['Il y a eu trop d’essais. Patientez (60 minutes), puis réessayez.'],
    again: true,
  }),
  'done.fr': `- main:
  - heading "Inscription terminée" [level=1]
  - status: Votre identifiant est paul.tremblay. Un message vous le confirmera. Il vous reste à vous connecter, avec cet identifiant et votre mot de passe.
  - paragraph:
    - link "Me connecter"`,
  'used.fr': `- main:
  - heading "Cela n’est pas possible" [level=1]
  - alert: "Ce lien a déjà servi : le portail est activé. Ce n’était pas vous ? Prévenez tout de suite la personne qui vous a envoyé le lien."
  - paragraph:
    - link "Me connecter"`,
  'locked.fr': `- main:
  - heading "Cela n’est pas possible" [level=1]
  - alert: Ce lien ne fonctionne plus, car trop d’essais d’inscription ont échoué. Demandez-en un nouveau à la personne qui vous l’a envoyé.`,
  'association.fr': confirmation(
    'Rattacher votre portail à une autre fiche ?',
    'Roy et associés souhaite rattacher votre portail à la fiche que nomme son message. Rien ne change tant que vous n’avez pas confirmé.',
    factsOf.fr('p…@example.org'),
    '"Vous ne connaissez pas la personne nommée, ou vous ne vous attendiez pas à ce message ? Ne confirmez pas : fermez cette page et prévenez Roy et associés."',
    `  - 'button "Confirmer : rattacher mon portail"'\n- navigation:\n  - link "English"`,
  ),
  'address.fr': confirmation(
    'Cette adresse est-elle la vôtre ?',
    'Roy et associés souhaite désormais écrire à cette adresse au sujet du portail. Rien ne change tant que vous n’avez pas confirmé.',
    factsOf.fr('n…@example.net'),
    '"Vous n’y avez pas de portail, ou vous ne vous y attendiez pas ? Ne confirmez pas : fermez cette page."',
    `  - 'button "Confirmer : écrire à cette adresse"'\n- navigation:\n  - link "English"`,
  ),
  'confirmed.fr': `- main:
  - heading "Vous avez confirmé" [level=1]
  - status: Les messages au sujet du portail arriveront désormais à cette adresse. Vous vous connectez comme avant.`,
}
