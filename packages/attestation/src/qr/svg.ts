import type { LabelSymbol } from './label-symbol.ts';

type Modules = Pick<LabelSymbol, 'modules' | 'isDark'>;

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
export function svgOf(symbol: Modules, request: SvgRequest): string {
  const side = symbol.modules + 2 * request.quietZone;
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
function runs(symbol: Modules, offset: number): string {
  const { modules: size, isDark } = symbol;
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!isDark(x, y)) continue;
      const start = x;
      while (x < size && isDark(x, y)) x += 1;
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
