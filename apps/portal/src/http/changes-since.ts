import type { SeenCase } from '@assay/office/0-programme/sight-of';
import { whatChanged } from '@assay/office/what-changed';

import type { OfficeDesk } from './office-desk.ts';

/** What has happened in a case since a form was made from it: a line for each event, which says when and what. */
export async function changesSince(
  { office }: Pick<OfficeDesk, 'office'>,
  { id, administrator }: SeenCase,
  since: number,
): Promise<readonly string[]> {
  const events = await whatChanged(office, { case: id, administrator, since });
  return events.map(({ at, type }) => `${WHEN.format(new Date(at))} UTC: ${spoken(type)}`);
}

const WHEN = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** An event is named in past tense, so that its name is a sentence: `ReviewCompleted`, review completed. */
function spoken(type: string): string {
  return type.replaceAll(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
}
