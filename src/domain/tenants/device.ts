/** Longest header that is read, in UTF-16 units. */
const MOST_READ = 400;

/** Browsers by what they call themselves; earlier ones also bear the marks of later ones. */
const BROWSERS: ReadonlyArray<[RegExp, string]> = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Headless)?Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const SYSTEMS: ReadonlyArray<[RegExp, string]> = [
  [/\bWindows\b/, 'Windows'],
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** The browser and the system of a `User-Agent` header, such as "Firefox · macOS"; empty where neither is known. */
export function deviceOf(userAgent: string | undefined): string {
  const read = (userAgent ?? '').slice(0, MOST_READ);
  const nameIn = (names: ReadonlyArray<[RegExp, string]>) => names.find(([mark]) => mark.test(read))?.[1];
  return [nameIn(BROWSERS), nameIn(SYSTEMS)].filter(Boolean).join(' · ');
}
