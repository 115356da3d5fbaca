import type { Organisation } from '@assay/vocabulary/organisation';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

export type ManufacturerNotOwn = {
  readonly code: 'manufacturer-not-own';
  readonly manufacturer: string;
  /** Legal names under which the organisation applies, one after another; `none` where there is none. */
  readonly own: string;
};

/** Whether an organisation applies under this legal name: one that whoever let it in has said of it, letter by letter. */
export function ownManufacturer(
  { manufacturers }: Pick<Organisation, 'manufacturers'>,
  manufacturer: string,
): Result<undefined, ManufacturerNotOwn> {
  return manufacturers.includes(manufacturer)
    ? ok(undefined)
    : refuse({ code: 'manufacturer-not-own', manufacturer, own: manufacturers.join('; ') || 'none' });
}
