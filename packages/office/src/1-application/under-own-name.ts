import { ownManufacturer, type ManufacturerNotOwn } from '@assay/conformity/1-application/own-manufacturer';
import type { Reader } from '@assay/records/open';
import { readOrganisation } from '@assay/records/organisation';
import type { OrganisationId } from '@assay/vocabulary/ids';
import { ok, type Result } from '@assay/vocabulary/result';

type Named = {
  readonly organisation: OrganisationId;
  readonly manufacturer: string;
  /** Names that the product or the application has had before, which it keeps although the organisation lost them. */
  readonly had?: readonly string[] | undefined;
};

/** Whether an organisation applies under a name: one of its legal names as they stand now, or one that was taken before. */
export async function underOwnName(
  reader: Reader,
  { organisation, manufacturer, had = [] }: Named,
): Promise<Result<undefined, ManufacturerNotOwn>> {
  if (had.includes(manufacturer)) return ok(undefined);
  const house = await readOrganisation(reader, organisation);
  return ownManufacturer({ manufacturers: house?.manufacturers ?? [] }, manufacturer);
}
