/** Whoever may have a portal: one of the staff, an office, the firm itself, a contact. The application keeps him. */
export interface Holder {
  /** Unique in the firm's portal, over all kinds. */
  readonly id: string
  /** What he is: `staff`, `office`, `firm`, `client` (a contact of clients), `contact` (one without a client), or a kind of the application's own. */
  readonly kind: string
  readonly name: string
  /** Where his letters go; a portal needs one. */
  readonly email?: string | null | undefined
  /** Whether he is there still: whoever has left is not. */
  readonly active: boolean
  /** The office that he belongs to; for an office, itself. */
  readonly office?: string | null | undefined
  /** The members and groups of the firm with the right on this client or contact. */
  readonly handlers?: readonly string[] | undefined
  /** The language of his letters (BCP 47): English when left out. */
  readonly language?: string | undefined
}

/** Knows the staff, the offices and the contacts of the application. */
export interface Holders {
  /**
   * Must resolve to `undefined` when there is none in this firm's portal, and reject when it does not know: what depends on the answer is refused
   * then, with `HOLDERS_UNAVAILABLE`.
   */
  get(portalId: string, holderId: string): Promise<Holder | undefined>
}
