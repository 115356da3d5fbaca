import type { Described } from '@assay/office/0-programme/people/organisations';
import type { Organisation } from '@assay/vocabulary/organisation';

/** What is said of an organisation, without what the records add; the contact only where there is one. */
export function describedBy({
  name,
  kinds,
  contact,
  administrator,
  manufacturers,
  schemes,
}: Omit<Organisation, 'contact'> & { readonly contact?: string | undefined }): Described {
  return {
    ...{ name, kinds, manufacturers, schemes },
    ...(contact !== undefined && { contact }),
    ...(administrator !== undefined && { administrator }),
  };
}
