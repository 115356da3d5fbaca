import { inviteFirstOwner } from '@assay/office/0-programme/people/first-owner';
import { makeSignInLink } from '@assay/office/sign-in/links';
import { rolesInWords } from '@assay/portal/0-programme/people/people-words';
import { seatsOf } from '@assay/records/membership';

import type { Installation } from './installation.ts';
import type { Io } from './terminal/io.ts';
import { table } from './terminal/table.ts';

/**
 * Shows on the terminal how to come in: in a sandbox a one-time link for everybody that its programme names, in a new installation one for its
 * first owner. Whoever has an account finds nothing here.
 */
export async function showWaysIn({ office }: Pick<Installation, 'office'>, io: Io): Promise<void> {
  if (!office.programme.sandbox) {
    const invited = await inviteFirstOwner(office);
    if (invited.ok)
      io.out(
        `Nobody manages this installation yet. Its first owner comes in here, once:\n${office.origin}/invitation/${invited.value.token}`,
      );
    return;
  }
  const seats = await seatsOf(
    office.records.read,
    office.programme.people.map(({ id }) => id),
  );
  const rows = [];
  for (const { id, name } of office.programme.people) {
    const seat = seats.find(({ person }) => person === id);
    if (!seat) continue;
    const made = await makeSignInLink(office, { person: id, seat: seat.organisation });
    if (made.ok) rows.push([name, seat.name, rolesInWords(seat.roles), `${office.origin}${made.value.path}`]);
  }
  io.out(`\n${io.style.bold('Sign in as, once each:')}\n${table(rows, io.width)}`);
}
