import type { JSX } from 'preact';

import type { PublicDesk } from '../desk.ts';
import { explain, type Problem } from '../problems.ts';
import { Frame, htmlPage } from './frame.tsx';
import { SearchForm } from './search-form.tsx';
import { StateShape } from './state-badge.tsx';

/** A refusal for people: what happened, and what to do now. */
export function problemPage(problem: Problem, desk: PublicDesk): string {
  return htmlPage(
    <Frame title={explain(problem).title} desk={desk}>
      <ProblemBody problem={problem} />
    </Frame>,
  );
}

/** The refusal itself, whatever site it stands on. */
export function ProblemBody({ problem }: { readonly problem: Problem }): JSX.Element {
  const { status, title, detail, advice } = explain(problem);
  const aboutLabel = ABOUT_LABELS.has(problem.code);
  return (
    <>
      <div class={`state ${aboutLabel ? 'is-unknown' : 'is-problem'}`}>
        {aboutLabel && <StateShape standing="unknown" />}
        <div>
          <h1>{title}</h1>
          <p>{detail}</p>
        </div>
      </div>
      <section class="measure" aria-labelledby="next">
        <h2 id="next">What you can do</h2>
        <ul>
          {advice.map((one) => (
            <li>{one}</li>
          ))}
        </ul>
        {status < 500 && <SearchForm />}
      </section>
    </>
  );
}

const ABOUT_LABELS: ReadonlySet<Problem['code']> = new Set([
  'no-such-label',
  'label-not-followed',
  'mistyped-label',
]);
