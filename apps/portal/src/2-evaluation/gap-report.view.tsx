import type { GapAnswer } from '@assay/office/2-evaluation/gap';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { ComponentChildren, JSX } from 'preact';

import { MARK } from '../layout/assets.ts';
import { ProvenanceNote } from '../layout/sandbox-band.tsx';
import { Day } from '../layout/when.tsx';
import { FindingTables } from './findings.view.tsx';
import { GapMatrix } from './gap-matrix.view.tsx';
import { GapSteps } from './gap-steps.view.tsx';
import { Questions } from './questions.view.tsx';

type Say = (reason: Reason) => string;
type Report = { readonly answer: GapAnswer; readonly say: Say };

/** What the page says, without the head that carries its style. */
export function GapReport({ answer, say }: Report): JSX.Element {
  const { product, provenance } = answer.dossier.document;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header>
        <div class="top wide">
          <span class="brand">
            <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
              <path fill-rule="evenodd" d={MARK.path} />
            </svg>
            Assay
          </span>
        </div>
      </header>
      <main id="main" class="wide" tabIndex={-1}>
        <h1>{product.name}: how far from each label</h1>
        <p class="lead">
          {summary(answer)} Judged as declared, on <Day at={answer.asOf} />.
        </p>
        <ProvenanceNote {...provenance} />
        <Part id="matrix" title="Schemes and outcomes">
          {answer.answers.length > 0 ? <GapMatrix answer={answer} /> : <p>No scheme takes this product.</p>}
          <Principles answer={answer} />
          <NotTaken answer={answer} say={say} />
        </Part>
        <Part id="steps" title="Next steps">
          <GapSteps answer={answer} say={say} />
        </Part>
        <Part id="schemes" title="Scheme by scheme">
          {answer.answers.map((one) => (
            <Scheme one={one} answer={answer} say={say} />
          ))}
        </Part>
      </main>
      <Foot answer={answer} />
    </>
  );
}

function Part({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** One scheme whole: where it stands, what it asks, and why. */
function Scheme({ one, answer, say }: Report & { readonly one: GapAnswer['answers'][number] }): JSX.Element {
  const { scheme, status, highest, evaluation, scopeOpen } = one;
  const { declared, assessed, asked } = evaluation.level;
  const reached = declared >= asked;
  return (
    <article class="scheme">
      <h3>
        {answer.names.get(scheme)?.title ?? scheme} <span class="code sub">{scheme}</span>
      </h3>
      <p>
        {reached
          ? `The highest level, ${String(declared)}, is reached as declared`
          : `Level ${String(declared)} of ${String(highest)} is reached as declared; level ${String(asked)} is next`}
        {`; level ${String(assessed)} counting only what was checked as the level demands.`}
      </p>
      {status !== 'open' && <p class="soft">The scheme takes no new applications ({status}).</p>}
      {scopeOpen.length > 0 && <p>Whether it takes the product turns on: {scopeOpen.join(', ')}.</p>}
      <Questions questions={evaluation.questions} />
      <details class="fold">
        <summary>
          {evaluation.findings.length} findings, each with its reasons <span class="unseen">({scheme})</span>
        </summary>
        <FindingTables findings={evaluation.findings} say={say} anchor={scheme.replace('@', '-')} />
      </details>
    </article>
  );
}

/** Where levels are reached principle by principle: the level in each. */
function Principles({ answer }: { readonly answer: GapAnswer }): JSX.Element {
  return (
    <>
      {answer.answers.map(({ scheme, evaluation: { principles = [] } }) =>
        principles.length === 0 ? null : (
          <table class="facts">
            <caption>{scheme}, principle by principle</caption>
            <thead>
              <tr>
                <th scope="col">Principle</th>
                <th scope="col">Level as declared</th>
              </tr>
            </thead>
            <tbody>
              {principles.map(({ principle, declared }) => (
                <tr>
                  <th scope="row">{principle}</th>
                  <td>{declared}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ),
      )}
    </>
  );
}

function NotTaken({ answer: { outOfScope }, say }: Report): JSX.Element | null {
  if (outOfScope.length === 0) return null;
  return (
    <ul>
      {outOfScope.map(({ scheme, grounds }) => (
        <li>
          <span class="code">{scheme}</span> does not take this product. {grounds.map(say).join(' ')}
        </li>
      ))}
    </ul>
  );
}

function Foot({ answer: { inputs } }: { readonly answer: GapAnswer }): JSX.Element {
  return (
    <footer>
      <div class="wide">
        <p>
          No label and no decision. What is alike in another standard can be offered there as evidence; it
          settles nothing by itself.
        </p>
        <p>
          Made from the dossier <span class="code">{inputs.dossier}</span>
          {inputs.reports.map((digest) => (
            <>
              {' '}
              and the report <span class="code">{digest}</span>
            </>
          ))}
          . This page loads nothing and sends nothing.
        </p>
      </div>
    </footer>
  );
}

function summary({ answers, steps }: GapAnswer): string {
  const reached = answers.filter(({ evaluation }) => evaluation.level.declared > 0).length;
  const unlocking = steps.filter(({ unlocks }) => unlocks.length > 0).length;
  const alone = `${String(unlocking)} ${unlocking === 1 ? 'step unlocks' : 'steps unlock'} a level alone.`;
  return `${String(reached)} of ${String(answers.length)} ${answers.length === 1 ? 'scheme has' : 'schemes have'} a level reached; ${unlocking === 0 ? 'no single step unlocks another one.' : alone}`;
}
