import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** P1: the address alone, error correction Q. P2: signed words behind it, error correction M. */
export type QrProfile = 'P1' | 'P2';

/** Modules of white around a symbol (ISO/IEC 18004), without which readers do not find it. */
export const QUIET_ZONE = 4;
/** Trust layer section 9: no profile is ever printed smaller than this, measured without the quiet zone. */
const SYMBOL_MINIMUM_MM: Readonly<Record<QrProfile, number>> = { P1: 15, P2: 20 };
/** GS1's smallest module, and the one that a printer may be trusted with who says so. */
const MODULE_MINIMUM_MM = 0.396;
const FINE_MODULE_MINIMUM_MM = 0.33;
/** Of a size that was computed from a minimum and divided again. */
const ROUNDING = 1e-9;

type Symbol = { readonly profile: QrProfile; readonly modules: number };

/** `minimumMm` is what is too small, of the symbol or of a module; `smallestMm` the width of symbol that would do. */
export type PrintSizeRefusal = {
  readonly code: 'symbol-too-small' | 'module-too-small';
  readonly minimumMm: number;
  readonly givenMm: number;
  readonly smallestMm: number;
};

/** The least width in millimetres, without quiet zone, at which phones read this symbol. */
export function smallestSymbolMm({ profile, modules }: Symbol, finePrint = false): number {
  return Math.max(SYMBOL_MINIMUM_MM[profile], modules * moduleMinimum(finePrint));
}

/** Width of a module in millimetres when the symbol is printed so wide; refuses what phones would fail to read. */
export function moduleWidth(
  symbol: Symbol,
  sizeMm: number,
  finePrint = false,
): Result<number, PrintSizeRefusal> {
  const minimumMm = SYMBOL_MINIMUM_MM[symbol.profile];
  const smallestMm = smallestSymbolMm(symbol, finePrint);
  if (!(sizeMm >= minimumMm && Number.isFinite(sizeMm)))
    return refuse({ code: 'symbol-too-small', minimumMm, givenMm: sizeMm, smallestMm });
  const moduleMm = sizeMm / symbol.modules;
  const least = moduleMinimum(finePrint);
  return moduleMm >= least - ROUNDING
    ? ok(moduleMm)
    : refuse({ code: 'module-too-small', minimumMm: least, givenMm: moduleMm, smallestMm });
}

function moduleMinimum(finePrint: boolean): number {
  return finePrint ? FINE_MODULE_MINIMUM_MM : MODULE_MINIMUM_MM;
}
