/** What the pages say to whoever has them read out: their parts, in order, without the addresses of links. */
export type Kind = 'confirm' | 'accept' | 'asked' | 'done' | 'declined' | 'expired'
export type Language = 'en' | 'fr'

export const said: Readonly<Record<`${Kind}.${Language}`, string>> = {
  'confirm.en': `- main:
  - heading "Hand over The Agency?" [level=1]
  - paragraph: The portal is yours. When you confirm, you hand it over to Uma, who may have to accept first. Once it belongs to Uma, you cannot take it back yourself.
  - term: Portal
  - definition: The Agency
  - term: Owner
  - definition: Olga
  - term: New owner
  - definition: Uma
  - term: The link works until
  - definition: 22 November 2026 at 20:40 UTC
  - paragraph: It was not you who asked for this? Then close this page, cancel the transfer in the portal, and change your password.
  - 'button "Confirm: hand over to Uma"'
- navigation:
  - link "Français"`,
  'accept.en': `- main:
  - heading "Do you want to own The Agency?" [level=1]
  - paragraph: Olga would like the portal to be yours. When you accept, you are responsible for it, and may do everything in it.
  - term: Portal
  - definition: The Agency
  - term: Owner
  - definition: Olga
  - term: New owner
  - definition: Uma
  - term: The link works until
  - definition: 22 November 2026 at 20:40 UTC
  - paragraph: You did not expect this? Then please ask Olga, or decline.
  - 'button "Accept: I am the new owner"'
  - button "Decline"
- navigation:
  - link "Français"`,
  'asked.en': `- main:
  - heading "You have confirmed" [level=1]
  - status: Uma gets a message now, and has to accept. Until then the portal is yours.`,
  'done.en': `- main:
  - heading "The Agency has a new owner" [level=1]
  - status: The Agency is yours from now on. Both of you get a message.`,
  'declined.en': `- main:
  - heading "You have declined" [level=1]
  - status: The Agency stays with Olga, who gets a message.`,
  'expired.en': `- main:
  - heading "This does not work" [level=1]
  - alert: This link has ended. A new one can be asked for in the portal.`,
  'confirm.fr': `- main:
  - heading "Céder The Agency ?" [level=1]
  - paragraph: Ce portail vous appartient. Si vous confirmez, vous le cédez à Uma, qui devra peut-être d’abord accepter. Une fois que le portail appartiendra à Uma, vous ne pourrez pas revenir seul sur cette décision.
  - term: Portail
  - definition: The Agency
  - term: Propriétaire
  - definition: Olga
  - term: Nouveau propriétaire
  - definition: Uma
  - term: Le lien est valable jusqu’au
  - definition: 22 novembre 2026 à 20:40 UTC
  - paragraph: Ce n’est pas vous qui l’avez demandé ? Fermez cette page, annulez le transfert dans le portail et changez votre mot de passe.
  - 'button "Confirmer : céder le portail à Uma"'
- navigation:
  - link "English"`,
  'accept.fr': `- main:
  - heading "Voulez-vous que The Agency vous appartienne ?" [level=1]
  - paragraph: Olga souhaite vous confier ce portail. Si vous acceptez, vous en aurez la responsabilité et pourrez tout y faire.
  - term: Portail
  - definition: The Agency
  - term: Propriétaire
  - definition: Olga
  - term: Nouveau propriétaire
  - definition: Uma
  - term: Le lien est valable jusqu’au
  - definition: 22 novembre 2026 à 20:40 UTC
  - paragraph: Vous ne vous y attendiez pas ? Adressez-vous à Olga, ou refusez.
  - 'button "Accepter : le portail m’appartient"'
  - button "Refuser"
- navigation:
  - link "English"`,
  'asked.fr': `- main:
  - heading "Vous avez confirmé" [level=1]
  - status: Un message vient d’être adressé à Uma, qui doit accepter. D’ici là, le portail vous appartient.`,
  'done.fr': `- main:
  - heading "The Agency change de propriétaire" [level=1]
  - status: The Agency vous appartient désormais. Vous recevrez tous deux un message.`,
  'declined.fr': `- main:
  - heading "Vous avez refusé" [level=1]
  - status: The Agency reste à Olga, qui en est averti.`,
  'expired.fr': `- main:
  - heading "Cela n’est pas possible" [level=1]
  - alert: Ce lien n’est plus valable. Un nouveau lien peut être demandé dans le portail.`,
}
