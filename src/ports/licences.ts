/** What a portal is licensed for, asked where licences are sold. Without this port, the portal's own record says it. */
export interface Licences {
  /**
   * The features that are licensed (what modules `require`), and how many active members of a kind: left out is any number.
   *
   * Must reject when it does not know. What depends on the answer is refused then, with `LICENSE_UNKNOWN`.
   */
  of(portalId: string): Promise<PortalLicences>
}

/** The licences of a portal. */
export interface PortalLicences {
  readonly features: readonly string[]
  /** By the name of the seat: `users`, `guests`, `administrators`. */
  readonly seats?: Readonly<Record<string, number>> | undefined
}
