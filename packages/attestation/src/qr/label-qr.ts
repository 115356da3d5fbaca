import { ok, type Result } from '@assay/vocabulary/result';

import { labelSymbol, type LabelSymbolRefusal, type LabelSymbolRequest } from './label-symbol.ts';
import { moduleWidth, QUIET_ZONE, type PrintSizeRefusal } from './print-size.ts';
import { svgOf } from './svg.ts';

export type LabelQrRequest = LabelSymbolRequest & {
  /** Printed width of the symbol without its quiet zone. */
  readonly sizeMm: number;
  /** Accept modules down to 0.33 mm. */
  readonly finePrint?: boolean;
  /** What a screen reader says; the words come from the scheme's texts. */
  readonly title: string;
  readonly description: string;
};

/** A printable symbol: `text` is what a reader reads, `modules` those on a side without quiet zone, `moduleMm` the width of one, and the SVG document. */
export type LabelQr = {
  readonly text: string;
  readonly modules: number;
  readonly moduleMm: number;
  readonly svg: string;
};

/** QR code of a label as a drawing of its own. Refuses a size or a length at which phones would fail to read it. */
export function labelQr(request: LabelQrRequest): Result<LabelQr, LabelSymbolRefusal | PrintSizeRefusal> {
  const symbol = labelSymbol(request);
  if (!symbol.ok) return symbol;
  const { text, modules } = symbol.value;
  const width = moduleWidth(symbol.value, request.sizeMm, request.finePrint);
  if (!width.ok) return width;
  const { title, description, labelId } = request;
  const drawn = { quietZone: QUIET_ZONE, moduleMm: width.value, name: `qr-${labelId}`, title, description };
  return ok({ text, modules, moduleMm: width.value, svg: svgOf(symbol.value, drawn) });
}
