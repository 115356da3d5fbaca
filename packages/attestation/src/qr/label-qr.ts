import { correction, generate, mode, type Bitmap2D } from 'lean-qr';
import type { LabelId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { labelUrl } from './label-url.ts';
import { svgOf } from './svg.ts';

/** Trust layer section 9: profile P1 is never printed smaller than this, measured without the quiet zone. */
const P1_MINIMUM_MM = 15;
/** GS1's smallest module, and the one that a printer may be trusted with who says so. */
const MODULE_MINIMUM_MM = 0.396;
const FINE_MODULE_MINIMUM_MM = 0.33;
const QUIET_ZONE = 4;

export type LabelQrRequest = {
  readonly host: string;
  readonly labelId: LabelId;
  /** Printed width of the symbol without its quiet zone. */
  readonly sizeMm: number;
  /** Accept modules down to 0.33 mm. */
  readonly finePrint?: boolean;
  /** What a screen reader says; the words come from the scheme's texts. */
  readonly title: string;
  readonly description: string;
};

/** A printable symbol: `modules` on a side without quiet zone, `moduleMm` the width of one, and the SVG document. */
export type LabelQr = {
  readonly url: string;
  readonly modules: number;
  readonly moduleMm: number;
  readonly svg: string;
};

export type LabelQrRefusal = {
  readonly code: 'symbol-too-small' | 'module-too-small';
  readonly minimumMm: number;
  readonly givenMm: number;
};

/** QR code of profile P1: the label URL, error correction Q. Refuses a size at which phones would fail to read it. */
export function labelQr(request: LabelQrRequest): Result<LabelQr, LabelQrRefusal> {
  const { host, labelId, sizeMm } = request;
  if (!(sizeMm >= P1_MINIMUM_MM && Number.isFinite(sizeMm))) {
    return refuse({ code: 'symbol-too-small', minimumMm: P1_MINIMUM_MM, givenMm: sizeMm });
  }
  const url = labelUrl(host, labelId);
  const symbol = labelQrSymbol(url);
  const moduleMm = sizeMm / symbol.size;
  const minimumMm = request.finePrint === true ? FINE_MODULE_MINIMUM_MM : MODULE_MINIMUM_MM;
  if (moduleMm < minimumMm) return refuse({ code: 'module-too-small', minimumMm, givenMm: moduleMm });
  const svg = svgOf(symbol, { ...request, quietZone: QUIET_ZONE, moduleMm, name: `qr-${labelId}` });
  return ok({ url, modules: symbol.size, moduleMm, svg });
}

/**
 * The modules of a label URL. The scheme stays in lower case, because some phones do not take `HTTPS://` for a link; all
 * the rest is upper case, which the alphanumeric mode packs tighter and our server reads alike.
 */
export function labelQrSymbol(url: string): Bitmap2D {
  const slashes = url.indexOf('://') + 3;
  const segments = mode.multi(
    mode.ascii(url.slice(0, slashes)),
    mode.alphaNumeric(url.slice(slashes).toUpperCase()),
  );
  return generate(segments, { minCorrectionLevel: correction.Q, maxCorrectionLevel: correction.Q });
}
