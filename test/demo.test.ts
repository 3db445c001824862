import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'

const tell = async (program: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, ['--import', 'tsx', program, ...args])).stdout

test('the story in English', async () => {
  const story = await tell('examples/demo.ts')
  expect(story).toContain('guest < user < module administrator < full-access administrator < owner')
  expect(story).toMatch(/^✓ gus +no: guests do not have Mail$/m)
  expect(story).toMatch(/^✓ fatou +disables Olga: no \(MEMBER_IS_OWNER\)$/m)
  expect(story).toMatch(/^10:13 +Fatou +revokeAdministration +yes$/m)
  expect(story).toContain('https://portal.example/invitation?token=…')
  expect(story).toMatch(/^✓ olga +names Gus, a guest: no \(CANDIDATE_IS_GUEST\)$/m)
  expect(story).toContain('https://portal.example/ownership?token=…')
  expect(story).toMatch(/^Confirm: hand over to Max$/m)
  expect(story).toMatch(/^✓ olga +the link still works$/m)
  expect(story).toMatch(/^Atelier Lumière belongs to Max from now on\./m)
  expect(story).toMatch(/^✓ olga +the link works once$/m)
  expect(story).toMatch(/^✓ Olga, Max each get a notice$/m)
  expect(story).toMatch(/^✓ max +leaves: no \(MEMBER_IS_OWNER\)$/m)
  expect(story).toMatch(/^✓ max +comes a day later: no \(TOKEN_EXPIRED\)$/m)
  expect(story).toMatch(/^✓ max +finds nothing$/m)
  expect(story).toMatch(/^✓ max +it is licensed now: client, permanent, Nina, nina@client\.example$/m)
  expect(story).toMatch(/^✓ uma +creates it: no \(FORBIDDEN\)$/m)
  expect(story).toContain('https://portal.example/register?token=…')
  expect(story).toMatch(/^✓ nina +chooses the password “secret”: no \(PASSWORD_\w+\)$/m)
  expect(story).toMatch(/^✓ nina +registers$/m)
  expect(story).toMatch(/^✓ nina +yes: .* \(exchange files through portal of a holder\), because he owns it$/m)
  expect(story).toMatch(/^✓ nina +her sessions end$/m)
  expect(story).not.toMatch(/[\w-]{43}/)
  expect(story).toMatch(/^\d+ decisions, 0 not as the story says$/m)
  expect(story).not.toContain('✗')
})

test('the story in French', async () => {
  const story = await tell('examples/demo.ts', '--lang', 'fr')
  expect(story).toContain('invité < utilisateur < administrateur de module < administrateur avec accès complet < propriétaire')
  expect(story).toMatch(/^✓ fatou +désactive Olga : non \(MEMBER_IS_OWNER\)$/m)
  expect(story).toContain('Olga vous propose de rejoindre le portail')
  expect(story).toMatch(/^✓ olga +désigne Gus, un invité : non \(CANDIDATE_IS_GUEST\)$/m)
  expect(story).toMatch(/^Bonjour Olga,$/m)
  expect(story).not.toMatch(/\b(?:Hello|you|your)\b/)
  expect(story).toMatch(/^Confirmer\u00a0: céder le portail à Max$/m)
  expect(story).toMatch(/^Atelier Lumière appartient désormais à Max\./m)
  expect(story).toMatch(/^✓ olga +le lien ne sert qu’une fois$/m)
  expect(story).toMatch(/^✓ max +vient un jour plus tard : non \(TOKEN_EXPIRED\)$/m)
  expect(story).toContain('Atelier Lumière vous a ouvert un portail (portail client)')
  expect(story).toMatch(/^✓ nina +veut s’appeler « admin » : non \(LOGIN_NAME_RESERVED\)$/m)
  expect(story).toMatch(/^✓ nina +oui : .* « échanger des fichiers par » sur « portail d'un titulaire », car il le possède$/m)
  expect(story).toMatch(/^✓ nina +ses sessions prennent fin$/m)
  expect(story).toMatch(/^\d+ décisions, dont 0 contraires à l’histoire$/m)
  expect(story).not.toContain('✗')
})

test('both tell the same', async () => {
  const marks = async (lang: string) => (await tell('examples/demo.ts', '--lang', lang)).match(/^[✓✗] \w+ /gm)
  expect(await marks('fr')).toEqual(await marks('en'))
}, 30_000)

describe('what is not as the story says ends it with an error', () => {
  test.each([
    ['a decision', 'decisions.ts', "tell(uma, 'read', handbook, 'yes')", "tell(uma, 'read', handbook, 'no')", '✗ uma'],
    ['an ability by what is stored', 'administration.ts', "tell(max, 'access', 'crm', 'yes')", "tell(max, 'access', 'crm', 'no')", '✗ max'],
    ['a command that is refused', 'administration.ts', "'GRANT_NOT_HELD'", "'FORBIDDEN'", '✗ uma'],
    ['a command that is not refused', 'administration.ts', 'by(uma), memberIds: [max.id]', 'by(olga), memberIds: [max.id]', '✗ uma'],
    ['who owns the portal', 'ownership.ts', "await rights('max')", "await rights('olga')", '✗ olga'],
    ['the audit trail', 'administration.ts', 'refusals === 6', 'refusals === 5', '✗ audit'],
    ['a portal of a client', 'registration.ts', "await exchanges('yes')", "await exchanges('no')", '✗ nina'],
  ])('%s', async (_, file, told, wrong, printed) => {
    const folder = await mkdtemp(join(tmpdir(), 'portico-demo-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await cp('examples/demo.ts', join(folder, 'demo.ts'))
    await cp('examples/demo', join(folder, 'demo'), { recursive: true })
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
    const text = await readFile(join(folder, 'demo', file), 'utf8')
    expect(text).toContain(told)
    await writeFile(join(folder, 'demo', file), text.replace(told, wrong))
    await expect(tell(join(folder, 'demo.ts'))).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining(printed) as string })
  })
})

test('another language is refused', async () => {
  await expect(tell('examples/demo.ts', '--lang', 'de')).rejects.toThrow('the demo speaks')
})
