import type { Told } from '../desk-problems.ts';
import { signInFor } from '../http/safe-return.ts';
import { DeskFrame, type FrameAt } from './desk-frame.tsx';
import { htmlPage } from './frame.tsx';

/** A refusal of the office for people: what happened, and what to do now. */
export function deskProblemPage(at: FrameAt, { status, title, detail, advice }: Told): string {
  return htmlPage(
    <DeskFrame title={title} at={at}>
      <div class="state is-problem">
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
          <li>
            {status === 401 ? <a href={signInFor(at.path)}>Sign in</a> : <a href="/desk">Go to your desk</a>}
          </li>
        </ul>
      </section>
    </DeskFrame>,
  );
}
