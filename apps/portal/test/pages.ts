import { openAggregator } from '../src/aggregator/open-aggregator.ts';
import type { PublicDesk } from '../src/desk.ts';
import type { Portal, PortalOptions } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { DESK_PAGES } from './desk-gallery.tsx';
import { COPIED, sampleAggregator, SOMEBODY_ELSES } from './sample-aggregator.ts';
import { openRebuiltPortal } from '../src/rebuilt/open-rebuilt.ts';
import { LABELS, MISTYPED, NEVER_ISSUED, sampleDesk } from './sample-desk.ts';
import { REBUILT, REBUILT_WORKING, sampleRebuilt } from './sample-rebuilt.ts';
import { STORY } from './sample-story.ts';

/** Opens one site; pages of one site have the same. */
export type OpenSite = (options: PortalOptions) => Promise<Portal>;
export type SamplePage = { readonly name: string; readonly site: OpenSite; readonly path: string };

const register = sampleDesk({ story: STORY });
const site = registerOver(register);
const working = registerOver(sampleDesk({ labels: [LABELS.working], sandbox: false }));
const mirror: OpenSite = (options) => openAggregator(sampleAggregator(), undefined, options);
const emptyMirror: OpenSite = (options) =>
  openAggregator(sampleAggregator({ empty: true }), undefined, options);
const rebuilt: OpenSite = (options) => openRebuiltPortal(sampleRebuilt(), options);
const rebuiltWorking: OpenSite = (options) =>
  openRebuiltPortal(sampleRebuilt({ records: [REBUILT_WORKING], sandbox: false }), options);

function registerOver(desk: PublicDesk): OpenSite {
  return (options) => openPortal(desk, options);
}

/** What a sample file states is no key and no list: this one has none published at all. */
const keyless = registerOver({ ...register, file: async () => undefined });

/** Every page in every state that a reader may meet. */
export const PAGES: readonly SamplePage[] = [
  { name: 'register', site, path: '/' },
  { name: 'register-empty', site: registerOver(sampleDesk({ labels: [] })), path: '/' },
  { name: 'register-nothing-found', site, path: '/?q=toaster' },
  { name: 'label-valid', site, path: `/L/${LABELS.valid.labelId}` },
  { name: 'label-suspended', site, path: `/L/${LABELS.suspended.labelId}` },
  { name: 'label-revoked', site, path: `/L/${LABELS.revoked.labelId}` },
  { name: 'label-expired', site, path: `/L/${LABELS.expired.labelId}` },
  { name: 'label-support-ended', site, path: `/L/${LABELS.supportEnded.labelId}` },
  { name: 'label-silent', site, path: `/L/${LABELS.silent.labelId}` },
  { name: 'label-working', site: working, path: `/L/${LABELS.working.labelId}` },
  { name: 'label-other-scheme', site, path: `/L/${LABELS.otherScheme.labelId}` },
  { name: 'print', site, path: `/L/${LABELS.valid.labelId}/print` },
  { name: 'print-binary-german', site, path: `/L/${LABELS.silent.labelId}/print?language=de` },
  { name: 'print-working', site: working, path: `/L/${LABELS.working.labelId}/print` },
  { name: 'print-suspended', site, path: `/L/${LABELS.suspended.labelId}/print` },
  { name: 'print-revoked', site, path: `/L/${LABELS.revoked.labelId}/print` },
  { name: 'label-unknown', site, path: `/L/${NEVER_ISSUED}` },
  { name: 'label-mistyped', site, path: `/L/${MISTYPED}` },
  { name: 'product-mistyped', site, path: '/01/09506000134353' },
  { name: 'product-unknown', site, path: '/01/00012345600029' },
  { name: 'verify', site: keyless, path: '/verify' },
  { name: 'verify-foreign', site, path: `/verify?code=https://labe1.example.org/L/${NEVER_ISSUED}` },
  { name: 'walk', site, path: '/walk' },
  ...STORY.cases.map((told, i) => ({ name: `case-${i + 1}`, site, path: `/walk/${told.case}` })),
  { name: 'mirror-home', site: mirror, path: '/' },
  { name: 'mirror-home-empty', site: emptyMirror, path: '/' },
  { name: 'mirror-nothing-found', site: mirror, path: '/?q=toaster' },
  ...Object.entries(COPIED).map(([state, { record }]) => ({
    name: `mirror-label-${state}`,
    site: mirror,
    path: `/L/${record.labelId}`,
  })),
  { name: 'mirror-label-unknown', site: mirror, path: `/L/${SOMEBODY_ELSES}` },
  { name: 'mirror-logs', site: mirror, path: '/logs' },
  ...['SA', 'SB', 'SC'].map((code) => ({
    name: `mirror-log-${code.toLowerCase()}`,
    site: mirror,
    path: `/logs/${code}`,
  })),
  { name: 'rebuilt-register', site: rebuilt, path: '/' },
  { name: 'rebuilt-nothing-found', site: rebuilt, path: '/?q=toaster' },
  ...Object.entries(REBUILT).map(([state, { labelId }]) => ({
    name: `rebuilt-label-${state}`,
    site: rebuilt,
    path: `/L/${labelId}`,
  })),
  { name: 'rebuilt-label-working', site: rebuiltWorking, path: `/L/${REBUILT_WORKING.labelId}` },
  { name: 'no-such-page', site, path: '/nothing/here' },
  ...DESK_PAGES,
];
