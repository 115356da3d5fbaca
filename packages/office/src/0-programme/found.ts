import { foundingOf, type Founding } from '@assay/conformity/0-programme/founding';
import { putMembership, readMembership } from '@assay/records/membership';
import { holdLock, type Tx } from '@assay/records/open';
import { addOrganisation, holdOrganisation, tellOfOrganisation } from '@assay/records/organisation';
import { addPerson } from '@assay/records/person';
import { holdRecognition, tellOfRecognition } from '@assay/records/recognition';
import { putSetting, readSetting } from '@assay/records/setting';
import type { Instant } from '@assay/vocabulary/instant';

import { digestOf } from '../digest.ts';
import { administratorOf, type Office } from '../office.ts';

const BECAUSE = 'It stood in the programme with which the installation began.';

/**
 * Puts into the records whom the programme names, where nothing is known of them yet. What became of them since stays:
 * the programme begins an installation and does not rule it.
 */
export async function foundInstallation(
  office: Pick<Office, 'records' | 'programme' | 'clock'>,
): Promise<void> {
  const founding = foundingOf(office.programme);
  const digest = digestOf(JSON.stringify(founding));
  const founded = { administrator: administratorOf(office), name: 'founded' };
  if ((await readSetting(office.records.read, founded)) === digest) return;
  await office.records.write(async (tx) => {
    await holdLock(tx, 'found');
    await write(tx, founding, office.clock());
    await putSetting(tx, { ...founded, value: digest });
  });
}

async function write(tx: Tx, founding: Founding, at: Instant): Promise<void> {
  const told = { at, because: BECAUSE };
  for (const organisation of founding.organisations)
    await addOrganisation(tx, { type: 'OrganisationRegistered', ...told, organisation });
  for (const { id, name } of founding.people) await addPerson(tx, { id, name, since: at });
  for (const membership of founding.memberships) await join(tx, membership, at);
  for (const { body, scheme, ...word } of founding.recognitions) {
    const held = await holdRecognition(tx, { body, scheme });
    if (held.history.length === 0)
      await tellOfRecognition(tx, held, { type: 'BodyRecognised', ...told, ...word });
  }
}

async function join(
  tx: Tx,
  { person, organisation, roles, conflicts }: Founding['memberships'][number],
  at: Instant,
): Promise<void> {
  const held = await holdOrganisation(tx, organisation);
  // One whose body or code another organisation already bears was not put.
  if (!held || (await readMembership(tx, { person, organisation }))) return;
  await putMembership(tx, {
    ...{ person, organisation, roles, since: at },
    conflicts: conflicts.map((manufacturer) => ({ manufacturer, declaredAt: at, because: BECAUSE })),
  });
  await tellOfOrganisation(tx, held, { type: 'MemberJoined', at, because: BECAUSE, person, roles });
}
