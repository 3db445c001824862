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
  // Digits
  '0': 'o',
  '1': 'l',
}

/** What a name looks like: two names with one skeleton are hard to tell apart. `adrnin` looks like `admin`, `paul1` like `paull`. */
export const skeletonOf = (name: string): string =>
  Array.from(name, (character) => letters[character] ?? character)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
