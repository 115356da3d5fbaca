import type { EvidenceUse, Finding, Reason } from '@assay/vocabulary/evaluation';
import { splitProvisionRef } from '@assay/vocabulary/ids';
import type { JSX } from 'preact';

import { Doubt } from '../layout/doubt.tsx';
import { OUTCOME_WORDS, OutcomeBadge } from '../layout/outcome-badge.tsx';
import { ReasonTree } from '../layout/reason-tree.tsx';

type Say = (reason: Reason) => string;

/** Findings, one table per clause of the standard; each verdict opens into its why. */
export function FindingTables({
  findings,
  say,
  anchor = 'r',
}: {
  readonly findings: readonly Finding[];
  readonly say: Say;
  /** With what the ids of the rows begin, where a page has more than one set of findings. */
  readonly anchor?: string;
}): JSX.Element {
  const clauses = Map.groupBy(findings, ({ requirement }) => clauseOf(requirement));
  return (
    <>
      {[...clauses].map(([clause, group]) => (
        <table class="stack findings">
          <caption>
            {clause} <span class="soft">{summary(group)}</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">Id</th>
              <th scope="col">Requirement and reason</th>
              <th scope="col">Declared</th>
              <th scope="col">Assessed</th>
            </tr>
          </thead>
          <tbody>
            {group.map((finding) => (
              <Line finding={finding} say={say} anchor={anchor} />
            ))}
          </tbody>
        </table>
      ))}
    </>
  );
}

type Told = { readonly finding: Finding; readonly say: Say; readonly anchor: string };

function Line({ finding, say, anchor }: Told): JSX.Element {
  const { parts, evidence } = finding;
  const { id } = splitProvisionRef(finding.requirement);
  return (
    <tr id={`${anchor}-${id}`}>
      <th scope="row" class="code">
        {id}
      </th>
      <td>
        <p class="title">{finding.title}</p>
        {finding.confidence === 'uncertain' && <Doubt />}
        <ReasonTree reason={finding.because} say={say} open={finding.outcome === 'not-met'}>
          {parts.length + evidence.length > 0 ? <Grounds finding={finding} say={say} /> : null}
        </ReasonTree>
      </td>
      <td data-name="Declared">
        <OutcomeBadge outcome={finding.outcome} />
      </td>
      <td data-name="Assessed">
        <OutcomeBadge outcome={finding.assessed} />
      </td>
    </tr>
  );
}

/** Parts and papers that the finding rests on. */
function Grounds({ finding, say }: { readonly finding: Finding; readonly say: Say }): JSX.Element {
  const { parts, evidence, aggregation } = finding;
  return (
    <>
      {parts.length > 0 && (
        <>
          <p>
            {aggregation === 'any' ? 'One of these parts must meet it:' : 'Each of these parts must meet it:'}
          </p>
          <ul class="parts">
            {parts.map((part) => (
              <li>
                <OutcomeBadge outcome={part.outcome} /> <span class="code">{part.part}</span>{' '}
                {ownReasons(part).map(say).join(' ')}
              </li>
            ))}
          </ul>
        </>
      )}
      {evidence.length > 0 && <p>Evidence: {evidence.map(cited).join('; ')}</p>}
    </>
  );
}

/** What was said of the part itself; what holds for the whole stands above. */
function ownReasons({ part, because }: Finding['parts'][number]): readonly Reason[] {
  return because.because.filter(({ facts }) => facts['part'] === part);
}

function cited({ id, kind, through, from }: EvidenceUse): string {
  return through === 'direct' ? `${id} (${kind})` : `${id} (${kind}, ${THROUGH[through]} ${from})`;
}

const THROUGH: Readonly<Record<Exclude<EvidenceUse['through'], 'direct'>, string>> = {
  same: 'given for the same requirement,',
  restated: 'given for a restatement of it,',
  part: 'given for a part of it,',
};

/** `5.3` of `5.3-13`, `AI` of `AI.1.a`: the heading that a requirement stands under. */
function clauseOf(requirement: Finding['requirement']): string {
  const { edition, id } = splitProvisionRef(requirement);
  const hyphen = id.lastIndexOf('-');
  const clause = hyphen > 0 ? id.slice(0, hyphen) : (id.split('.')[0] ?? id);
  return `${edition.replace('@', ' ')}, clause ${clause}`;
}

function summary(group: readonly Finding[]): string {
  const counted = Map.groupBy(group, ({ outcome }) => outcome);
  return [...counted]
    .map(([outcome, of]) => `${of.length} ${OUTCOME_WORDS[outcome].toLowerCase()}`)
    .join(', ');
}
