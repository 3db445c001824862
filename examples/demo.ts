/**
 * Who may do what in a small agency: the whole library in one story, `npm run demo` or `npm run demo -- --lang fr`.
 *
 * Every decision states what the story expects, and the program ends with an error when the policy decides otherwise.
 */
import { parseArgs } from 'node:util'
import {
  blogPost,
  calendarEvent,
  contact,
  file,
  folder,
  forumPost,
  invoice,
  portalPolicy,
  profile,
  project,
  projectContact,
  task,
  type Member,
  type Portal,
} from 'portico'
import { hydrate, serialize } from 'portico/json'
import { english, explain, french, matrix, matrixMarkdown, roles, type Explanation, type Language } from 'portico/explain'

/** A sentence of the story, in both languages. */
interface Text {
  readonly en: string
  readonly fr: string
}

const { values } = parseArgs({ options: { lang: { type: 'string', default: 'en' } } })
if (values.lang !== 'en' && values.lang !== 'fr') throw new Error(`the demo speaks \`en\` and \`fr\`, not \`${values.lang}\``)
const lang = values.lang
const language: Language = { en: english, fr: french }[lang]

// ── The cast ────────────────────────────────────────────────────────────────────────────────────────────────────────

const portal: Portal = { id: 'agency', ownerId: 'olga' }

const here = { portalId: 'agency', status: 'active' } as const
const olga: Member = { ...here, id: 'olga', type: 'user' }
const fatou: Member = { ...here, id: 'fatou', type: 'user', administers: 'everything' }
const max: Member = { ...here, id: 'max', type: 'user', administers: ['crm', 'projects'] }
const uma: Member = { ...here, id: 'uma', type: 'user', groups: ['sales'] }
const gus: Member = { ...here, id: 'gus', type: 'guest' }
const dora: Member = { ...here, id: 'dora', type: 'user', status: 'disabled' }
const niko: Member = { ...here, id: 'niko', type: 'user', portalId: 'neighbour', administers: 'everything' }

const cast: readonly (readonly [Member, Text])[] = [
  [olga, { en: 'owns the portal; her own record says nothing of it', fr: 'possède le portail ; sa propre fiche n’en dit rien' }],
  [fatou, { en: 'full-access administrator', fr: 'administratrice avec accès complet' }],
  [max, { en: 'administers CRM and Projects', fr: 'administre le CRM et les Projets' }],
  [uma, { en: 'user, in the group sales', fr: 'utilisatrice, dans le groupe sales' }],
  [gus, { en: 'guest', fr: 'invité' }],
  [dora, { en: 'user, disabled', fr: 'utilisatrice, désactivée' }],
  [niko, { en: 'full-access administrator, of the portal next door', fr: 'administrateur avec accès complet, mais du portail voisin' }],
]

// ── Their records: rows as a database would give them ───────────────────────────────────────────────────────────────

const ours = { portalId: 'agency' }
const handbook = file.of({ ...ours, section: 'common', createdBy: 'fatou', shares: [] })
const theirs = file.of({ ...handbook, portalId: 'neighbour' })
const diary = file.of({ ...ours, section: 'my', ownerId: 'uma', createdBy: 'uma', shares: [] })
const inbox = folder.of({ ...ours, section: 'common', createdBy: 'fatou', shares: [{ to: 'gus', access: 'readWrite' }] })
const uploadOf = (createdBy: string) => file.of({ ...ours, section: 'common', folder: { shares: inbox.shares }, createdBy, shares: [] })
const hisUpload = uploadOf('gus')
const herUpload = uploadOf('fatou')
const client = contact.of({ ...ours, createdBy: 'max', shared: 'read', accessList: [] })
const bill = invoice.of({ ...ours, createdBy: 'max', status: 'sent', link: null })
const news = blogPost.of({ ...ours, createdBy: 'uma' })
const lateReply = forumPost.of({ ...ours, createdBy: 'uma', topic: { closed: true } })
const profileOf = ({ id, type, status, administers = [] }: Member) =>
  profile.of({ ...ours, id, type, status, administers: typeof administers === 'string' ? administers : [...administers] })
const relaunch = {
  private: true,
  status: 'open' as 'open' | 'paused' | 'closed',
  createdBy: 'fatou',
  managerId: 'max',
  team: [
    { memberId: 'uma', rightsOff: [] },
    { memberId: 'gus', rightsOff: [] },
  ],
}
const theProject = project.of({ ...ours, ...relaunch })
const clientOfProject = projectContact.of({ ...ours, project: relaunch })
const sketch = task.of({ ...ours, project: relaunch, createdBy: 'uma', responsibles: ['uma'], milestone: null })
const dentist = calendarEvent.of({ ...ours, calendar: { ownerId: 'uma', shares: [] } })

const captions = new Map<unknown, Text>([
  [handbook, { en: 'the handbook, in common', fr: 'le manuel, dans les documents communs' }],
  [theirs, { en: 'the handbook of the portal next door', fr: 'le manuel du portail voisin' }],
  [diary, { en: 'Uma’s diary', fr: 'le journal d’Uma' }],
  [inbox, { en: 'the folder shared with Gus', fr: 'le dossier partagé avec Gus' }],
  [hisUpload, { en: 'what Gus uploaded', fr: 'ce que Gus a déposé' }],
  [herUpload, { en: 'what Fatou uploaded', fr: 'ce que Fatou a déposé' }],
  [client, { en: 'a client of Max, shared for reading', fr: 'un client de Max, partagé en lecture' }],
  [bill, { en: 'an invoice that was sent', fr: 'une facture déjà envoyée' }],
  [news, { en: 'Uma’s blog post', fr: 'le billet d’Uma' }],
  [lateReply, { en: 'a reply in a closed topic', fr: 'une réponse dans un sujet fermé' }],
  [theProject, { en: 'a private project of Max, with Uma and Gus', fr: 'un projet privé de Max, avec Uma et Gus' }],
  [clientOfProject, { en: 'the client of that project', fr: 'le client de ce projet' }],
  [sketch, { en: 'Uma’s task in that project', fr: 'la tâche d’Uma dans ce projet' }],
  [dentist, { en: 'Uma at the dentist’s', fr: 'Uma chez le dentiste' }],
])

/** What a question is about, in words; a profile is that of its member. */
function captionOf(subject: unknown): string {
  const caption = captions.get(subject)
  if (caption) return ` (${caption[lang]})`
  const of = typeof subject === 'object' && subject !== null && 'id' in subject ? String(subject.id) : undefined
  return of === undefined ? '' : ` (${of})`
}

// ── Telling it ──────────────────────────────────────────────────────────────────────────────────────────────────────

let scenes = 0
let decisions = 0
let surprises = 0

function scene(title: Text, ...sentences: readonly Text[]): void {
  scenes += 1
  console.log(`\n── ${scenes}. ${title[lang]} ──\n`)
  for (const sentence of sentences) console.log(sentence[lang])
  if (sentences.length > 0) console.log()
}

/** Asks, compares the answer with what the story expects, and prints it with its reason. */
function tell(who: Member, action: string, subject: unknown, expected: 'yes' | 'no', where: Portal = portal): Explanation {
  const answer = explain(portalPolicy.abilityFor(who, where), action, subject, { language })
  const [reason = ''] = answer.text.split(';')
  check(answer.allowed === (expected === 'yes'), `${who.id.padEnd(6)} ${reason}${captionOf(subject)}`)
  return answer
}

function check(asExpected: boolean, line: string): void {
  decisions += 1
  if (!asExpected) surprises += 1
  const unexpected = { en: 'the story says otherwise', fr: 'l’histoire dit le contraire' }[lang]
  console.log(asExpected ? `✓ ${line}` : `✗ ${line} ← ${unexpected}`)
}

// ── The story ───────────────────────────────────────────────────────────────────────────────────────────────────────

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

const told = {
  en: `${decisions} decisions, ${surprises} not as the story says`,
  fr: `${decisions} décisions, dont ${surprises} contraires à l’histoire`,
}
console.log(`\n${told[lang]}`)
if (surprises > 0) process.exitCode = 1
