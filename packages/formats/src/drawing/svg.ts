import type { Drawing, Shape, Step } from './drawing.ts';

/** A drawing as SVG: one unit of the drawing is one of the viewBox, width and height are those of the print. */
export function drawingSvg(drawing: Drawing): string {
  const { width, height, title, description, language, shapes } = drawing;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${millimetres(drawing, width)}" height="${millimetres(drawing, height)}"`,
    ` viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-labelledby="title description" lang="${language}">`,
    `<title id="title">${escaped(title)}</title><desc id="description">${escaped(description)}</desc>`,
    ...shapes.map(element),
    '</svg>\n',
  ].join('');
}

function millimetres({ unitMm }: Drawing, units: number): string {
  return `${String(Number((units * unitMm).toFixed(4)))}mm`;
}

function element({ ink, path, crisp }: Shape): string {
  const edges = crisp ? ' shape-rendering="crispEdges"' : '';
  return `<path fill="${ink === 'black' ? '#000' : '#fff'}"${edges} d="${path.map(written).join('')}"/>`;
}

function written([letter, ...numbers]: Step): string {
  return `${letter}${numbers.map(String).join(' ')}`;
}

/** As XML; what no XML document may hold is left out. */
function escaped(text: string): string {
  const printable = text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return printable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
