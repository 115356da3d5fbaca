import type { ComponentChildren, JSX } from 'preact';

import { Shell } from '../layout/frame.tsx';
import type { Site } from './aggregator-desk.ts';

type MirrorFrame = {
  readonly title: string;
  readonly site: Site;
  readonly here?: '/' | '/logs';
  readonly children: ComponentChildren;
};

/** What surrounds every page of an aggregator. It answers for nothing but its copy, and says so. */
export function MirrorFrame({ title, site, here, children }: MirrorFrame): JSX.Element {
  const menu = [
    { path: '/', name: 'Labels' },
    { path: '/logs', name: 'Logs' },
  ];
  return (
    <Shell title={title} site={site.title} sandbox={site.sandbox} menu={menu} here={here} foot={<Foot />}>
      {children}
    </Shell>
  );
}

function Foot(): JSX.Element {
  return (
    <>
      <p>
        This site grants no labels. It keeps a copy of what the label administrators publish, checks all of
        it, and shows only what the copy proves.
      </p>
      <p>
        It sets no cookie and does not record who looked at which label. For machines:{' '}
        <a href="/api/v1/labels">labels as data</a>, <a href="/api/v1/logs">logs as data</a>.
      </p>
    </>
  );
}
