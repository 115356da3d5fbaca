import type { Bitmap2D } from 'lean-qr';

export type SvgRequest = {
  readonly quietZone: number;
  readonly moduleMm: number;
  /** Prefix of the ids inside, unique on a page. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
};

/**
 * Draws a symbol as one path on an integer grid, one unit a module, so that no edge falls between two; the white ground
 * carries the quiet zone with it. Width and height are the printed size in millimetres.
 */
export function svgOf(symbol: Pick<Bitmap2D, 'size' | 'get'>, request: SvgRequest): string {
  const side = symbol.size + 2 * request.quietZone;
  const millimetres = `${Number((side * request.moduleMm).toFixed(3))}mm`;
  const [title, description] = [`${request.name}-title`, `${request.name}-desc`];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${millimetres}" height="${millimetres}"`,
    ` viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges" role="img" aria-labelledby="${title} ${description}">`,
    `<title id="${title}">${escapeXml(request.title)}</title>`,
    `<desc id="${description}">${escapeXml(request.description)}</desc>`,
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/>`,
    `<path fill="#000" d="${runs(symbol, request.quietZone)}"/></svg>\n`,
  ].join('');
}

/** Dark modules of each row, neighbours joined. */
function runs(symbol: Pick<Bitmap2D, 'size' | 'get'>, offset: number): string {
  const { size } = symbol;
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!symbol.get(x, y)) continue;
      const start = x;
      while (x < size && symbol.get(x, y)) x += 1;
      path += `M${start + offset} ${y + offset}h${x - start}v1H${start + offset}z`;
    }
  }
  return path;
}

function escapeXml(text: string): string {
  const printable = text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return printable
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
