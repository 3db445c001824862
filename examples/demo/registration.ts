// A client gets a portal of her own: the search, the preview, the letter, the registration, her first exchange of files, and the end of it.
import { isPortalError } from 'portico'
import { max, uma } from './administration.js'
import {
  administration,
  by,
  contacts,
  happened,
  letter,
  mailer,
  minute,
  pass,
  portalId,
  refused,
  registration,
  runtime,
} from './atelier.js'
import './ownership.js' // told before: Max owns the portal by now
import { check, colon, lang, language, scene, tellOf } from './telling.js'

const phrase = 'seven cranes fly over the bay'
contacts.set('nina', { id: 'nina', kind: 'client', name: 'Nina', email: 'nina@client.example', active: true, language: lang })
const forNina = { kind: 'client', holderId: 'nina' } as const

scene(
  { en: 'A portal for a client', fr: 'Un portail pour une cliente' },
  {
    en: 'Max looks for Nina, and finds nothing. He looks at what would be created, and creates it.',
    fr: 'Max cherche Nina, et ne trouve rien. Il regarde ce qui serait créé, puis le crée.',
  },
)
const search = async () => (await registration.find({ ...by(max), email: 'nina@client.example' })).items
check((await search()).length === 0, `max    ${{ en: 'finds nothing', fr: 'ne trouve rien' }[lang]}`)
const look = { en: 'looks at what would be created', fr: 'regarde ce qui serait créé' }
await refused('max', look, 'LICENSE_MISSING', registration.preview({ ...by(max), ...forNina }))
await administration.licensePortal({ portalId, licences: ['clientManagement', 'firmPortal'] })
const { kind, permanence, holder, email } = await registration.preview({ ...by(max), ...forNina })
const lasting = { permanent: { en: 'permanent', fr: 'permanent' }, temporary: { en: 'temporary', fr: 'temporaire' } }[permanence][lang]
check(
  email === 'nina@client.example',
  `max    ${{ en: 'it is licensed now', fr: 'la licence y est' }[lang]}${colon} ${kind}, ${lasting}, ${holder.name}, ${email}`,
)
check((await search()).length === 0, `max    ${{ en: 'nothing was created by looking', fr: 'regarder n’a rien créé' }[lang]}`)
const creates = { en: 'creates it', fr: 'le crée' }
await refused('uma', creates, 'FORBIDDEN', registration.create({ ...by(uma), ...forNina }))
const { holderPortal: created } = await registration.create({ ...by(max), ...forNina })
check(created.status === 'unregistered', `max    ${creates[lang]}`)
const again = { en: 'creates it once more', fr: 'le crée encore une fois' }
await refused('max', again, 'PORTAL_EXISTS', registration.create({ ...by(max), ...forNina }))
const { text, token } = await letter()
console.log(`\n${text}`)

/** What the account of the portal may do, by what is stored at this moment. */
const nina = () => registration.accountOf({ portalId, holderPortalId: created.id })
const exchanges = async (expected: 'yes' | 'no') => {
  const { ability, holderPortal } = await nina()
  tellOf('nina', ability, 'exchange', holderPortal, expected)
}
await exchanges('no')

scene(
  { en: 'Nina registers', fr: 'Nina s’inscrit' },
  {
    en: 'Mail scanners open the link a hundred times, and change nothing. She chooses a login name and a password; what will not do keeps the link.',
    fr: 'Des antivirus de messagerie ouvrent le lien cent fois, sans rien changer. Elle choisit un identifiant et un mot de passe ; ce qui ne convient pas n’use pas le lien.',
  },
)
for (let visit = 0; visit < 100; visit++) await registration.inspect({ token })
const seen = await registration.inspect({ token })
check(
  seen.email === 'n…@client.example',
  `nina   ${{ en: 'the link shows', fr: 'le lien montre' }[lang]}${colon} ${seen.firmName}, ${seen.email}`,
)
const complete = (loginName: string, password: string) => {
  pass(minute)
  return registration.complete({ token, loginName, password })
}
const chosen = await complete('nina', 'secret').then(
  () => 'accepted',
  (error: unknown) => (isPortalError(error) ? error.code : Promise.reject(error as Error)),
)
const choosing = { en: 'chooses the password “secret”', fr: 'choisit le mot de passe « secret »' }[lang]
check(chosen.startsWith('PASSWORD_'), `nina   ${choosing}${colon} ${language.phrases.refused} (${chosen})`)
await refused('nina', { en: 'wants to be “admin”', fr: 'veut s’appeler « admin »' }, 'LOGIN_NAME_RESERVED', complete('admin', phrase))
await complete('nina', phrase)
check((await nina()).holderPortal.status === 'active', `nina   ${{ en: 'registers', fr: 's’inscrit' }[lang]}`)
await refused('nina', { en: 'registers once more', fr: 's’inscrit encore une fois' }, 'TOKEN_USED', complete('nina', phrase))
await runtime.settled()
const notice = mailer.sent.at(-1)
check(
  notice?.to.name === 'Nina' && !notice.text.includes(phrase),
  `nina   ${{ en: 'reads', fr: 'lit' }[lang]}${colon} ${notice?.subject ?? ''}`,
)

scene(
  { en: 'Her first exchange of files', fr: 'Son premier échange de fichiers' },
  {
    en: 'The link signed nobody in. She does, and exchanges files: she, and nobody who does not work for her.',
    fr: 'Le lien n’a connecté personne. Elle se connecte, et échange des fichiers : elle, et personne qui ne travaille pour elle.',
  },
)
const signIn = (password: string) => {
  pass(minute)
  return registration.signIn({ loginName: 'nina', password })
}
const signs = { en: 'signs in', fr: 'se connecte' }
await refused(
  'nina',
  { en: 'signs in with another password', fr: 'se connecte avec un autre mot de passe' },
  'SIGN_IN_REFUSED',
  signIn('nine cranes fly over the bay'),
)
const who = await signIn(phrase)
check(who.holderPortalId === created.id, `nina   ${signs[lang]}`)
await exchanges('yes')
const portal = (await nina()).holderPortal
for (const [name, member] of Object.entries({ max, uma })) {
  const ability = await administration.abilityFor({ portalId, memberId: member.id })
  tellOf(name, ability, 'exchange', portal, 'no')
}

scene(
  { en: 'Suspended', fr: 'Suspendu' },
  {
    en: 'Max suspends the portal: her sessions end, and nothing is exchanged any more.',
    fr: 'Max suspend le portail : ses sessions prennent fin, et rien ne s’échange plus.',
  },
)
happened.length = 0
await registration.suspend({ ...by(max), holderPortalId: created.id })
await runtime.settled()
check(
  happened.some(({ type }) => type === 'holderSessionsEnd'),
  `nina   ${{ en: 'her sessions end', fr: 'ses sessions prennent fin' }[lang]}`,
)
await exchanges('no')
await refused('nina', signs, 'SIGN_IN_REFUSED', signIn(phrase))
const { items: trail } = await runtime.storage.find('audit', 'byPortal', { portalId }, { limit: 1_000 })
check(![token, phrase].some((secret) => JSON.stringify(trail).includes(secret)), `audit  ${{ en: 'no secret', fr: 'aucun secret' }[lang]}`)
