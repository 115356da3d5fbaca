import type { Evaluation } from '@assay/vocabulary/evaluation';
import type { JSX } from 'preact';

import { Day } from '../layout/when.tsx';

/** Level asked, and level reached in both readings. */
export function Verdict({ evaluation }: { readonly evaluation: Evaluation }): JSX.Element {
  const { asked, declared, assessed } = evaluation.level;
  const reached = declared >= asked;
  return (
    <div class={`verdict ${reached ? 'reached' : 'missed'}`}>
      <p class="headline">
        Level {asked}{' '}
        {!reached ? 'is not reached' : assessed >= asked ? 'is reached' : 'is reached as declared'}
      </p>
      <dl class="numbers">
        <div>
          <dt>Asked</dt>
          <dd>{asked}</dd>
        </div>
        <div>
          <dt>Declared: taking the papers at face value</dt>
          <dd>{declared}</dd>
        </div>
        <div>
          <dt>Assessed: counting only what was checked as the level demands</dt>
          <dd>{assessed}</dd>
        </div>
      </dl>
      <p class="soft">
        Judged under <span class="code">{evaluation.rules}</span> as of <Day at={evaluation.asOf} />.
      </p>
    </div>
  );
}
