/** The first that fits is the one: most browsers also say the names of others. */
const browsers: [RegExp, string][] = [
  [/Electron\//, 'Atalaya'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/iPhone|iPad|iPod/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
];

const nameOf = (list: [RegExp, string][], agent: string) =>
  list.find(([pattern]) => pattern.test(agent))?.[1];

/** What a browser says about itself, as far as people know the names. */
export function deviceOf(agent: string): { browser?: string; system?: string } {
  const browser = nameOf(browsers, agent);
  const system = nameOf(systems, agent);
  return { ...(browser && { browser }), ...(system && { system }) };
}
