import type { GapAnswer } from '@assay/office/2-evaluation/gap';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { JSX } from 'preact';

import { Doubt } from '../layout/doubt.tsx';
import { ReasonTree } from '../layout/reason-tree.tsx';

type Say = (reason: Reason) => string;
type Step = GapAnswer['steps'][number];
type Around = { readonly answer: GapAnswer; readonly say: Say };

/** Steps that stand open on the page; the others are folded away. */
const OPEN = 10;

/** What to do next, the step that unlocks most first; each opens into what would close it. */
export function GapSteps({ answer, say }: Around): JSX.Element {
  const { steps } = answer;
  const folded = steps.slice(OPEN);
  if (steps.length === 0)
    return <p>Nothing is missing from the developer in any scheme that takes the product.</p>;
  return (
    <>
      <ol class="todo">
        {steps.slice(0, OPEN).map((step) => (
          <Item step={step} answer={answer} say={say} />
        ))}
      </ol>
      {folded.length > 0 && (
        <details class="fold">
          <summary>
            {folded.length} more {folded.length === 1 ? 'step' : 'steps'}
          </summary>
          <ol class="todo" start={OPEN + 1}>
            {folded.map((step) => (
              <Item step={step} answer={answer} say={say} />
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function Item({ step, answer, say }: Around & { readonly step: Step }): JSX.Element {
  const { provision, todo, fix, decides, helps, unlocks, mayUnlock, waits, related, confidence } = step;
  const waiting = waits.filter((scheme) => ![...unlocks, ...mayUnlock].includes(scheme));
  return (
    <li>
      <h3>
        {say(todo)} <span class="code sub">{provision}</span>
      </h3>
      <dl class="served">
        {unlocks.length > 0 && (
          <Pair name="Unlocks">{unlocks.map((scheme) => nextLevel(scheme, answer)).join('; ')}</Pair>
        )}
        {mayUnlock.length > 0 && (
          <Pair name="May unlock">{mayUnlock.map((scheme) => nextLevel(scheme, answer)).join('; ')}</Pair>
        )}
        {waiting.length > 0 && (
          <Pair name="Asked by">{waiting.map((scheme) => titleOf(scheme, answer)).join('; ')}</Pair>
        )}
        {decides.length > 0 && (
          <Pair name="Decides">
            {[fix, ...decides].flatMap((one) => (one ? [`${one.requirement} ${one.title}`] : [])).join('; ')}
          </Pair>
        )}
        {related.length > 0 && (
          <Pair name={fix?.kind === 'fact' ? 'Alike in' : 'Also helps in'}>
            {related.map((scheme) => titleOf(scheme, answer)).join('; ')}
          </Pair>
        )}
        {confidence !== 'sure' && (
          <Pair name={helps.length > 0 ? 'Weakest link' : 'Confidence'}>{confidence}</Pair>
        )}
      </dl>
      {fix?.confidence === 'uncertain' && <Doubt />}
      {fix && <ReasonTree reason={fix.closes} say={say} />}
      {helps.length > 0 && <Alike helps={helps} answer={answer} />}
      <Offers step={step} />
    </li>
  );
}

function Pair({ name, children }: { readonly name: string; readonly children: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Gaps of other standards that ask for something like it. */
function Alike({
  helps,
  answer,
}: {
  readonly helps: Step['helps'];
  readonly answer: GapAnswer;
}): JSX.Element {
  return (
    <details class="why">
      <summary>
        {helps.length === 1
          ? 'Something like it is missing elsewhere'
          : `Something like it is missing in ${String(helps.length)} other places`}
      </summary>
      <ul>
        {helps.map(({ fix, relation, strength, confidence }) => (
          <li>
            <span class="code">{fix.requirement}</span> {fix.title}: {ASKS[relation]}; {strength},{' '}
            {confidence}. Asked by {fix.waits.map((scheme) => titleOf(scheme, answer)).join('; ')}.
          </li>
        ))}
      </ul>
      <p>What is shown here may be offered there; only the scheme can say whether it is enough.</p>
    </details>
  );
}

/** What is met elsewhere and could be offered for the gap, or for those beside it. */
function Offers({ step: { fix, helps, provision } }: { readonly step: Step }): JSX.Element | null {
  const own = (fix?.offers ?? []).map((offer) => ({ ...offer, to: undefined }));
  const beside = helps.flatMap((help) =>
    help.fix.offers
      .filter(({ from }) => from !== provision)
      .map((offer) => ({ ...offer, to: help.fix.requirement })),
  );
  const offers = [...own, ...beside];
  if (offers.length === 0) return null;
  const count = new Set(offers.map(({ from }) => from)).size;
  return (
    <details class="why">
      <summary>
        {count === 1
          ? 'One thing shown elsewhere could be offered'
          : `${String(count)} things shown elsewhere could be offered`}
      </summary>
      <ul>
        {offers.map(({ from, to, relation, strength, confidence }) => (
          <li>
            <span class="code">{from}</span>
            {to !== undefined && (
              <>
                {' '}
                for <span class="code">{to}</span>
              </>
            )}
            : {HOLDS[relation]}; {strength}, {confidence}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What the provision of an offer holds of the gap that it is offered for. */
const HOLDS: Readonly<Record<Step['helps'][number]['relation'], string>> = {
  equal: 'asks the same',
  subset: 'is a part of it',
  superset: 'holds all of it and more',
  intersects: 'shares a part with it',
};

/** The same link seen from its other end: what a gap asks, beside what the step shows. */
const ASKS: typeof HOLDS = {
  equal: 'asks the same',
  subset: 'asks this and more',
  superset: 'asks a part of this',
  intersects: 'shares a part with this',
};

function titleOf(scheme: Step['waits'][number], { names }: GapAnswer): string {
  return names.get(scheme)?.title ?? scheme;
}

/** The level that is reached next, and how many of the findings behind it are uncertain. */
function nextLevel(scheme: Step['unlocks'][number], answer: GapAnswer): string {
  const found = answer.answers.find((one) => one.scheme === scheme)?.evaluation;
  if (!found) return titleOf(scheme, answer);
  const doubtful = found.findings.filter(({ confidence }) => confidence === 'uncertain').length;
  const name = answer.names.get(scheme)?.levels.find(({ rank }) => rank === found.level.asked)?.name;
  return `${titleOf(scheme, answer)}, level ${String(found.level.asked)}${name === undefined ? '' : ` “${name}”`}, as declared${doubtful > 0 ? ` (rests on ${String(doubtful)} uncertain)` : ''}`;
}
