// The page behind the link: `GET` shows what the link is for, and `POST` registers.
import { isPortalError } from 'portico'
import type { Registration } from 'portico/server'
import { isSameOrigin } from './same-origin.js'

export interface RegistrationPageOptions {
  readonly registration: Pick<Registration, 'inspect' | 'complete'>
  /** The origin that the page is served from: forms from elsewhere are refused. */
  readonly origin: string
  readonly signInUrl: string
}

export function registrationPage(options: RegistrationPageOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      if (request.method === 'POST') return await register(options, request)
      return await show(options, new URL(request.url).searchParams.get('token') ?? '')
    } catch (error) {
      if (!isPortalError(error)) throw error
      return page(error.code.startsWith('TOKEN_') ? 410 : 409, 'This does not work', sentence(error.code))
    }
  }
}

/** Changes nothing, however often a mail scanner comes by. */
async function show({ registration }: RegistrationPageOptions, token: string, problem = '', loginName = ''): Promise<Response> {
  const { firmName, kind, email } = await registration.inspect({ token })
  const body = `<p>${escaped(`${kind} portal, ${email}`)}</p><p role="alert">${escaped(problem)}</p>
    <form method="post" action="/register">
      <input type="hidden" name="token" value="${escaped(token)}">
      <label>Login name <input name="loginName" autocomplete="username" value="${escaped(loginName)}"></label>
      <label>Password <input name="password" type="password" autocomplete="new-password"></label>
      <button>Register</button>
    </form>`
  return page(problem === '' ? 200 : 422, `Your portal at ${firmName}`, '', body)
}

/** Only a form of this page registers: otherwise somebody else could choose the login name of whoever follows his link. */
async function register(options: RegistrationPageOptions, request: Request): Promise<Response> {
  if (!isSameOrigin(request, options.origin)) return page(403, 'This does not work', 'The form comes from elsewhere.')
  const form = new URLSearchParams(await request.text())
  const [token = '', loginName = '', password = ''] = ['token', 'loginName', 'password'].map((name) => form.get(name) ?? '')
  try {
    await options.registration.complete({ token, loginName, password })
  } catch (error) {
    const isCorrected = isPortalError(error) && /^(?:INPUT_INVALID|LOGIN_NAME_|PASSWORD_)/.test(error.code)
    if (isCorrected) return show(options, token, sentence(error.code), loginName)
    throw error
  }
  return page(200, 'You are registered', '', `<a href="${escaped(options.signInUrl)}">Sign in</a>`)
}

const sentences: readonly (readonly [code: RegExp, sentence: string])[] = [
  [/^INPUT_INVALID$/, 'Choose a login name and a password.'],
  [/^LOGIN_NAME_INVALID$/, 'A login name has letters, digits, dots, hyphens.'],
  [/^LOGIN_NAME_/, 'This login name is taken.'],
  [/^PASSWORD_/, 'This password will not do: choose a longer one that nobody guesses.'],
  [/^TOKEN_USED$/, 'The link was used already.'],
  [/^TOKEN_EXPIRED$/, 'The link has ended.'],
]
const sentence = (code: string): string => sentences.find(([known]) => known.test(code))?.[1] ?? 'Ask whoever sent you the link.'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '')

const page = (status: number, title: string, text: string, body = ''): Response =>
  new Response(
    `<!doctype html><html lang="en"><title>${escaped(title)}</title><h1>${escaped(title)}</h1><p>${escaped(text)}</p>${body}</html>`,
    {
      status,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      },
    },
  )
