import type { GapAnswer } from '@assay/office/2-evaluation/gap';
import type { Finding, Outcome } from '@assay/vocabulary/evaluation';
import type { JSX } from 'preact';

import { OUTCOME_WORDS, OutcomeBadge } from '../layout/outcome-badge.tsx';
import { MatrixPicture, OUTCOMES, type Cell, type Row } from './matrix-picture.view.tsx';

/** Schemes by outcomes: as a picture in which each requirement is one shape, and as the table that says the same. */
export function GapMatrix({ answer }: { readonly answer: GapAnswer }): JSX.Element {
  const rows = answer.answers.map((one): Row => ({
    title: one.scheme,
    level: `${String(one.evaluation.level.declared)} of ${String(one.highest)}`,
    cells: OUTCOMES.map((outcome) => cellOf(outcome, one.evaluation.findings)),
  }));
  const doubtful = rows.some(({ cells }) => cells.some((cell) => cell.doubtful > 0));
  return (
    <>
      <figure class="matrix">
        <MatrixPicture rows={rows} width={860} name="matrix-wide" />
        <MatrixPicture rows={rows} width={300} name="matrix-narrow" />
        <figcaption>
          One shape for each requirement up to the next level, as declared.
          {doubtful && ' In a dashed frame: our source for it is uncertain, so it settles nothing.'}
        </figcaption>
      </figure>
      <MatrixTable rows={rows} />
    </>
  );
}

function MatrixTable({ rows }: { readonly rows: readonly Row[] }): JSX.Element {
  return (
    <table class="stack matrix-table">
      <caption>The same in numbers; “?” counts those whose source is uncertain</caption>
      <thead>
        <tr>
          <th scope="col">Scheme</th>
          <th scope="col">Level</th>
          {OUTCOMES.map((outcome) => (
            <th scope="col">
              <OutcomeBadge outcome={outcome} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ title, level, cells }) => (
          <tr>
            <th scope="row">{title}</th>
            <td data-name="Level" class="whole">
              {level}
            </td>
            {cells.map(({ outcome, count, doubtful }) => (
              <td data-name={OUTCOME_WORDS[outcome]} class={count === 0 ? 'soft' : undefined}>
                {count}
                {doubtful > 0 && <span class="soft"> ?{doubtful}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cellOf(outcome: Outcome, findings: readonly Finding[]): Cell {
  const these = findings.filter((finding) => finding.outcome === outcome);
  return {
    outcome,
    count: these.length,
    doubtful: these.filter(({ confidence }) => confidence === 'uncertain').length,
  };
}
