import { administrationLinks, createAdministration, type Administration } from '../administration/service.js'
import type { Policy } from '../policy/policy.js'
import { guardedStorage } from '../workflow/limits.js'
import { linkBuilder } from '../workflow/links.js'
import { createOutbox, type Outbox } from '../workflow/outbox.js'
import { createRuntime, type Runtime } from '../workflow/runtime.js'
import { checkTimeZone, lettersWith, limitsOf, type PorticoSettings } from './settings.js'

/** The services of a portal application. */
export interface Portico<P extends Policy> {
  readonly policy: P
  readonly administration: Administration<P>
  readonly outbox: Outbox
  /** What the services are built on; applications build their own workflows on it too. */
  readonly runtime: Runtime
}

/**
 * Puts the parts together.
 *
 * @throws PortalError `SETTINGS_INVALID`, which names the setting, when one is unknown, missing or not well-formed
 */
export function createPortico<P extends Policy>(settings: PorticoSettings<P>): Portico<P> {
  const limits = limitsOf(settings)
  const { policy, mailer, clock, random, digest, passwords, from, linkKinds = {}, timeZone = 'UTC', audit } = settings
  checkTimeZone(timeZone)
  const link = linkBuilder(settings.links)
  const kinds = { ...administrationLinks, ...linkKinds }
  // A path that leads somewhere else is refused now, not when the first letter with it is sent.
  for (const { path } of Object.values(kinds)) link(path, '')
  const storage = guardedStorage(settings.storage, clock, limits.storage)
  const dispatcher = createOutbox({
    storage,
    mailer,
    clock,
    random,
    digest,
    letters: lettersWith(settings.letters),
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
    dispatcher,
    audit,
    auditTimeout: limits.storage,
    dispatchAfterCommit: settings.dispatch !== 'by-worker',
    onError: settings.onError ?? (() => undefined),
  })
  const { licences } = settings
  const administration = createAdministration({ policy, runtime, licences, licencesTimeout: limits.storage, linkLifetime: limits.link })
  return { policy, administration, outbox: runtime.outbox, runtime }
}
