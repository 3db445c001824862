/** The letters that are written in several scripts' ways count for all of them. */
const scripts = [
  'Latin',
  'Greek',
  'Cyrillic',
  'Arabic',
  'Hebrew',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Thai',
  'Devanagari',
  'Armenian',
  'Georgian',
] as const
const inScript = scripts.map((script) => new RegExp(`^[\\p{Script=${script}}\\p{Script=Common}\\p{Script=Inherited}]*$`, 'u'))

/** Whether all letters of a text are of one script that is known here. */
export const isOfOneScript = (text: string): boolean => inScript.some((only) => only.test(text))

/** Whether a part of an address mixes letters of several scripts, as look-alikes do: a Cyrillic `е` in `example`. */
export function isMixedScript(address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return domain.split('.').some((label) => !isOfOneScript(label))
}
