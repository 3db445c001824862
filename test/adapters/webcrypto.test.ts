import { describe, test } from 'vitest'
import { webCrypto } from '../../src/adapters/webcrypto/index.js'
import { digestContract, randomContract } from '../../src/testing/index.js'

describe('the platform’s random numbers', () => {
  test.each(randomContract(() => Promise.resolve({ random: webCrypto() })))('$name', ({ run }) => run())
})

describe('the platform’s digest', () => {
  test.each(digestContract(() => Promise.resolve({ digest: webCrypto() })))('$name', ({ run }) => run())
})
