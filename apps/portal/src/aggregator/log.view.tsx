import type { LogOnMirror } from '@assay/office/aggregator/mirror-logs';
import type { JSX } from 'preact';

import { Moment } from '../layout/when.tsx';
import type { Site } from './aggregator-desk.ts';
import { ALARM_WORDS, faultDetail, HEALTH_WORDS } from './fault-words.ts';
import { HealthBadge, HealthSays } from './log-health.tsx';
import { MirrorFrame } from './mirror-frame.tsx';

type Shown = { readonly site: Site; readonly log: LogOnMirror; readonly origin: string };

/** One log: how it does, every alarm with its evidence, and where anybody can check all of it. */
export function LogView({ site, log, origin }: Shown): JSX.Element {
  const { administrator, health, fault } = log;
  const detail = fault && faultDetail(fault);
  return (
    <MirrorFrame title={`${HEALTH_WORDS[health]}: log of ${administrator.name}`} site={site} here="/logs">
      <p class="back">
        <a href="/logs">All logs</a>
      </p>
      <h1>Log of {administrator.name}</h1>
      <p class="lead">
        <HealthBadge health={health} />
      </p>
      <p>
        <HealthSays log={log} />
      </p>
      {detail !== undefined && (
        <p class="soft">
          <span class="code">{detail}</span>
        </p>
      )}
      {administrator.status === 'withdrawn' && <Withdrawn />}
      <Held log={log} />
      {log.alarms.length > 0 && <Alarms log={log} />}
      <Check log={log} origin={origin} />
    </MirrorFrame>
  );
}

function Withdrawn(): JSX.Element {
  return (
    <p>
      Labels that it granted before stay valid until they end. Their state is proven by status lists that run
      out within seven days; once they have, a label cannot be confirmed any longer, and its page says so.
    </p>
  );
}

function Held({ log }: { readonly log: LogOnMirror }): JSX.Element {
  const { administrator, origin, url, copy } = log;
  return (
    <section aria-labelledby="held">
      <h2 id="held">What is held</h2>
      <table class="facts stack">
        <tbody>
          <tr>
            <th scope="row">Origin</th>
            <td class="code">{origin}</td>
          </tr>
          <tr>
            <th scope="row">Published at</th>
            <td class="code">{url}</td>
          </tr>
          <tr>
            <th scope="row">Administrator</th>
            <td>
              <span class="code">{administrator.did}</span>, labels that begin with{' '}
              <span class="code">{administrator.code}</span>
            </td>
          </tr>
          <tr>
            <th scope="row">Entries</th>
            <td>{copy ? copy.size.toLocaleString('en-GB') : 'none yet'}</td>
          </tr>
          {copy && (
            <tr>
              <th scope="row">Accepted</th>
              <td>
                <Moment at={copy.acceptedAt} />
              </td>
            </tr>
          )}
          {copy && (
            <tr>
              <th scope="row">Witnessed</th>
              <td>{copy.cosignedAt ? <Moment at={copy.cosignedAt} /> : 'the scheme asks for no witness'}</td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

function Alarms({ log }: { readonly log: LogOnMirror }): JSX.Element {
  return (
    <section aria-labelledby="alarms">
      <h2 id="alarms">Alarms</h2>
      <p>
        Signed by the log’s own key, and kept for good. The two notes, or the note and what it covers, cannot
        both be of an honest log.
      </p>
      {log.alarms.map((alarm) => (
        <div class="alarm">
          <h3>{ALARM_WORDS[alarm.kind]}</h3>
          <p class="soft">
            Raised <Moment at={alarm.raisedAt} />.
          </p>
          <details>
            <summary>The evidence</summary>
            {alarm.heldNote !== null && (
              <>
                <p>Held then:</p>
                <pre tabIndex={0}>
                  <code>{alarm.heldNote}</code>
                </pre>
              </>
            )}
            <p>Shown instead:</p>
            <pre tabIndex={0}>
              <code>{alarm.offeredNote}</code>
            </pre>
            <p>What shows the contradiction:</p>
            <pre tabIndex={0}>
              <code>{JSON.stringify(alarm.detail, null, 2)}</code>
            </pre>
          </details>
        </div>
      ))}
    </section>
  );
}

function Check({ log, origin }: { readonly log: LogOnMirror; readonly origin: string }): JSX.Element {
  return (
    <section aria-labelledby="check">
      <h2 id="check">Check it yourself</h2>
      <p>
        The copy is served as the administrator serves the original (C2SP tlog-tiles), below one address. Its
        checkpoint also bears the cosignature of this mirror.
      </p>
      <pre tabIndex={0}>
        <code>{`${origin}${log.mirror}`}</code>
      </pre>
      <ul class="links">
        <li>
          <a href={`${log.mirror}/checkpoint`}>Checkpoint</a>
        </li>
        <li>
          <a href="/api/v1/logs">This page as data</a>
        </li>
      </ul>
    </section>
  );
}
