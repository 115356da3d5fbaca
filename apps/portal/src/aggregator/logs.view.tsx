import type { LogOnMirror } from '@assay/office/aggregator/mirror-logs';
import type { JSX } from 'preact';

import { Moment } from '../layout/when.tsx';
import type { Site } from './aggregator-desk.ts';
import { HealthBadge, HealthSays } from './log-health.tsx';
import { MirrorFrame } from './mirror-frame.tsx';

/** Every log of the trust list, and how it does. */
export function LogsView({
  site,
  logs,
}: {
  readonly site: Site;
  readonly logs: readonly LogOnMirror[];
}): JSX.Element {
  return (
    <MirrorFrame title="Logs" site={site} here="/logs">
      <h1>The logs behind these labels</h1>
      <p class="lead">
        Each label administrator writes every label, and every change of one, into a public log. This site
        copies each log whole, checks every entry, and shows a label only while its copy proves it.
      </p>
      <LogTable logs={logs} />
      <p>
        A log may only ever grow. One that shows less, or something else, than it has signed before raises an
        alarm here; what it signed is kept as evidence, and the last good copy stays.
      </p>
    </MirrorFrame>
  );
}

/** The logs in a table: whose, how it does, what is held. */
export function LogTable({ logs }: { readonly logs: readonly LogOnMirror[] }): JSX.Element {
  return (
    <table class="logs stack">
      <caption class="unseen">Logs that are followed</caption>
      <thead>
        <tr>
          <th scope="col">Label administrator</th>
          <th scope="col">State of the log</th>
          <th scope="col">Entries</th>
          <th scope="col">Accepted</th>
        </tr>
      </thead>
      <tbody>
        {logs.map((log) => (
          <tr>
            <th scope="row">
              <a href={`/logs/${log.administrator.code}`}>{log.administrator.name}</a>
              <span class="sub code">{log.origin}</span>
            </th>
            <td>
              <HealthBadge health={log.health} />
              <span class="sub">
                <HealthSays log={log} />
                {log.alarms.length > 0 && log.health !== 'alarm' && ' It has raised an alarm before.'}
              </span>
            </td>
            <td data-name="Entries" class="figure">
              {log.copy ? log.copy.size.toLocaleString('en-GB') : 'none'}
            </td>
            <td data-name="Accepted" class="figure">
              {log.copy ? <Moment at={log.copy.acceptedAt} /> : 'never'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
