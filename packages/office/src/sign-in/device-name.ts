/**
 * What a browser is, in two words its owner knows it by: `Firefox, Windows`. Never more of what it says of itself, which
 * anybody can write and which would tell more than a list of sessions needs.
 */
export function deviceName(agent: string | undefined): string {
  const said = (agent ?? '').slice(0, 1_000);
  const browser = BROWSERS.find(([sign]) => sign.test(said))?.[1] ?? 'Browser';
  const system = SYSTEMS.find(([sign]) => sign.test(said))?.[1];
  return system === undefined ? browser : `${browser}, ${system}`;
}

/** In this order: each names itself, and most name those that came before. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
  [/\bcurl\//, 'curl'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMacintosh\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];
