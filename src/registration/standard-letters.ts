import type { Letters } from '../workflow/letters.js'

/** What the built-in kinds of portals are called. */
export const kindWords: Readonly<Record<'en' | 'fr', Readonly<Record<string, string>>>> = {
  en: { staff: 'staff portal', office: 'office portal', firm: 'portal of the firm', client: 'client portal', contact: 'contact portal' },
  fr: {
    staff: 'portail de collaborateur',
    office: 'portail de bureau',
    firm: 'portail du cabinet',
    client: 'portail client',
    contact: 'portail de contact',
  },
}
const english = { kind: kindWords.en }
const french = { kind: kindWords.fr }

/**
 * The letters of registration, in English and French. Each has `portalName` (what the firm is called), `recipientName`, `kind`, `holderName`,
 * `expiresAt`, `signInUrl` and `contact`; `portalRegistration` and `portalAssociation` have a link.
 *
 * @see docs/guide/registration.md
 */
export const registrationLetters: Letters = {
  portalRegistration: {
    en: {
      subject: 'Your portal at {portalName}: please register',
      blocks: [
        { text: 'Hello {recipientName},' },
        {
          text: '{portalName} has opened a portal for you ({kind}), through which documents are exchanged securely. You register once, by this link:',
        },
        { link: 'Register: choose a login name and a password' },
        { text: 'The link works once, until {expiresAt}. It is for you alone, so please do not pass it on.' },
        { text: 'Afterwards you sign in with that login name and password, here: {signInUrl}' },
        { text: 'The link has ended before you came to it? Then please ask {contact} for a new one.' },
        { text: 'You did not expect this message? Then please do not register, and tell {contact}.' },
        { text: '{portalName} sent this message because your address was entered there for this portal.' },
      ],
      words: english,
    },
    fr: {
      subject: 'Votre portail chez {portalName}\u00a0: inscription',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: '{portalName} vous a ouvert un portail ({kind}) pour échanger des documents en toute sécurité. Vous vous inscrivez une seule fois, par ce lien\u00a0:',
        },
        { link: 'M’inscrire\u00a0: choisir un identifiant et un mot de passe' },
        { text: 'Le lien sert une seule fois, jusqu’au {expiresAt}. Il n’est destiné qu’à vous\u00a0: merci de ne pas le transmettre.' },
        { text: 'Ensuite, vous vous connecterez avec cet identifiant et ce mot de passe, ici\u00a0: {signInUrl}' },
        { text: 'Le lien n’est plus valable\u00a0? Demandez-en un nouveau à {contact}.' },
        { text: 'Vous n’attendiez pas ce message\u00a0? Ne vous inscrivez pas et prévenez {contact}.' },
        { text: '{portalName} vous a envoyé ce message, car votre adresse y a été saisie pour ce portail.' },
      ],
      words: french,
    },
  },
  portalRegistered: {
    en: {
      subject: 'You are registered at {portalName}',
      blocks: [
        { text: 'Hello {recipientName},' },
        {
          text: 'Your portal at {portalName} ({kind}) was registered on {expiresAt}, with the login name and the password that were chosen.',
        },
        { text: 'You sign in here: {signInUrl}' },
        { text: 'It was not you who registered? Then please tell {contact} at once.' },
        { text: '{portalName} sent this message because this is the address of the portal.' },
      ],
      words: english,
    },
    fr: {
      subject: 'Votre inscription chez {portalName}',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        { text: 'Votre portail chez {portalName} ({kind}) a été activé le {expiresAt}, avec l’identifiant et le mot de passe choisis.' },
        { text: 'Vous vous connectez ici\u00a0: {signInUrl}' },
        { text: 'Ce n’est pas vous\u00a0? Prévenez tout de suite {contact}.' },
        { text: '{portalName} vous a envoyé ce message, car cette adresse est celle du portail.' },
      ],
      words: french,
    },
  },
  portalAssociation: {
    en: {
      subject: 'Please confirm: your portal at {portalName}',
      blocks: [
        { text: 'Hello {recipientName},' },
        { text: '{portalName} would like to link your portal ({kind}) to its record of {holderName}, who has another address there.' },
        { link: 'Look at it and confirm' },
        { text: 'Nothing changes before you confirm. The link works until {expiresAt}; it is for you alone, so please do not pass it on.' },
        { text: 'You do not know {holderName}, or did not expect this message? Then please do not confirm, and tell {contact}.' },
        { text: '{portalName} sent this message because this is the address of the portal.' },
      ],
      words: english,
    },
    fr: {
      subject: 'À confirmer\u00a0: votre portail chez {portalName}',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: '{portalName} souhaite rattacher votre portail ({kind}) à sa fiche de {holderName}, dont l’adresse y est différente.',
        },
        { link: 'Vérifier et confirmer' },
        {
          text: 'Rien ne change tant que vous n’avez pas confirmé. Le lien est valable jusqu’au {expiresAt}. Il n’est destiné qu’à vous\u00a0: merci de ne pas le transmettre.',
        },
        { text: 'Vous ne connaissez pas {holderName}, ou vous n’attendiez pas ce message\u00a0? Ne confirmez pas et prévenez {contact}.' },
        { text: '{portalName} vous a envoyé ce message, car cette adresse est celle du portail.' },
      ],
      words: french,
    },
  },
  portalAddressChanging: {
    en: {
      subject: 'Your portal at {portalName} is to have another address',
      blocks: [
        { text: 'Hello {recipientName},' },
        {
          text: '{portalName} would like to write about your portal ({kind}) to another address from now on. It was asked to confirm that.',
        },
        { text: 'Until then, letters go to this address, and you sign in as before.' },
        { text: 'You did not know of this, or do not want it? Then please tell {contact} at once.' },
        { text: '{portalName} sent this message because this is the address of the portal.' },
      ],
      words: english,
    },
    fr: {
      subject: 'Votre portail chez {portalName} doit changer d’adresse',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: '{portalName} souhaite désormais vous écrire à une autre adresse au sujet de votre portail ({kind}). Une confirmation y a été demandée.',
        },
        { text: 'D’ici là, les messages arrivent à cette adresse, et vous vous connectez comme avant.' },
        { text: 'Vous n’en saviez rien, ou vous ne le souhaitez pas\u00a0? Prévenez tout de suite {contact}.' },
        { text: '{portalName} vous a envoyé ce message, car cette adresse est celle du portail.' },
      ],
      words: french,
    },
  },
  portalExpiring: {
    en: {
      subject: 'Your portal at {portalName} ends soon',
      blocks: [
        { text: 'Hello {recipientName},' },
        {
          text: 'Your portal at {portalName} ({kind}) is a temporary one, and ends on {expiresAt}. Nobody signs in to it after that, so please save before then what you want to keep.',
        },
        { text: 'Until then you find your documents here: {signInUrl}' },
        { text: 'You would like to keep the portal, or did not expect this message? Then please ask {contact}.' },
        { text: '{portalName} sent this message because this is the address of the portal.' },
      ],
      words: english,
    },
    fr: {
      subject: 'Votre portail chez {portalName} prend bientôt fin',
      blocks: [
        { text: 'Bonjour {recipientName},' },
        {
          text: 'Votre portail chez {portalName} ({kind}) est temporaire et prend fin le {expiresAt}. Personne ne pourra plus s’y connecter ensuite\u00a0: enregistrez avant cette date ce que vous souhaitez conserver.',
        },
        { text: 'D’ici là, vous trouvez vos documents ici\u00a0: {signInUrl}' },
        { text: 'Vous souhaitez conserver le portail, ou vous n’attendiez pas ce message\u00a0? Adressez-vous à {contact}.' },
        { text: '{portalName} vous a envoyé ce message, car cette adresse est celle du portail.' },
      ],
      words: french,
    },
  },
}
