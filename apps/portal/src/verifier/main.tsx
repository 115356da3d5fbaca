/** The verifier page's script: takes the place of the form that works without it. */
import { instantOf } from '@assay/vocabulary/instant';
import { render } from 'preact';

import { App } from './app.tsx';
import { openKeep } from './keep.ts';
import { ownHost } from './own-host.ts';

const place = document.getElementById('verifier');
if (place) {
  const { decoder = '', sandbox = 'no' } = place.dataset;
  const bench = {
    ...{ keep: await openKeep(), host: ownHost(location) },
    ...{ now: () => instantOf(new Date()), sandbox: sandbox === 'yes' },
  };
  place.replaceChildren();
  render(<App bench={bench} decoder={decoder} />, place);
  // Where the browser has none (a private window, plain http), the page works with a connection.
  if ('serviceWorker' in navigator)
    navigator.serviceWorker
      .register('/verify-worker.js', { scope: '/verify' })
      .then((worker) => worker.update())
      .catch(() => undefined);
}
