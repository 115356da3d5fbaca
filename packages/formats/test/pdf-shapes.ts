import { inflateSync } from 'node:zlib';

import type { Shape, Step } from '../src/drawing/drawing.ts';

/** The filled outlines on the page of a PDF, read from its own operators; whether they are crisp a PDF does not say. */
export function pdfShapes(bytes: Uint8Array): readonly Omit<Shape, 'crisp'>[] {
  const content = streamsOf(bytes).find((stream) => / cm\n/.test(stream)) ?? '';
  const shapes: Omit<Shape, 'crisp'>[] = [];
  let path: Step[] = [];
  let ink: Shape['ink'] = 'black';
  for (const line of content.split('\n')) {
    const words = line.trim().split(' ');
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = words.map(Number);
    switch (words.at(-1)) {
      case 'm':
        path.push(['M', a, b]);
        break;
      case 'l':
        path.push(['L', a, b]);
        break;
      case 'c':
        path.push(['C', a, b, c, d, e, f]);
        break;
      case 'h':
        path.push(['Z']);
        break;
      case 'scn':
        ink = d === 1 ? 'black' : 'white';
        break;
      case 'f':
        shapes.push({ ink, path });
        path = [];
        break;
      case undefined:
      default:
    }
  }
  return shapes;
}

/** The text of a PDF outside its packed streams: dictionaries, metadata, structure. */
export function pdfText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function streamsOf(bytes: Uint8Array): readonly string[] {
  const text = pdfText(bytes);
  return [...text.matchAll(/\/Length (\d+)[^>]*>>\nstream\n/g)].flatMap((found) => {
    const start = found.index + found[0].length;
    const data = Buffer.from(bytes).subarray(start, start + Number(found[1]));
    return found[0].includes('FlateDecode') ||
      text.slice(found.index - 60, found.index).includes('FlateDecode')
      ? [inflateSync(data).toString('latin1')]
      : [];
  });
}
