/** A registration from the letter's link on, in Chromium. */
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { chromiumPath, startChromium } from '../support/chromium.js'
import { blocked, fillIn, languages, servedFirm, type ServedFirm } from './registering-served.js'
import { password } from './registering.js'
import { elsewhere, opened } from './served.js'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const words = {
  en: {
    ...{ loginName: 'Login name', password: 'Password', button: 'Register', done: 'You are registered', signIn: 'Go to sign in' },
    ...{ other: 'Français', reserved: 'This login name is reserved. Please choose another one.' },
    ...{ common: 'This password is one of those that are tried first. Please choose another one.' },
    ...{ advice: 'A famous password is no secret.', hint: 'At least 15 characters' },
  },
  fr: {
    ...{ loginName: 'Identifiant', password: 'Mot de passe', button: 'M’inscrire', done: 'Inscription terminée', signIn: 'Me connecter' },
    ...{ other: 'English', reserved: 'Cet identifiant est réservé. Choisissez-en un autre.' },
    ...{ common: 'Ce mot de passe est de ceux qu’on essaie en premier. Choisissez-en un autre.' },
    ...{ advice: 'Un mot de passe célèbre n’est pas un secret.', hint: 'Au moins 15 caractères' },
  },
} as const

/** What has the keyboard: its id, or what it is called. */
const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.id || document.activeElement.innerText')
const valueOf = (page: Page, id: string): Promise<string> => page.locator(`#${id}`).inputValue()

/** A field as a screen reader has it. */
async function heard(page: Page, name: string): Promise<Readonly<Record<string, unknown>>> {
  const session = await page.context().newCDPSession(page)
  const { root } = await session.send('DOM.getDocument')
  const { nodes } = await session.send('Accessibility.queryAXTree', { nodeId: root.nodeId, accessibleName: name, role: 'textbox' })
  const [node] = nodes
  const properties = Object.fromEntries((node?.properties ?? []).map((one) => [one.name, one.value.value as unknown]))
  return {
    count: nodes.length,
    description: node?.description?.value as unknown,
    invalid: properties['invalid'],
    required: properties['required'],
  }
}

describe.skipIf(chromiumPath === undefined)('in Chromium', () => {
  let browser: Browser
  let at: ServedFirm
  let tab: Awaited<ReturnType<typeof opened>>

  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser.close())

  describe.each(languages.flatMap((language) => [true, false].map((scripts) => ({ language, scripts }))))(
    'in $language, with scripts: $scripts',
    ({ language, scripts }) => {
      const says = words[language]
      let page: Page
      beforeEach(async () => {
        at = await servedFirm()
        await at.created()
        tab = await opened(browser, at, { javaScriptEnabled: scripts })
        page = tab.page
        await page.goto(await at.linkTo('paul@example.org', language))
      })
      afterEach(async () => {
        expect(tab.trouble).toEqual([])
        // Whoever asks for the page has not been told by the page where he comes from, and gets no cookie.
        for (const { headers } of at.asks) expect([headers.referer, headers.cookie]).toEqual([undefined, undefined])
        expect(await page.context().cookies()).toEqual([])
        await tab.close()
        at.close()
      })

      test('a reserved name, then a blocked password, then a good one, with the keyboard alone', async () => {
        const press = async (...keys: readonly string[]): Promise<void> => {
          for (const key of keys) await page.keyboard.press(key)
        }
        await press('Tab')
        expect(await focused(page)).toBe('username')
        await page.keyboard.type('admin')
        await press('Tab')
        expect(await focused(page)).toBe('password')
        await page.keyboard.type(password)
        await press('Tab')
        expect(await focused(page)).toBe(says.button)
        await press('Enter')

        await page.getByRole('alert').waitFor()
        expect(await page.getByRole('alert').getByRole('link').allInnerTexts()).toEqual([says.reserved])
        expect([await focused(page), await valueOf(page, 'username'), await valueOf(page, 'password')]).toEqual(['username', 'admin', ''])
        await press('Control+a')
        await page.keyboard.type('paul.tremblay')
        await press('Tab')
        await page.keyboard.type(blocked)
        await press('Enter')

        await page.getByRole('alert').getByText(says.common).waitFor()
        expect([await focused(page), await valueOf(page, 'username'), await valueOf(page, 'password')]).toEqual([
          'password',
          'paul.tremblay',
          '',
        ])
        await press('Shift+Tab')
        expect(await focused(page)).toBe('username')
        await press('Tab')
        await page.keyboard.type(password)
        await press('Tab', 'Space')

        await page.getByRole('status').waitFor()
        expect(await page.title()).toBe(says.done)
        expect((await at.portal()).status).toBe('active/completed')
        await expect(at.registration.signIn({ loginName: 'paul.tremblay', password })).resolves.toBeDefined()
        await press('Tab')
        expect(await focused(page)).toBe(says.signIn)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        expect(at.asks.map(({ method, url }) => `${method ?? ''} ${url?.split('?')[0] ?? ''}`)).toEqual([
          'GET /register',
          'POST /register',
          'POST /register',
          'POST /register',
        ])
      })

      test('fields have names, say what they need, and what is wrong with them', async () => {
        expect(await heard(page, says.loginName)).toMatchObject({ count: 1, invalid: 'false', required: true })
        expect(await heard(page, says.password)).toMatchObject({ count: 1, invalid: 'false', required: true })
        expect((await heard(page, says.password))['description']).toContain(says.hint)
        await fillIn(page, 'paul', blocked)
        await page.getByRole('alert').waitFor()
        const told = await heard(page, says.password)
        expect(told).toMatchObject({ count: 1, invalid: 'true' })
        // What is wrong comes first, then what it needs.
        expect(told['description']).toMatch(new RegExp(`^${says.common} *${says.advice}.*${says.hint}`))
        expect(await heard(page, says.loginName)).toMatchObject({ invalid: 'false' })
        await page.getByRole('alert').getByRole('link').click()
        expect(await focused(page)).toBe('password')
      })

      test('nothing is sent by a form that is empty or too short, and nothing that is pasted is cut', async () => {
        await page.getByRole('button').click()
        await fillIn(page, 'paul', '')
        expect(at.asks).toHaveLength(1)
        expect(await page.locator('#password:invalid').count()).toBe(1)
        await page.locator('#password').pressSequentially('fourteen chars')
        await page.getByRole('button').click()
        expect(at.asks).toHaveLength(1)
        await fillIn(page, 'paul', 'x y '.repeat(300))
        await page.getByRole('alert').waitFor()
        expect(at.asks).toHaveLength(2)
        expect((await at.portal()).status).toBe('unregistered/open')
        expect((await heard(page, says.password))['invalid']).toBe('true')
      })

      test('it is read in the other language, and stays in that', async () => {
        await page.getByRole('link', { name: says.other }).click()
        const other = words[language === 'en' ? 'fr' : 'en']
        await page.getByRole('textbox', { name: other.loginName }).waitFor()
        await fillIn(page, 'admin', password)
        await page.getByRole('alert').getByText(other.reserved).waitFor()
        await fillIn(page, 'paul', password)
        await page.getByRole('status').waitFor()
        expect(await page.title()).toBe(other.done)
      })

      test('going back or loading again afterwards registers nobody again', async () => {
        await fillIn(page, 'paul', password)
        await page.getByRole('status').waitFor()
        await page.reload()
        await page.getByRole('alert').waitFor()
        await page.goBack()
        await page.getByRole('alert').waitFor()
        expect(await page.locator('input').count()).toBe(0)
        expect((await at.portal()).status).toBe('active/completed')
      })
    },
  )

  test('what a password manager looks for is there: one form, a name, a new password, and a page after it without them', async () => {
    at = await servedFirm()
    await at.created()
    tab = await opened(browser, at)
    const { page } = tab
    await page.goto(await at.linkTo('paul@example.org'))
    const fields = `[...document.forms].map((form) => [...form.elements].filter((one) => one.type !== 'hidden').map((one) =>
      [one.type, one.name, one.autocomplete, one.getAttribute('autocapitalize'), one.getAttribute('spellcheck'), one.minLength, one.maxLength]))`
    expect(await page.evaluate(fields)).toEqual([
      [
        ['text', 'username', 'username', 'none', 'false', 3, -1],
        ['password', 'password', 'new-password', 'none', 'false', 15, -1],
        ['submit', '', undefined, null, null, undefined, undefined],
      ],
    ])
    await fillIn(page, 'paul', password)
    await page.getByRole('status').waitFor()
    expect(await page.locator('input').count()).toBe(0)
    await tab.close()
    at.close()
  })

  describe('from another site', () => {
    let other: Awaited<ReturnType<typeof elsewhere>>
    beforeEach(async () => {
      at = await servedFirm()
      const token = await at.created()
      const link = await at.linkTo('paul@example.org')
      const fields = { token, username: 'attacker', password: 'the attacker knows it' }
      const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`)
      other = await elsewhere(
        `<!doctype html><title>Elsewhere</title><form method="post" action="${at.address}/register">${inputs.join('')}<button>You have won</button></form>
        <a href="${link}">Look</a><iframe src="${link}"></iframe>`,
      )
      tab = await opened(browser, at)
    })
    afterEach(async () => {
      await tab.close()
      other.close()
      at.close()
    })

    test.each(['127.0.0.1', 'localhost'])('R145 on %s, nobody registers with a password of its choice', async (host) => {
      const before = await at.store.dump()
      await tab.page.goto(`http://${host}:${other.port}/`)
      await tab.page.getByRole('button', { name: 'You have won' }).click()
      expect(await tab.page.title()).toBe('This does not work')
      expect(await at.store.dump()).toEqual(before)
    })

    test('nobody shows the page in a frame; whoever follows the link there registers on the page itself', async () => {
      const { page, trouble } = tab
      await page.goto(`http://127.0.0.1:${other.port}/`)
      await page.waitForLoadState()
      expect(await page.frameLocator('iframe').getByRole('button').count()).toBe(0)
      expect(trouble.join('\n')).toMatch(/frame-ancestors 'none'/)
      await page.getByRole('link', { name: 'Look' }).click()
      await fillIn(page, 'paul', password)
      await page.getByRole('status').waitFor()
      expect((await at.portal()).status).toBe('active/completed')
    })
  })
})
