import { correction, generate, mode, type Bitmap2D } from 'lean-qr';
import type { LabelId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { toDigits } from './decimal.ts';
import { labelUrl } from './label-url.ts';
import type { QrProfile } from './print-size.ts';

/** Modules of version 9: a larger offline symbol is not read at the sizes at which labels are printed. */
const P2_LARGEST = 53;

export type LabelSymbolRequest = {
  readonly host: string;
  readonly labelId: LabelId;
  /** Signed bytes of `signOffline`: makes the code one of profile P2, which can be verified without a connection. */
  readonly offline?: Uint8Array;
};

/** The modules of a label's code, before anybody says how large they are printed; `text` is what a reader reads. */
export type LabelSymbol = {
  readonly profile: QrProfile;
  readonly text: string;
  /** Modules on a side, without quiet zone. */
  readonly modules: number;
  readonly isDark: (x: number, y: number) => boolean;
};

export type LabelSymbolRefusal = {
  readonly code: 'offline-part-too-long';
  readonly modules: number;
  readonly largest: number;
};

/**
 * The code of a label (trust layer section 9): profile P1 is the label URL at error correction Q; P2 adds the signed
 * bytes as digits behind `#1`, at error correction M, up to version 9. Throws for what is no host.
 */
export function labelSymbol(request: LabelSymbolRequest): Result<LabelSymbol, LabelSymbolRefusal> {
  const { host, labelId, offline } = request;
  const url = labelUrl(host, labelId);
  const text = codeText(request);
  if (offline === undefined) return ok(symbolOf('P1', text, generated(urlSegments(url), 'Q')));
  const segments = [...urlSegments(url), mode.ascii('#'), mode.numeric(`1${toDigits(offline)}`)];
  const symbol = symbolOf('P2', text, generated(segments, 'M'));
  return symbol.modules > P2_LARGEST
    ? refuse({ code: 'offline-part-too-long', modules: symbol.modules, largest: P2_LARGEST })
    : ok(symbol);
}

/** What a reader reads in the code of a label, which may be known without drawing it. */
export function codeText({ host, labelId, offline }: LabelSymbolRequest): string {
  const text = printed(labelUrl(host, labelId));
  return offline === undefined ? text : `${text}#1${toDigits(offline)}`;
}

type Segment = ReturnType<typeof mode.ascii>;

function symbolOf(profile: QrProfile, text: string, bitmap: Bitmap2D): LabelSymbol {
  return { profile, text, modules: bitmap.size, isDark: (x, y) => bitmap.get(x, y) };
}

function generated(segments: readonly Segment[], level: 'M' | 'Q'): Bitmap2D {
  const exactly = { minCorrectionLevel: correction[level], maxCorrectionLevel: correction[level] };
  return generate(mode.multi(...segments), exactly);
}

/**
 * The scheme stays in lower case, because some phones do not take `HTTPS://` for a link; all the rest is upper case, which
 * the alphanumeric mode packs tighter and our server reads alike.
 */
function urlSegments(url: string): readonly Segment[] {
  const slashes = url.indexOf('://') + 3;
  return [mode.ascii(url.slice(0, slashes)), mode.alphaNumeric(url.slice(slashes).toUpperCase())];
}

/** What a reader reads of a URL. */
function printed(url: string): string {
  const slashes = url.indexOf('://') + 3;
  return `${url.slice(0, slashes)}${url.slice(slashes).toUpperCase()}`;
}
