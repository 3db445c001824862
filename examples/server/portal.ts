// The parts of the application, put together.
import { portalPolicy } from 'portico'
import { createPortico, type Mailer, type Storage } from 'portico/server'
import { systemClock } from 'portico/system'
import { webCrypto } from 'portico/webcrypto'

const crypto = webCrypto()
export const clock = systemClock()
export const random = crypto

export const startPortal = (storage: Storage, mailer: Mailer) =>
  createPortico({
    policy: portalPolicy,
    storage,
    mailer,
    clock,
    random,
    digest: crypto,
    links: { origin: 'https://portal.example' },
    from: { address: 'portal@portal.example', name: 'Portal' },
    letters: { welcome: { en: { subject: 'Welcome, {name}', blocks: [{ text: 'Good to have you here, {name}.' }] } } },
    limits: { attempts: 1 }, // 8 by default; here, what fails once is given up
    onError: (error) => console.error(error),
  })
