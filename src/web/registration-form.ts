import { formatTime } from '../workflow/letters.js'
import type { RegistrationLink } from '../registration/answers.js'
import { html, type Markup } from './html.js'
import type { Page } from './page.js'
import type { PageLanguage } from './request.js'
import { registrationWords } from './registration-words.js'
import { facts, fill, inOtherLanguage } from './words.js'

/** What the form asks for, by the settings. */
export interface FormRules {
  readonly path: string
  readonly timeZone: string
  /** How many characters a password has at least. */
  readonly least: number
  readonly script: 'ascii' | 'unicode'
}

/** What was entered and did not do. Never the password: no page repeats it. */
export interface Entered {
  readonly loginName: string
  /** Whether a password was entered, and has to be again. */
  readonly hadPassword: boolean
  /** What is wrong with which field: sentences in the language of the page. */
  readonly wrong: Readonly<Partial<Record<FieldName | 'form', readonly string[]>>>
}

/** What the fields are called: password managers know these names. */
const fieldNames = ['username', 'password'] as const
export type FieldName = (typeof fieldNames)[number]

/** The page with the form: as it is at first, or with what was wrong beside the fields. */
export function formPage(
  status: number,
  {
    link,
    kind,
    token,
    language,
  }: { readonly link: RegistrationLink; readonly kind: string; readonly token: string; readonly language: PageLanguage },
  { path, timeZone, least, script }: FormRules,
  { loginName, hadPassword, wrong }: Entered = { loginName: '', hadPassword: false, wrong: {} },
): Page {
  const words = registrationWords[language]
  const { firmName: firm, email, expiresAt } = link
  const first = fieldNames.find((name) => wrong[name])
  const body = [
    ...(status === 200 ? [] : [summary(wrong, words.check, hadPassword && !wrong.password ? words.again : undefined)]),
    html`<p>${fill(words.text, { firm })}</p>`,
    facts([
      [words.firm, firm],
      [words.portal, kind],
      [words.email, email],
      [words.until, formatTime(expiresAt, language, timeZone)],
    ]),
    html`<p>${fill(words.warning, { firm })}</p>`,
    html`<form method="post" action="${path}">
      <input type="hidden" name="token" value="${token}" />
      <input type="hidden" name="lang" value="${language}" />
      ${field({
        name: 'username',
        label: words.loginName,
        hint: words.loginNameHint[script],
        wrong: wrong.username,
        focused: first === 'username',
        // The lengths are what the service wants at least; no pattern and no greatest length, for browsers would cut what is pasted.
        input: html`type="text" value="${loginName}" minlength="3" autocomplete="username" autocapitalize="none" autocorrect="off"`,
      })}
      ${field({
        name: 'password',
        label: words.password,
        hint: fill(words.passwordHint, { least: String(least) }),
        wrong: wrong.password,
        focused: first === 'password',
        input: html`type="password" minlength="${String(least)}" autocomplete="new-password" autocapitalize="none" autocorrect="off"`,
      })}
      <button class="main">${words.button}</button>
    </form>`,
  ]
  return { status, language, title: fill(words.title, { firm }), body, other: inOtherLanguage(path, token, language) }
}

/** What is wrong, all of it, with a way to each field. */
function summary(wrong: Entered['wrong'], title: string, again: string | undefined): Markup {
  const of = (name: FieldName): readonly Markup[] =>
    (wrong[name] ?? []).slice(0, 1).map((sentence) => html`<li><a href="#${name}">${sentence}</a></li>`)
  const form = (wrong.form ?? []).map((sentence) => html`<li>${sentence}</li>`)
  return html`<div class="wrong" role="alert">
    <p>${title}</p>
    <ul>
      ${[...form, ...fieldNames.flatMap(of)]}
    </ul>
    ${again === undefined ? html`` : html`<p>${again}</p>`}
  </div>`
}

/** A field with its label, what it needs and what is wrong with it, all of which is read out with it. */
function field({
  name,
  label,
  hint,
  wrong = [],
  focused,
  input,
}: {
  readonly name: FieldName
  readonly label: string
  readonly hint: string
  readonly wrong: readonly string[] | undefined
  readonly focused: boolean
  readonly input: Markup
}): Markup {
  const described =
    wrong.length > 0 ? html`aria-invalid="true" aria-describedby="${name}-wrong ${name}-hint"` : html`aria-describedby="${name}-hint"`
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <p class="hint" id="${name}-hint">${hint}</p>
    ${wrong.length > 0 ? html`<div id="${name}-wrong">${wrong.map((sentence) => html`<p class="wrong">${sentence}</p>`)}</div>` : html``}
    <input id="${name}" name="${name}" ${input} spellcheck="false" required ${described} ${focused ? html`autofocus` : html``} />
  </div>`
}
