import { correction, generate, mode, type Bitmap2D } from 'lean-qr';
import type { LabelId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { toDigits } from './decimal.ts';
import { labelUrl } from './label-url.ts';
import { svgOf } from './svg.ts';

/** Trust layer section 9: the profiles are never printed smaller than this, measured without the quiet zone. */
const P1_MINIMUM_MM = 15;
const P2_MINIMUM_MM = 20;
/** Modules of version 9: a larger offline symbol is not read at the sizes at which labels are printed. */
const P2_LARGEST = 53;
/** GS1's smallest module, and the one that a printer may be trusted with who says so. */
const MODULE_MINIMUM_MM = 0.396;
const FINE_MODULE_MINIMUM_MM = 0.33;
const QUIET_ZONE = 4;

export type LabelQrRequest = {
  readonly host: string;
  readonly labelId: LabelId;
  /** Printed width of the symbol without its quiet zone. */
  readonly sizeMm: number;
  /** Signed bytes of `signOffline`: makes the code one of profile P2, which can be verified without a connection. */
  readonly offline?: Uint8Array;
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

export type LabelQrRefusal =
  | {
      readonly code: 'symbol-too-small' | 'module-too-small';
      readonly minimumMm: number;
      readonly givenMm: number;
    }
  | { readonly code: 'offline-part-too-long'; readonly modules: number; readonly largest: number };

/**
 * QR code of a label: profile P1 is the label URL at error correction Q; P2 adds the signed bytes as digits behind `#1`,
 * at error correction M. Refuses a size or a length at which phones would fail to read it.
 */
export function labelQr(request: LabelQrRequest): Result<LabelQr, LabelQrRefusal> {
  const { host, labelId, sizeMm, offline } = request;
  const smallest = offline === undefined ? P1_MINIMUM_MM : P2_MINIMUM_MM;
  if (!(sizeMm >= smallest && Number.isFinite(sizeMm))) {
    return refuse({ code: 'symbol-too-small', minimumMm: smallest, givenMm: sizeMm });
  }
  const url = labelUrl(host, labelId);
  const digits = offline === undefined ? '' : toDigits(offline);
  const symbol = offline === undefined ? labelQrSymbol(url) : offlineQrSymbol(url, digits);
  if (offline !== undefined && symbol.size > P2_LARGEST)
    return refuse({ code: 'offline-part-too-long', modules: symbol.size, largest: P2_LARGEST });
  const moduleMm = sizeMm / symbol.size;
  const minimumMm = request.finePrint === true ? FINE_MODULE_MINIMUM_MM : MODULE_MINIMUM_MM;
  if (moduleMm < minimumMm) return refuse({ code: 'module-too-small', minimumMm, givenMm: moduleMm });
  const svg = svgOf(symbol, { ...request, quietZone: QUIET_ZONE, moduleMm, name: `qr-${labelId}` });
  const text = printed(url);
  return ok({
    text: offline === undefined ? text : `${text}#1${digits}`,
    modules: symbol.size,
    moduleMm,
    svg,
  });
}

/** The modules of a label URL. */
export function labelQrSymbol(url: string): Bitmap2D {
  return generate(mode.multi(...urlSegments(url)), {
    minCorrectionLevel: correction.Q,
    maxCorrectionLevel: correction.Q,
  });
}

function offlineQrSymbol(url: string, digits: string): Bitmap2D {
  const segments = mode.multi(...urlSegments(url), mode.ascii('#'), mode.numeric(`1${digits}`));
  return generate(segments, { minCorrectionLevel: correction.M, maxCorrectionLevel: correction.M });
}

type Segment = ReturnType<typeof mode.ascii>;

/**
 * The scheme stays in lower case, because some phones do not take `HTTPS://` for a link; all the rest is upper case, which
 * the alphanumeric mode packs tighter and our server reads alike.
 */
function urlSegments(url: string): readonly [Segment, Segment] {
  const slashes = url.indexOf('://') + 3;
  return [mode.ascii(url.slice(0, slashes)), mode.alphaNumeric(url.slice(slashes).toUpperCase())];
}

/** What a reader reads of a URL. */
function printed(url: string): string {
  const slashes = url.indexOf('://') + 3;
  return `${url.slice(0, slashes)}${url.slice(slashes).toUpperCase()}`;
}
