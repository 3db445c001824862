// How a portal is administered: who comes in, who is given what, and what is refused. Every command is asked of the same policy.
import { formatTime } from 'portico/server'
import { administration, by, hour, letter, minute, pass, portalId, profileOf, refused, runtime, tell, time, whoCan } from './atelier.js'
import { check, colon, lang, language, scene } from './telling.js'

scene(
  { en: 'A portal of their own', fr: 'Un portail à soi' },
  {
    en: 'Whoever a portal is made for owns it. Olga makes Fatou an administrator in one step, and Uma and Gus members.',
    fr: 'Le portail appartient à celle pour qui il est créé. Olga nomme d’emblée Fatou administratrice, et fait entrer Uma et Gus.',
  },
)
const { portal, owner: olga } = await administration.createPortal({
  portalId,
  name: 'Atelier Lumière',
  owner: { name: 'Olga', email: 'olga@atelier.example', emailVerified: true, language: lang },
})
check(portal.ownerId === olga.id, `olga   ${{ en: 'owns', fr: 'possède' }[lang]} ${portal.name}`)
const user = { type: 'user' } as const
const { member: fatou } = await administration.createMember({
  ...by(olga),
  ...user,
  name: 'Fatou',
  administers: 'everything',
  identity: 'staff-2',
})
const { member: uma } = await administration.createMember({ ...by(olga), ...user, name: 'Uma', identity: 'staff-3' })
const { member: gus } = await administration.createMember({ ...by(olga), type: 'guest', name: 'Gus', identity: 'client-1' })
await tell(fatou, 'configure', 'mail', 'yes')
await tell(uma, 'configure', 'mail', 'no')
await tell(gus, 'access', 'crm', 'no')

scene(
  { en: 'A letter', fr: 'Une lettre' },
  {
    en: 'Olga invites Max as administrator of CRM. What he reads, with the secret cut out:',
    fr: 'Olga invite Max comme administrateur du CRM. Ce qu’il lit, le secret mis à part :',
  },
)
const { invitation } = await administration.inviteMember({
  ...by(olga),
  ...user,
  email: 'max@example.org',
  name: 'Max',
  administers: ['crm'],
  language: lang,
})
const { text, token } = await letter()
console.log(text.trimEnd().replaceAll(/^/gm, '  | ').replaceAll(/ +$/gm, ''))

console.log(
  `\n${{ en: 'A scanner in his mail system opens the link, three times:', fr: 'Un analyseur de sa messagerie ouvre le lien, trois fois :' }[lang]}\n`,
)
const version = async () => (await runtime.storage.get('invitations', portalId, invitation.id))?.version
const untouched = await version()
const inspect = () => administration.inspectInvitation({ token })
const seen = [await inspect(), await inspect(), await inspect()].map(({ email }) => email)
check((await version()) === untouched, `max    ${{ en: 'nothing happened', fr: 'rien ne s’est passé' }[lang]} (${seen.join(', ')})`)
const configureCrm = { en: 'who configures CRM', fr: 'qui configure le CRM' }[lang]
const before = await whoCan('configure', 'crm')
check(before === 'Fatou, Olga', `crm    ${configureCrm}${colon} ${before}`)

scene(
  { en: 'He accepts', fr: 'Il accepte' },
  {
    en: 'With a name and a password. One that is too short costs him nothing; the link is used up when it succeeds.',
    fr: 'Avec un nom et un mot de passe. Trop court, il ne lui coûte rien ; le lien ne s’use que s’il aboutit.',
  },
)
const accept = (password: string) => {
  pass(minute)
  return administration.acceptInvitation({ token, name: 'Max', password })
}
await refused(
  'max',
  { en: 'accepts with the password “secret”', fr: 'accepte avec le mot de passe « secret »' },
  'PASSWORD_TOO_SHORT',
  accept('secret'),
)
const { member: max } = await accept('eleven grey geese went north')
const [credential] = (await runtime.storage.find('credentials', 'account', { portalId, accountId: max.id }, { limit: 1 })).items
const isHash = credential?.row.passwordHash.startsWith('$argon2id$') === true
check(
  isHash,
  `max    ${{ en: 'his password is kept as a hash of Argon2id', fr: 'son mot de passe est conservé sous forme d’empreinte Argon2id' }[lang]}`,
)
await refused('max', { en: 'accepts once more', fr: 'accepte encore une fois' }, 'TOKEN_USED', accept('eleven grey geese went north'))
const after = await whoCan('configure', 'crm')
check(after === 'Fatou, Max, Olga', `crm    ${configureCrm}${colon} ${after}`)
await tell(max, 'configure', 'mail', 'no')

scene(
  { en: 'Full access, and two modules instead', fr: 'Un accès complet, puis deux modules seulement' },
  {
    en: 'Full access contains the single modules; limiting takes it away and leaves the modules that are named.',
    fr: 'L’accès complet contient les modules ; le limiter le retire et laisse les modules que l’on nomme.',
  },
)
await administration.grantFullAccess({ ...by(olga), memberIds: [max.id] })
await tell(max, 'configure', 'mail', 'yes')
await tell(max, 'configure', 'portal', 'yes')
const { member: limited } = await administration.limitToModules({ ...by(olga), memberId: max.id, modules: ['crm', 'projects'] })
await tell(max, 'configure', 'mail', 'no')
await tell(max, 'configure', 'projects', 'yes')

const until = time() + 2 * hour
scene(
  { en: 'For a time', fr: 'Pour un temps' },
  {
    en: `Olga is away, and Uma stands in with full access until ${formatTime(until, 'en', 'UTC')}. Nobody gives more, or for longer, than he has.`,
    fr: `Olga s’absente, et Uma la remplace avec un accès complet jusqu’au ${formatTime(until, 'fr', 'UTC')}. Nul ne donne plus qu’il n’a, ni pour plus longtemps.`,
  },
)
await administration.grantFullAccess({ ...by(olga), memberIds: [uma.id], until })
await tell(uma, 'configure', 'mail', 'yes')
await refused(
  'uma',
  { en: 'gives Max full access for good', fr: 'donne à Max un accès complet, sans fin' },
  'GRANT_NOT_HELD',
  administration.grantFullAccess({ ...by(uma), memberIds: [max.id] }),
)
pass(until - time())
console.log(`\n${{ en: 'The time is up. No job has run:', fr: 'Le temps est écoulé. Aucune tâche n’a tourné :' }[lang]}\n`)
await tell(uma, 'configure', 'mail', 'no')

scene(
  { en: 'Three refusals', fr: 'Trois refus' },
  {
    en: 'An administrator of modules grants nothing. Nobody touches the owner. A guest administers nothing, and among several he stops them all.',
    fr: 'Un administrateur de modules n’accorde rien. Nul ne touche à la propriétaire. Un invité n’administre rien, et parmi plusieurs il les arrête tous.',
  },
)
await refused(
  'max',
  { en: 'gives Uma the administration of CRM', fr: 'confie à Uma l’administration du CRM' },
  'FORBIDDEN',
  administration.grantModules({ ...by(max), memberId: uma.id, modules: ['crm'] }),
)
await tell(limited, 'grantModuleAdministration', profileOf(uma), 'no', ' (uma)')
await refused(
  'fatou',
  { en: 'disables Olga', fr: 'désactive Olga' },
  'MEMBER_IS_OWNER',
  administration.disableMember({ ...by(fatou), memberId: olga.id }),
)
await tell(fatou, 'disable', profileOf(olga), 'no', ' (olga)')
await refused(
  'fatou',
  { en: 'gives Uma and Gus full access', fr: 'donne à Uma et à Gus un accès complet' },
  'MEMBER_IS_GUEST',
  administration.grantFullAccess({ ...by(fatou), memberIds: [uma.id, gus.id] }),
)
await tell(uma, 'configure', 'mail', 'no')

scene(
  { en: 'Taken back', fr: 'Repris' },
  {
    en: 'Fatou takes from Max what he administers: nothing of it is left, at the next question.',
    fr: 'Fatou reprend à Max ce qu’il administre : il n’en reste rien, dès la question suivante.',
  },
)
const { member: plain } = await administration.revokeAdministration({ ...by(fatou), memberId: max.id })
check(plain.type === 'user' && plain.administers.length === 0, `max    ${{ en: 'administers nothing', fr: 'n’administre rien' }[lang]}`)
await tell(max, 'configure', 'crm', 'no')
await tell(max, 'access', 'crm', 'yes')

scene(
  { en: 'What the audit trail tells', fr: 'Ce que dit le journal' },
  {
    en: 'Every command, what was refused too, and no secret. Whoever comes with a link has no name yet.',
    fr: 'Chaque commande, même refusée, et aucun secret. Qui vient avec un lien n’a pas encore de nom.',
  },
)
const { items: trail } = await runtime.storage.find('audit', 'byPortal', { portalId }, { limit: 100 })
const names = new Map([olga, fatou, uma, gus, max].map(({ id, name }) => [id, name]))
for (const { row } of trail) {
  const who = (row.actorId === null ? undefined : names.get(row.actorId)) ?? '–'
  const what = row.outcome === 'accepted' ? language.phrases.always : `${language.phrases.refused} (${row.code ?? ''})`
  console.log(`${new Date(row.at).toISOString().slice(11, 16)}  ${who.padEnd(6)} ${row.command.padEnd(20)} ${what}`)
}
console.log()
const refusals = trail.filter(({ row }) => row.outcome === 'refused').length
check(refusals === 6, `audit  ${refusals} ${{ en: 'refusals', fr: 'refus' }[lang]}`)
const whole = JSON.stringify(trail)
check(
  ![token, 'eleven grey geese', 'secret'].some((secret) => whole.includes(secret)),
  `audit  ${{ en: 'no secret', fr: 'aucun secret' }[lang]}`,
)

// The story goes on in ownership.ts, with the same people.
export { gus, max, olga, uma }
