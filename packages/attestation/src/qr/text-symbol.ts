import { correction, generate } from 'lean-qr';

import { svgOf } from './svg.ts';

/** A code of any text, for a screen: error correction M, with its quiet zone, as one drawing that brings its own name. */
export function textSymbol(
  text: string,
  shown: { readonly name: string; readonly title: string; readonly description: string },
): string {
  const symbol = generate(text, { minCorrectionLevel: correction.M });
  const isDark = (x: number, y: number) => symbol.get(x, y);
  return svgOf({ modules: symbol.size, isDark }, { ...shown, quietZone: 4, moduleMm: 1 });
}
