/**
 * The media type that the client likes best, RFC 9110 section 12.5.1; the first one where it likes several
 * equally, or none: a reader with an odd browser still gets a page.
 */
export function preferred(accept: string | undefined, offered: readonly [string, ...string[]]): string {
  if (accept === undefined || accept.length > 1_000) return offered[0];
  const ranges = accept.split(',').map(parseRange);
  return offered.reduce((best, type) => (liking(ranges, type) > liking(ranges, best) ? type : best));
}

/** Whether a client that said nothing better would rather see a page than data. */
export function prefersPage(accept: string | undefined): boolean {
  return preferred(accept, ['text/html', 'application/problem+json', 'application/json']) === 'text/html';
}

type Range = { readonly type: string; readonly quality: number };

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((one) => one.startsWith('q='));
  const value = quality === undefined ? 1 : Number(quality.slice(2));
  return { type, quality: value >= 0 && value <= 1 ? value : 0 };
}

function liking(ranges: readonly Range[], type: string): number {
  const family = `${type.split('/')[0] ?? ''}/*`;
  for (const name of [type, family, '*/*']) {
    const match = ranges.find((range) => range.type === name);
    if (match) return match.quality;
  }
  return 0;
}
