import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import type { Instant } from '@assay/vocabulary/instant';
import type { JSX } from 'preact';

import { ClockLine } from '../layout/clock-line.tsx';
import { SummaryList, type SummaryRow } from '../layout/summary-list.tsx';
import { Day, Moment } from '../layout/when.tsx';
import { clocksShown } from './case-clocks.ts';
import { STAGES } from './why-not.ts';

/** The dates of a case, and its clocks, each with why it stands where it stands. */
export function DatesSection({
  sheet,
  now,
}: {
  readonly sheet: CaseSheet;
  readonly now: Instant;
}): JSX.Element {
  const { clocks, scheme } = sheet;
  return (
    <section aria-labelledby="dates">
      <h2 id="dates">Dates</h2>
      <CaseDates sheet={sheet} />
      {clocksShown(clocks, { now, timeZone: scheme.timeZone }).map((clock) => (
        <ClockLine clock={clock} />
      ))}
    </section>
  );
}

/** Who applied, who tests, and the dates that an administrator keeps of each application (FCC 24-26 paragraph 55). */
function CaseDates({ sheet }: { readonly sheet: CaseSheet }): JSX.Element {
  const { state, dates, names } = sheet;
  const { applicant, assigned, effective } = state;
  const rows: readonly SummaryRow[] = [
    {
      name: 'Applicant',
      value: applicant === undefined ? state.manufacturer : (names.organisations.get(applicant) ?? applicant),
    },
    {
      name: 'Laboratory',
      value: assigned ? (names.bodies.get(assigned.body) ?? assigned.body) : 'None assigned',
    },
    { name: 'Filed', value: <Moment at={dates.filed} /> },
    ...dates.returned.map(({ at, missing }) => ({
      name: 'Returned',
      value: (
        <>
          <Moment at={at} />, {missing.length === 1 ? '1 item' : `${missing.length} items`} missing
        </>
      ),
    })),
    { name: 'Complete', value: dates.complete ? <Moment at={dates.complete} /> : 'Not yet' },
    {
      name: 'Decided',
      value: dates.decided ? (
        <>
          <Moment at={dates.decided.at} />: {STAGES[dates.decided.as].toLowerCase()}
        </>
      ) : (
        'Not yet'
      ),
    },
    ...(effective === undefined ? [] : [{ name: 'Granted from', value: <Day at={effective} /> }]),
  ];
  return <SummaryList rows={rows} />;
}
