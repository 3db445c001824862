/** A letter, ready to be sent. Text and HTML say the same. */
export interface MailMessage {
  readonly to: { readonly address: string; readonly name: string }
  readonly from: { readonly address: string; readonly name: string }
  readonly subject: string
  readonly text: string
  readonly html: string
  /** BCP 47. */
  readonly language: string
  /** The same for every attempt at this letter: a mail service that knows it sends the letter once. */
  readonly idempotencyKey: string
}

/** Sends mail. */
export interface Mailer {
  /**
   * Hands a letter over to be delivered.
   *
   * Must resolve only when somebody else has taken responsibility for the letter (a mail server said so), and reject otherwise. Must never let a
   * value break out of its place: a line break in a name or subject is no new header. May be called again with the same letter after a
   * rejection, or when its caller died before he could write down the answer. The outbox waits as long as `limits.send` says, and takes what has
   * not answered then for not sent: a mailer that goes on beyond it may send a letter that is already being sent again.
   */
  send(message: MailMessage): Promise<void>
}
