import { dateOf, type Instant } from '@assay/vocabulary/instant';
import type { ComponentChildren, JSX } from 'preact';

import { dayAndAge, dayOf } from './age.ts';
import type { Answer, MadeCheck, Part } from './answer.ts';
import { CHECK_NAMES, lookOf, lookWord, notSaid, OUTCOME_WORDS, PART_NAMES, sayingOf } from './sentences.ts';
import { VerdictShape } from './verdict-shape.tsx';

type Shown = { readonly answer: Answer; readonly now: Instant };

/** The answer: state first and large, then whether this is the reader's product, then everything it rests on. */
export function Verdict({ answer, now }: Shown): JSX.Element {
  const look = lookOf(answer, dateOf(now));
  const { headline, meaning } = sayingOf(answer, look);
  return (
    <section class="answer" aria-labelledby="answer">
      <div class={answer.sandbox ? 'hatched' : undefined}>
        <div class={`state is-${look}`}>
          <VerdictShape look={look} />
          <div>
            <p class="word">{lookWord(look)}</p>
            <h2 id="answer" tabIndex={-1}>
              {headline}
            </h2>
            <p>{meaning}</p>
            <Age answer={answer} now={now} />
          </div>
        </div>
        {answer.sandbox && <p class="sandbox-note">SANDBOX: it says nothing about a real product.</p>}
      </div>
      <Product answer={answer} />
      <Checks parts={answer.parts} />
      <NotSaid answer={answer} />
      <WhomBelieved source={answer.source} />
    </section>
  );
}

/** How old the news is: an answer is no younger than the list that it was checked against. */
function Age({ answer: { lists, offline }, now }: Shown): JSX.Element | null {
  if (!lists) return null;
  return (
    <p class="age">
      Checked against the list of {dayAndAge(lists.from, now)}
      {offline && ', kept on this device'}.
      {now >= lists.until && ` It could be relied on until ${dayOf(lists.until)}.`}
    </p>
  );
}

function Product({ answer }: { readonly answer: Answer }): JSX.Element | null {
  const { product, labelId, level, scheme, until, supportEnd } = answer;
  if (labelId === null) return null;
  return (
    <section class="product" aria-labelledby="product">
      {product && (
        <>
          <h3 id="product">Is this your product?</h3>
          <p class="name">{[product.brand, product.model].filter((one) => one !== '').join(' ')}</p>
          {product.name !== null && <p class="by">{product.name}</p>}
          <p>
            Compare with the type plate or the packaging. If brand or model differ, this label is not about
            your product.
          </p>
        </>
      )}
      {!product && (
        <h3 id="product">
          Label <span class="code">{labelId}</span>
        </h3>
      )}
      <dl class="told">
        {product && <Told name="Label code">{<span class="code">{labelId}</span>}</Told>}
        {level !== null && <Told name="Level">{level}</Told>}
        {scheme !== null && <Told name="Scheme">{scheme}</Told>}
        {until !== null && <Told name="Valid until">{dayOf(until)}, unless it is stopped before</Told>}
        {supportEnd !== null && <Told name="Security updates promised until">{dayOf(supportEnd)}</Told>}
      </dl>
      <p>
        <a href={`/L/${labelId}`}>The label’s page in the register</a>
      </p>
    </section>
  );
}

function Told({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Checks({ parts }: { readonly parts: readonly Part[] }): JSX.Element | null {
  const checks = parts.flatMap((part) => part.checks);
  if (checks.length === 0) return null;
  const failed = checks.filter(({ ok }) => !ok).length;
  const judged = parts.filter(({ kind }) => kind !== 'own');
  return (
    <>
      {judged.length > 1 && <Agreement parts={judged} />}
      <details class="fold" open={failed > 0}>
        <summary>
          {failed === 0
            ? `${String(checks.length)} checks were made, and all hold`
            : `${String(failed)} of ${String(checks.length)} checks do not hold`}
        </summary>
        {parts.map((part) => (
          <PartChecks part={part} />
        ))}
      </details>
    </>
  );
}

function Agreement({ parts }: { readonly parts: readonly Part[] }): JSX.Element {
  const outcomes = new Set(parts.map(({ outcome }) => outcome));
  const told = parts.map(
    ({ kind, outcome }) => `${kind === 'code' ? 'the code' : 'the register'} ${OUTCOME_WORDS[outcome]}`,
  );
  return (
    <p>
      {outcomes.size === 1
        ? 'The code by itself and the register agree.'
        : `The code by itself and the register do not agree: ${told.join(', ')}. The worse of both counts.`}
    </p>
  );
}

function PartChecks({ part }: { readonly part: Part }): JSX.Element {
  return (
    <>
      <h3>{PART_NAMES[part.kind]}</h3>
      <ul class="checks">
        {failedFirst(part.checks).map(({ id, ok, detail }) => (
          <li class={ok ? 'is-met' : 'is-not-met'}>
            <svg
              class="shape"
              viewBox="0 0 16 16"
              width="16"
              height="16"
              aria-hidden="true"
              focusable="false"
            >
              {ok ? <circle cx="8" cy="8" r="7.5" /> : <path d="M1 1h14v14H1z" />}
              <path class="cut" d={ok ? 'M4.5 8.3l2.3 2.3 4.5-4.9' : 'M5 5l6 6m0-6-6 6'} />
            </svg>
            <div>
              {CHECK_NAMES[id]}
              {!ok && <strong>: not shown</strong>}
              <span class="sub code">{detail}</span>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function failedFirst(checks: readonly MadeCheck[]): readonly MadeCheck[] {
  return [...checks.filter(({ ok }) => !ok), ...checks.filter(({ ok }) => ok)];
}

function NotSaid({ answer }: { readonly answer: Answer }): JSX.Element | null {
  const said = notSaid(answer);
  if (said.length === 0 || answer.parts.length === 0) return null;
  return (
    <section aria-labelledby="not-said">
      <h3 id="not-said">What this answer does not say</h3>
      <ul>
        {said.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
    </section>
  );
}

function WhomBelieved({ source }: { readonly source: Answer['source'] }): JSX.Element | null {
  if (!source) return null;
  return (
    <section aria-labelledby="believed">
      <h3 id="believed">Whom this page believed</h3>
      <p>
        {source.kind === 'trust-list'
          ? `The scheme’s trust list, version ${String(source.version)} of ${dayOf(source.issued)}, signed by the roots that this browser has held since ${dayOf(source.since)}.`
          : `The keys that this host states of itself in did.json, read on ${dayOf(source.at)}. That is as good as the host’s name and the connection, no better.`}{' '}
        And this page is only as honest as the host that served it. Whoever must not rely on that runs{' '}
        <code>assay verify</code> with roots pinned from elsewhere.
      </p>
    </section>
  );
}
