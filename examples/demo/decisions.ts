// Who may do what in the agency, and why.
import { contact, portalPolicy, type Member, type Portal } from 'portico'
import { hydrate, serialize } from 'portico/json'
import { matrix, matrixMarkdown, roles, type Explanation } from 'portico/explain'
import {
  bill,
  captionOf,
  cast,
  client,
  clientOfProject,
  dentist,
  diary,
  dora,
  fatou,
  gus,
  handbook,
  herUpload,
  hisUpload,
  inbox,
  lateReply,
  max,
  news,
  niko,
  olga,
  portal,
  profileOf,
  sketch,
  theProject,
  theirs,
  uma,
} from './agency.js'
import { check, lang, language, scene, tellOf } from './telling.js'

/** A question about a member of the agency. */
const tell = (who: Member, action: string, subject: unknown, expected: 'yes' | 'no', where: Portal = portal): Explanation =>
  tellOf(who.id, portalPolicy.abilityFor(who, where), action, subject, expected, captionOf(subject))

scene({ en: 'The cast', fr: 'Les personnages' })
for (const [{ id }, says] of cast) console.log(`${id.padEnd(6)} ${says[lang]}`)
console.log(`\n${roles.map(({ labels }) => labels[lang]).join(' < ')}`)

scene(
  { en: 'One module, printed from its table', fr: 'Un module, imprimé à partir de sa table' },
  {
    en: 'The rows that decide are the rows that are printed. CRM as such, and its contacts:',
    fr: 'Les lignes qui décident sont celles qui s’impriment. Le CRM lui-même, et ses contacts :',
  },
)
const shown = matrix(portalPolicy, 'crm').filter(({ subject }) => subject === 'crm' || subject === 'crm.contact')
console.log(matrixMarkdown(shown, { language }))

scene(
  { en: 'An ordinary day, with reasons', fr: 'Une journée ordinaire, et ses raisons' },
  { en: 'A handful of questions from every module.', fr: 'Quelques questions dans chaque module.' },
)
tell(uma, 'read', handbook, 'yes')
tell(uma, 'update', handbook, 'no')
tell(olga, 'read', diary, 'no')
tell(uma, 'read', client, 'yes')
tell(uma, 'update', client, 'no')
tell(fatou, 'update', bill, 'no')
tell(gus, 'comment', news, 'yes')
tell(gus, 'delete', news, 'no')
tell(uma, 'create', lateReply, 'no')
tell(uma, 'read', profileOf(max), 'yes')
tell(gus, 'read', profileOf(max), 'no')
tell(gus, 'update', profileOf(gus), 'yes')
tell(max, 'disable', profileOf(uma), 'no')
tell(fatou, 'disable', profileOf(olga), 'no')
tell(gus, 'read', theProject, 'yes')
tell(gus, 'comment', sketch, 'yes')
tell(gus, 'update', sketch, 'no')
tell(uma, 'update', sketch, 'yes')
tell(olga, 'read', dentist, 'no')
tell(uma, 'access', 'mail', 'yes')
tell(gus, 'access', 'mail', 'no')
tell(gus, 'access', 'talk', 'yes')
tell(gus, 'access', 'feed', 'yes')
tell(fatou, 'configure', 'portal', 'yes')
tell(fatou, 'transferOwnership', 'portal', 'no')
tell(olga, 'transferOwnership', 'portal', 'yes')
tell(dora, 'read', handbook, 'no')
tell(niko, 'read', handbook, 'no')
tell(olga, 'read', theirs, 'no')

scene(
  { en: 'CRM is switched off', fr: 'Le CRM est désactivé' },
  {
    en: 'Off means off, for the owner too. Projects go on, without the contacts that came from CRM.',
    fr: 'Désactivé l’est pour tous, propriétaire comprise. Les projets continuent, sans les contacts venus du CRM.',
  },
)
const withoutCrm: Portal = { ...portal, modules: { crm: { availability: 'nobody' } } }
for (const who of [uma, max, olga]) tell(who, 'read', client, 'no', withoutCrm)
tell(max, 'configure', 'crm', 'no', withoutCrm)
tell(max, 'update', theProject, 'yes', withoutCrm)
tell(uma, 'read', clientOfProject, 'yes')
tell(uma, 'read', clientOfProject, 'no', withoutCrm)

const forSales: Portal = { ...portal, modules: { crm: { availability: 'restricted', to: ['sales'] } } }
console.log(`\n${{ en: 'Restricted to the group sales instead:', fr: 'Réservé au groupe sales, plutôt :' }[lang]}\n`)
tell(uma, 'read', client, 'yes', forSales)
tell({ ...uma, groups: [] }, 'read', client, 'no', forSales)
tell(max, 'read', client, 'yes', forSales)

scene(
  { en: 'An administrator of two modules', fr: 'Un administrateur de deux modules' },
  {
    en: 'Max has everything in CRM and Projects, a user’s rights everywhere else, and grants nothing to anybody.',
    fr: 'Max peut tout dans le CRM et les Projets, a les droits d’un utilisateur ailleurs, et n’accorde rien à personne.',
  },
)
tell(max, 'configure', 'crm', 'yes')
tell(max, 'setAccess', client, 'yes')
tell(max, 'configure', 'projects', 'yes')
tell(max, 'configure', 'mail', 'no')
tell(max, 'update', handbook, 'no')
tell(max, 'delete', news, 'no')
tell(max, 'grantModuleAdministration', profileOf(uma), 'no')

scene(
  { en: 'A guest uploads', fr: 'Un invité dépose un fichier' },
  {
    en: 'The folder is shared with Gus for writing. He may put files in and take his own out again; everything else stays closed to him.',
    fr: 'Le dossier est partagé avec Gus en écriture. Il peut y déposer des fichiers et retirer les siens ; tout le reste lui demeure fermé.',
  },
)
tell(gus, 'create', inbox, 'yes')
tell(gus, 'delete', hisUpload, 'yes')
tell(gus, 'read', herUpload, 'yes')
tell(gus, 'update', herUpload, 'no')
tell(gus, 'delete', herUpload, 'no')
tell(gus, 'share', hisUpload, 'no')

scene(
  { en: 'A refusal, and the smallest change that would lift it', fr: 'Un refus, et le plus petit changement qui le lèverait' },
  {
    en: 'The proposals are not guessed: each was tried. The first is made here, and the question asked again.',
    fr: 'Les propositions ne sont pas devinées : chacune a été essayée. La première est appliquée ici, et la question reposée.',
  },
)
const refused = tell(uma, 'update', client, 'no')
console.log(`\n  ${refused.text.split('; ').join('\n  ')}\n`)
const [[change] = []] = refused.changes
const listed = change?.kind === 'open' && change.path === 'accessList' ? [String(change.entry)] : []
tell(uma, 'update', contact.of({ ...client, accessList: listed }), 'yes')

scene(
  { en: 'The same answers in a browser', fr: 'Les mêmes réponses dans un navigateur' },
  { en: 'An ability travels as JSON, and answers alike.', fr: 'Une habilitation voyage en JSON, et répond de même.' },
)
const sent = JSON.stringify(serialize(portalPolicy.abilityFor(uma, portal)))
const received = hydrate<typeof portalPolicy>(JSON.parse(sent), { version: portalPolicy.version, memberId: 'uma' })
const forged = hydrate<typeof portalPolicy>(JSON.parse(sent), { version: portalPolicy.version, memberId: 'gus' })
const yes = language.phrases.always
const no = language.phrases.refused
check(received.can('read', client) && received.cannot('update', client), `uma    ${Math.ceil(sent.length / 1024)} kB: ${yes}, ${no}`)
check(
  forged.cannot('read', client),
  `gus    ${{ en: 'with an ability made for Uma', fr: 'avec une habilitation faite pour Uma' }[lang]}: ${no}`,
)
