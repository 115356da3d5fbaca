import type { Evaluation, Gap, Reason } from '@assay/vocabulary/evaluation';
import { splitProvisionRef } from '@assay/vocabulary/ids';
import type { JSX } from 'preact';

import { Doubt } from '../layout/doubt.tsx';

type Say = (reason: Reason) => string;

/** What is missing for the level asked and what would close it; what only awaits the level's method is folded away. */
export function GapTable({
  evaluation,
  say,
}: {
  readonly evaluation: Evaluation;
  readonly say: Say;
}): JSX.Element {
  const { gaps, level, findings } = evaluation;
  const doubtful = new Set(
    findings.filter(({ confidence }) => confidence === 'uncertain').map(({ requirement }) => requirement),
  );
  const open = gaps.filter(({ kind }) => kind !== 'assessment');
  const awaiting = gaps.filter(({ kind }) => kind === 'assessment');
  const words = { say, doubtful };
  return (
    <>
      {open.length === 0 ? (
        <p>Nothing, taking the papers at face value.</p>
      ) : (
        <GapRows gaps={open} caption={`${plural(open)} to close for level ${level.asked}`} {...words} />
      )}
      {awaiting.length > 0 && (
        <details class="fold">
          <summary>
            {String(awaiting.length)} {awaiting.length === 1 ? 'requirement awaits' : 'requirements await'}{' '}
            only the check that the level demands
          </summary>
          <GapRows gaps={awaiting} caption={`Still to be assessed for level ${level.asked}`} {...words} />
        </details>
      )}
    </>
  );
}

function GapRows({
  gaps,
  caption,
  say,
  doubtful,
}: {
  readonly gaps: readonly Gap[];
  readonly caption: string;
  readonly say: Say;
  readonly doubtful: ReadonlySet<Gap['requirement']>;
}): JSX.Element {
  return (
    <table class="stack gaps">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Requirement</th>
          <th scope="col">Missing</th>
          <th scope="col">What would close it</th>
        </tr>
      </thead>
      <tbody>
        {gaps.map((gap) => (
          <tr>
            <th scope="row">
              <span class="code">{splitProvisionRef(gap.requirement).id}</span> {gap.title}
              {doubtful.has(gap.requirement) && <Doubt />}
            </th>
            <td data-name="Missing">{KINDS[gap.kind]}</td>
            <td data-name="Closes">{say(gap.closes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const KINDS: Readonly<Record<Gap['kind'], string>> = {
  fact: 'An answer about the product',
  statement: 'A statement',
  evidence: 'Evidence',
  product: 'A change of the product or its documents',
  assessment: 'The check itself',
};

function plural(gaps: readonly Gap[]): string {
  return `${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}`;
}
