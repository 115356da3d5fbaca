import type { JSX } from 'preact';

import { pathOfCase, type CaseRoom } from '../case-file/case-room.ts';
import { schemeTitle } from '../case-file/queue.view.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { Day } from '../layout/when.tsx';

/** Denials of the same or a similar product that are on record, beside those that the applicant told of; nothing: none of either. */
export function EarlierDenials({
  room: { at, denials, sheet },
}: {
  readonly room: CaseRoom;
}): JSX.Element | null {
  const told = sheet.state.priorDenials ?? [];
  if (denials.length === 0 && told.length === 0) return null;
  return (
    <section aria-labelledby="denials">
      <h2 id="denials">Earlier denials</h2>
      {denials.length === 0 ? (
        <p class="soft">None of the same or a similar product is on record here.</p>
      ) : (
        <DataTable
          caption="On record, of the same or a similar product"
          rows={denials}
          columns={[
            { name: 'Denied', cell: (one) => <Day at={one.at} /> },
            {
              name: 'Under',
              cell: ({ scheme, administrator }) => (
                <>
                  {schemeTitle(at, scheme)}
                  <span class="sub">by {administrator}</span>
                </>
              ),
            },
            {
              name: 'Case',
              cell: ({ case: id }) =>
                id === undefined ? (
                  <span class="soft">of another administrator</span>
                ) : (
                  <a class="code" href={pathOfCase(id)}>
                    {id}
                  </a>
                ),
            },
          ]}
        />
      )}
      {told.length === 0 ? (
        <p class="soft">The applicant told of none.</p>
      ) : (
        <DataTable
          caption="As the applicant told of them"
          rows={told}
          columns={[
            {
              name: 'By',
              cell: ({ administrator, deniedOn }) => (
                <>
                  {administrator}
                  <span class="sub">
                    {deniedOn === undefined ? 'on a day not told' : <Day at={deniedOn} />}
                  </span>
                </>
              ),
            },
            { name: 'Reasons', cell: ({ reasons }) => reasons },
            { name: 'Put right since', cell: ({ corrected }) => corrected },
          ]}
        />
      )}
    </section>
  );
}
