// A small agency: its members, and rows as a database would give them.
import {
  blogPost,
  calendarEvent,
  contact,
  file,
  folder,
  forumPost,
  invoice,
  profile,
  project,
  projectContact,
  task,
  type Member,
  type Portal,
} from 'portico'
import { lang, type Text } from './telling.js'

// ── The cast ────────────────────────────────────────────────────────────────────────────────────────────────────────

export const portal: Portal = { id: 'agency', ownerId: 'olga' }

const here = { portalId: 'agency', status: 'active' } as const
export const olga: Member = { ...here, id: 'olga', type: 'user' }
export const fatou: Member = { ...here, id: 'fatou', type: 'user', administers: 'everything' }
export const max: Member = { ...here, id: 'max', type: 'user', administers: ['crm', 'projects'] }
export const uma: Member = { ...here, id: 'uma', type: 'user', groups: ['sales'] }
export const gus: Member = { ...here, id: 'gus', type: 'guest' }
export const dora: Member = { ...here, id: 'dora', type: 'user', status: 'disabled' }
export const niko: Member = { ...here, id: 'niko', type: 'user', portalId: 'neighbour', administers: 'everything' }

export const cast: readonly (readonly [Member, Text])[] = [
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
export const handbook = file.of({ ...ours, section: 'common', createdBy: 'fatou', shares: [] })
export const theirs = file.of({ ...handbook, portalId: 'neighbour' })
export const diary = file.of({ ...ours, section: 'my', ownerId: 'uma', createdBy: 'uma', shares: [] })
export const inbox = folder.of({ ...ours, section: 'common', createdBy: 'fatou', shares: [{ to: 'gus', access: 'readWrite' }] })
const uploadOf = (createdBy: string) => file.of({ ...ours, section: 'common', folder: { shares: inbox.shares }, createdBy, shares: [] })
export const hisUpload = uploadOf('gus')
export const herUpload = uploadOf('fatou')
export const client = contact.of({ ...ours, createdBy: 'max', shared: 'read', accessList: [] })
export const bill = invoice.of({ ...ours, createdBy: 'max', status: 'sent', link: null })
export const news = blogPost.of({ ...ours, createdBy: 'uma' })
export const lateReply = forumPost.of({ ...ours, createdBy: 'uma', topic: { closed: true } })
export const profileOf = ({ id, type, status, administers = [] }: Member) =>
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
export const theProject = project.of({ ...ours, ...relaunch })
export const clientOfProject = projectContact.of({ ...ours, project: relaunch })
export const sketch = task.of({ ...ours, project: relaunch, createdBy: 'uma', responsibles: ['uma'], milestone: null })
export const dentist = calendarEvent.of({ ...ours, calendar: { ownerId: 'uma', shares: [] } })

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
export function captionOf(subject: unknown): string {
  const caption = captions.get(subject)
  if (caption) return ` (${caption[lang]})`
  const of = typeof subject === 'object' && subject !== null && 'id' in subject ? String(subject.id) : undefined
  return of === undefined ? '' : ` (${of})`
}
