/** Letters of other scripts, in lower case, that look like one of the Latin script; the pairs that people cannot tell apart in most fonts. */
const letters: Readonly<Record<string, string>> = {
  // Cyrillic
  а: 'a',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  ӏ: 'l',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  ѕ: 's',
  ԝ: 'w',
  х: 'x',
  у: 'y',
  // Greek
  α: 'a',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  υ: 'u',
  χ: 'x',
  // Armenian
  ք: 'f',
  ց: 'g',
  հ: 'h',
  ո: 'n',
  օ: 'o',
  զ: 'q',
  ս: 'u',
}

/** A name with the letters of other scripts as the Latin ones that they look like: Cyrillic `сахаре` looks like `caxape`. */
export const acrossScripts = (name: string): string => Array.from(name, (character) => letters[character] ?? character).join('')

/** A name with what looks alike in Latin as one: `adrnin` looks like `admin`, `paul1` like `paull`. */
export const withinLatin = (name: string): string =>
  name.replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('rn', 'm').replaceAll('vv', 'w')
