/** Random numbers that nobody can guess. */
export interface Random {
  /** So many bytes from a cryptographically secure source. Must throw rather than give less or worse. */
  bytes(count: number): Uint8Array
}

/** A one-way function for what is random enough not to be guessed (tokens); never for passwords. */
export interface Digest {
  /** SHA-256 of the UTF-8 of a text, in lower-case hex. */
  sha256(text: string): Promise<string>
}
