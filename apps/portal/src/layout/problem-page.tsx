import type { PublicDesk } from '../desk.ts';
import { explain, type Problem } from '../problems.ts';
import { Frame, htmlPage } from './frame.tsx';
import { SearchForm } from './search-form.tsx';
import { StateShape } from './state-badge.tsx';

/** A refusal for people: what happened, and what to do now. */
export function problemPage(problem: Problem, desk: PublicDesk): string {
  const { status, title, detail, advice } = explain(problem);
  const aboutLabel = problem.code === 'no-such-label' || problem.code === 'mistyped-label';
  return htmlPage(
    <Frame title={title} desk={desk}>
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
    </Frame>,
  );
}
