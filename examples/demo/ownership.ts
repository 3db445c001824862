// Olga hands her portal over to Max: the request, the letter, the page behind its link, the confirmation, and who may what before and after.
import { createOwnershipPage } from 'portico/web'
import { max, olga, uma, gus } from './administration.js'
import { administration, by, hour, letter, mailer, ownership, pass, portalId, refused, runtime, tell } from './atelier.js'
import { check, lang, scene } from './telling.js'

const page = createOwnershipPage({ ownership, origin: 'https://portal.example' })

/** What the page says, as somebody reads it. */
async function read(request: Request): Promise<{ readonly status: number; readonly text: string }> {
  const response = await page(request)
  const markup = await response.text()
  const [, main = ''] = /<main>([^]*)<\/main>/.exec(markup) ?? []
  const lines = main.replace(/<[^>]+>/g, '\n').split('\n')
  return { status: response.status, text: lines.filter((line) => line.trim() !== '').join('\n') }
}
const open = (token: string): Request => new Request(`https://portal.example/ownership?token=${token}&lang=${lang}`)
const press = (token: string, decision: string): Request =>
  new Request('https://portal.example/ownership', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ token, decision, lang }),
  })

/** The three questions that tell who owns the portal. */
async function rights(mine: 'olga' | 'max'): Promise<void> {
  for (const member of [olga, max]) {
    const owns = (member === olga) === (mine === 'olga')
    await tell(member, 'transferOwnership', 'portal', owns ? 'yes' : 'no')
  }
}

scene(
  { en: 'Olga hands the portal over', fr: 'Olga cède le portail' },
  {
    en: 'She names Max, and gets a letter with a link: only she, at her own address. Nothing has changed yet.',
    fr: 'Elle désigne Max et reçoit une lettre avec un lien : elle seule, à sa propre adresse. Rien n’a encore changé.',
  },
)
await refused(
  'max',
  { en: 'asks for the portal himself', fr: 'demande lui-même le portail' },
  'NOT_THE_OWNER',
  ownership.request({ ...by(max), candidateId: max.id }),
)
await refused(
  'olga',
  { en: 'names Gus, a guest', fr: 'désigne Gus, un invité' },
  'CANDIDATE_IS_GUEST',
  ownership.request({ ...by(olga), candidateId: gus.id }),
)
await ownership.request({ ...by(olga), candidateId: max.id })
const { text, token } = await letter()
console.log(`\n${text}`)
await rights('olga')

scene(
  { en: 'The page behind the link', fr: 'La page derrière le lien' },
  {
    en: 'Mail scanners open it a hundred times, and change nothing. Olga reads it, and presses the button.',
    fr: 'Des antivirus de messagerie l’ouvrent cent fois, sans rien changer. Olga la lit, et appuie sur le bouton.',
  },
)
for (let visit = 0; visit < 100; visit++) await page(open(token))
const shown = await read(open(token))
console.log(`${shown.text}\n`)
check(shown.status === 200, `olga   ${{ en: 'the link still works', fr: 'le lien fonctionne toujours' }[lang]}`)
await rights('olga')
const done = await read(press(token, 'confirm'))
console.log(`\n${done.text}\n`)
await rights('max')
await tell(olga, 'configure', 'portal', 'yes')
check(
  (await read(press(token, 'confirm'))).status === 410,
  `olga   ${{ en: 'the link works once', fr: 'le lien ne sert qu’une fois' }[lang]}`,
)
await runtime.settled()
const told = mailer.sent.slice(-2).map(({ to }) => to.name)
check(told.join() === 'Olga,Max', `${told.join(', ')} ${{ en: 'each get a notice', fr: 'reçoivent chacun un avis' }[lang]}`)

scene(
  { en: 'What an owner cannot do', fr: 'Ce qu’un propriétaire ne peut pas' },
  {
    en: 'Max owns the portal now, so he stays until he hands it over. He names Uma, and thinks better of it: the link is dead.',
    fr: 'Max possède désormais le portail : il reste tant qu’il ne l’a pas cédé. Il désigne Uma, puis se ravise : le lien est mort.',
  },
)
await refused('max', { en: 'leaves', fr: 's’en va' }, 'MEMBER_IS_OWNER', administration.leave(by(max)))
const [blocking] = await ownership.blockingOwnerships({ memberId: max.id })
check(blocking?.portalId === portalId, `max    ${{ en: 'owns', fr: 'possède' }[lang]} ${blocking?.portalName ?? ''}`)
await ownership.request({ ...by(max), candidateId: uma.id })
const second = await letter()
await ownership.cancel(by(max))
await refused('max', { en: 'follows the link', fr: 'suit le lien' }, 'TOKEN_INVALID', ownership.confirm({ token: second.token }))
await ownership.request({ ...by(max), candidateId: uma.id })
const third = await letter()
pass(24 * hour)
await refused('max', { en: 'comes a day later', fr: 'vient un jour plus tard' }, 'TOKEN_EXPIRED', ownership.confirm({ token: third.token }))
await ownership.expireDue()
await rights('max')
