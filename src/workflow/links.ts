import { PortalError } from '../errors.js'

/** Where links lead. */
export interface LinkSettings {
  /** The application's own address, for example `https://portal.example`: https, without a path. It never comes from a request. */
  readonly origin: string
  /** Admits `http://localhost` and `http://127.0.0.1` as origin, for development. */
  readonly allowLocalhost?: boolean
  /**
   * The paths of the application's pages: `/invitation`, `/confirm-email`, `/ownership`, `/register`, `/register/confirm` and, without a link of its
   * own, `/sign-in` by default.
   */
  readonly paths?: {
    readonly invitation?: string
    readonly verifyEmail?: string
    readonly ownership?: string
    readonly register?: string
    readonly confirmHolder?: string
    readonly signIn?: string
  }
}

/**
 * Makes links from the configured origin only.
 *
 * @returns a function of a path (starting with `/`) and a token
 * @throws PortalError `SETTINGS_INVALID` when the origin is not https, or has more than host and port; the function, when a path could lead
 *   somewhere else
 */
export function linkBuilder({ origin, allowLocalhost = false }: Omit<LinkSettings, 'paths'>): (path: string, token: string) => string {
  const [, scheme = '', host = '', port = '443'] = shape.exec(origin) ?? []
  const local = scheme === 'http' && allowLocalhost && (host === 'localhost' || host === '127.0.0.1')
  const reachable = Number(port) >= 1 && Number(port) <= 65_535
  if ((scheme !== 'https' && !local) || !reachable)
    throw new PortalError('SETTINGS_INVALID', `\`${origin}\` is no https origin`, { origin })
  return (path, token) => {
    if (!/^\/[\w.~/#%-]*$/.test(path)) throw new PortalError('SETTINGS_INVALID', `\`${path}\` is no path`, { path })
    return `${origin}${path}?token=${token}`
  }
}

// Names in ASCII only: another script's letters are written `xn--…`, so that a look-alike is seen.
const shape = /^(https?):\/\/((?!-)[a-z0-9-]+(?:\.(?!-)[a-z0-9-]+)*)(?::(\d{1,5}))?$/
