import type { BodyShown } from '@assay/office/0-programme/people/bodies';
import type { RecognitionEvent } from '@assay/vocabulary/recognition-event';
import type { JSX } from 'preact';

import { schemeName } from '../../case-file/queue.view.tsx';
import type { DeskContext } from '../../http/desk-route.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { SummaryList } from '../../layout/summary-list.tsx';
import { Day } from '../../layout/when.tsx';
import { ACTIVITY_WORDS, COMPETENCE_WORDS, Standing } from './recognition-words.tsx';

type Props = { readonly at: DeskContext; readonly body: BodyShown; readonly decides: boolean };

/** One body: how it stands under each scheme, for what, and every word that was said of it. */
export function BodyView({ at, body: { organisation, body, schemes }, decides }: Props): JSX.Element {
  return (
    <DeskFrame title={organisation.name} at={at}>
      <p class="back">
        <a href="/desk/bodies">Bodies</a>
      </p>
      <h1>{organisation.name}</h1>
      <p class="code">{body}</p>
      {decides && (
        <ul class="plain-list across">
          <li>
            <a href={`/desk/bodies/${body}/recognise`}>Recognise, renew or widen</a>
          </li>
          {schemes.length > 0 && (
            <>
              <li>
                <a href={`/desk/bodies/${body}/narrow`}>Narrow</a>
              </li>
              <li>
                <a href={`/desk/bodies/${body}/withdraw`}>Withdraw</a>
              </li>
            </>
          )}
        </ul>
      )}
      {schemes.length === 0 && <p>Nothing was decided on it yet: its reports count under no scheme.</p>}
      {schemes.map((one) => (
        <section aria-labelledby={one.scheme}>
          <h2 id={one.scheme}>Under {schemeName(at, one.scheme)}</h2>
          <SchemeStanding of={one} />
        </section>
      ))}
    </DeskFrame>
  );
}

function SchemeStanding({ of }: { readonly of: BodyShown['schemes'][number] }): JSX.Element {
  const { standing, history } = of;
  const scope = standing.state === 'recognised' ? standing.scope : undefined;
  const accreditation = scope?.accreditation;
  return (
    <>
      <SummaryList
        rows={[
          { name: 'Today', value: <Standing of={standing} /> },
          ...(scope
            ? [
                { name: 'For', value: scope.activities.map((one) => ACTIVITY_WORDS[one]).join(', ') },
                { name: 'Competence', value: COMPETENCE_WORDS[scope.competence] },
                {
                  name: 'Accreditation',
                  value: accreditation ? (
                    <>
                      {accreditation.by}
                      {accreditation.number !== undefined && `, ${accreditation.number}`}:{' '}
                      {accreditation.scope}, to the end of <Day at={accreditation.until} />
                    </>
                  ) : (
                    <span class="soft">None on file</span>
                  ),
                },
              ]
            : []),
        ]}
      />
      <DataTable<RecognitionEvent>
        caption="Every decision, newest first; a later one holds over an earlier one"
        columns={[
          { name: 'Decided', cell: ({ at }) => <Day at={at} /> },
          { name: 'What', cell: (event) => <Decision of={event} /> },
          {
            name: 'By',
            cell: ({ by, as = by }) =>
              as === undefined ? 'The programme, at the beginning' : <span class="code">{as}</span>,
          },
          { name: 'Because', cell: ({ because }) => because },
        ]}
        rows={history.toReversed()}
      />
    </>
  );
}

const DECIDED: Readonly<Record<RecognitionEvent['type'], string>> = {
  BodyRecognised: 'Recognised',
  RecognitionNarrowed: 'Narrowed',
  RecognitionWithdrawn: 'Withdrawn',
};

function Decision({ of }: { readonly of: RecognitionEvent }): JSX.Element {
  const until = of.type === 'RecognitionWithdrawn' ? undefined : of.until;
  return (
    <>
      {DECIDED[of.type]} from <Day at={of.from} />
      {until !== undefined && (
        <>
          {' '}
          to before <Day at={until} />
        </>
      )}
      {of.type !== 'RecognitionWithdrawn' && (
        <span class="sub">
          {of.scope.activities.map((one) => ACTIVITY_WORDS[one]).join(', ')};{' '}
          {COMPETENCE_WORDS[of.scope.competence]}
        </span>
      )}
    </>
  );
}
