import { administrationLinks, createAdministration, type Administration } from '../administration/service.js'
import { PortalError } from '../errors.js'
import { ownershipLinks } from '../ownership/letters.js'
import type { Ownership } from '../ownership/ownership.js'
import { createOwnership } from '../ownership/service.js'
import type { Policy } from '../policy/policy.js'
import { registrationLinks } from '../registration/letters.js'
import { createRegistration, type Registration } from '../registration/service.js'
import { reportDelivery } from '../registration/delivery.js'
import { guardedStorage } from '../workflow/limits.js'
import { guardedRandom } from '../workflow/random.js'
import { registrationPartsOf, type RegistrationSettings } from './registration-settings.js'
import type { LinkKinds } from '../workflow/attempt.js'
import { linkBuilder, type LinkSettings } from '../workflow/links.js'
import { createOutbox, type Outbox } from '../workflow/outbox.js'
import { repeat } from '../workflow/repeat.js'
import { createRuntime, type Runtime } from '../workflow/runtime.js'
import { checkTimeZone } from '../workflow/time-zone.js'
import { lettersWith, limitsOf, ownershipRulesOf, type PorticoSettings } from './settings.js'

/** The services of a portal application. */
export interface Portico<P extends Policy> {
  readonly policy: P
  readonly administration: Administration<P>
  readonly ownership: Ownership
  readonly outbox: Outbox
  /**
   * Sends letters and does what time brings (transfers that end) until the signal is aborted: let one process at least run it.
   *
   * @param options `every`: how long to wait when there was nothing to do, 1,000 milliseconds by default; `onError`: is told what failed, which
   *   is tried again
   * @throws PortalError `SETTINGS_INVALID` when `every` is not at least one millisecond; nothing else
   */
  run(options: Parameters<Outbox['run']>[0]): Promise<void>
  /** What the services are built on; applications build their own workflows on it too. */
  readonly runtime: Runtime
}

/** The services of an application that has `registration` among its settings. */
export interface PorticoWithRegistration<P extends Policy> extends Portico<P> {
  readonly registration: Registration<P>
}

/**
 * Puts the parts together.
 *
 * @throws PortalError `SETTINGS_INVALID`, which names the setting, when one is unknown, missing or not well-formed
 */
export function createPortico<P extends Policy>(
  settings: PorticoSettings<P> & { readonly registration: RegistrationSettings },
): PorticoWithRegistration<P>
export function createPortico<P extends Policy>(settings: PorticoSettings<P>): Portico<P>
export function createPortico<P extends Policy>(settings: PorticoSettings<P>): Portico<P> | PorticoWithRegistration<P> {
  const limits = limitsOf(settings)
  const { policy, mailer, clock, digest, passwords, from, linkKinds = {}, timeZone = 'UTC', audit } = settings
  const random = guardedRandom(settings.random)
  checkTimeZone(timeZone)
  const link = linkBuilder(settings.links)
  const builtIn = builtInLinks(settings.links.paths)
  for (const kind of Object.keys(linkKinds).filter((name) => Object.hasOwn(builtIn, name)))
    throw new PortalError('SETTINGS_INVALID', `\`linkKinds.${kind}\` is built in, and says itself when its links work`, { kind })
  const kinds = { ...builtIn, ...linkKinds }
  // A path that leads somewhere else is refused now, not when the first letter with it is sent.
  for (const { path } of Object.values(kinds)) link(path, '')
  const storage = guardedStorage(settings.storage, clock, limits.storage)
  const letters = lettersWith(settings.letters)
  let registration: Registration<P> | undefined
  const dispatcher = createOutbox({
    onSettled: (letter) => (registration ? reportDelivery(registration, letter) : Promise.resolve()),
    storage,
    mailer,
    clock,
    random,
    digest,
    letters,
    linkKinds: kinds,
    link,
    from,
    timeZone,
    lease: limits.lease,
    sendTimeout: limits.send,
    parallel: limits.parallel,
    maxAttempts: limits.attempts,
    // One minute, two, four …, at most an hour.
    backoff: (attempts) => Math.min(60_000 * 2 ** (attempts - 1), 3_600_000),
  })
  const runtime = createRuntime({
    storage,
    clock,
    random,
    digest,
    passwords,
    passwordRules: { ...settings.passwordRules, timeout: limits.passwords },
    dispatcher,
    audit,
    auditTimeout: limits.storage,
    dispatchAfterCommit: settings.dispatch !== 'by-worker',
    onEvents: settings.onEvents,
    onError: settings.onError ?? (() => undefined),
  })
  const { licences } = settings
  const administration = createAdministration({
    policy,
    runtime,
    licences,
    licencesTimeout: limits.storage,
    linkLifetime: limits.link,
  })
  const ownership = createOwnership({ runtime, rules: ownershipRulesOf(settings.ownership) })
  if (settings.registration) {
    const signInUrl = link(settings.links.paths?.signIn ?? '/sign-in', '').replace(/\?token=$/, '')
    const rest = {
      policy,
      runtime,
      letters,
      licences,
      portTimeout: limits.storage,
      linkLifetime: limits.link,
      signInUrl,
      from: from.address,
    }
    registration = createRegistration(registrationPartsOf(settings.registration, rest))
  }
  const run: Portico<P>['run'] = async (options) => {
    const timers = [() => ownership.expireDue(), ...timersOf(registration, settings.registration?.rateLimits)]
    await Promise.all([runtime.outbox.run(options), ...timers.map((timer) => repeat(clock, timer, options))])
  }
  return { policy, administration, ownership, outbox: runtime.outbox, runtime, run, ...(registration && { registration }) }
}

/** What time brings about the portals of holders. */
function timersOf(
  registration: Registration | undefined,
  limits: RegistrationSettings['rateLimits'] | undefined,
): readonly (() => Promise<number>)[] {
  if (!registration) return []
  const forget = limits?.forgetDue?.bind(limits)
  return [() => registration.system.expireDue(), ...(forget ? [forget] : [])]
}

/** The built-in kinds of links, with the paths of the application. */
function builtInLinks({ ownership, ...own }: NonNullable<LinkSettings['paths']> = {}): LinkKinds {
  const paths: Readonly<Record<string, string | undefined>> = { ...own, confirmTransfer: ownership, acceptTransfer: ownership }
  const kinds = Object.entries({ ...administrationLinks, ...ownershipLinks, ...registrationLinks })
  return Object.fromEntries(kinds.map(([name, kind]) => [name, { ...kind, path: paths[name] ?? kind.path }]))
}
