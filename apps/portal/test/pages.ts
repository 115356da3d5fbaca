import type { PublicDesk } from '../src/desk.ts';
import { LABELS, MISTYPED, NEVER_ISSUED, sampleDesk } from './sample-desk.ts';
import { STORY } from './sample-story.ts';

export type SamplePage = { readonly name: string; readonly desk: PublicDesk; readonly path: string };

const desk = sampleDesk({ story: STORY });
const working = sampleDesk({ labels: [LABELS.working], sandbox: false });

/** What a sample file states is no key and no list: this one has none published at all. */
const keyless = { ...desk, file: async () => undefined };

/** Every page in every state that a reader may meet. */
export const PAGES: readonly SamplePage[] = [
  { name: 'register', desk, path: '/' },
  { name: 'register-empty', desk: sampleDesk({ labels: [] }), path: '/' },
  { name: 'register-nothing-found', desk, path: '/?q=toaster' },
  { name: 'label-valid', desk, path: `/L/${LABELS.valid.labelId}` },
  { name: 'label-suspended', desk, path: `/L/${LABELS.suspended.labelId}` },
  { name: 'label-revoked', desk, path: `/L/${LABELS.revoked.labelId}` },
  { name: 'label-expired', desk, path: `/L/${LABELS.expired.labelId}` },
  { name: 'label-support-ended', desk, path: `/L/${LABELS.supportEnded.labelId}` },
  { name: 'label-silent', desk, path: `/L/${LABELS.silent.labelId}` },
  { name: 'label-working', desk: working, path: `/L/${LABELS.working.labelId}` },
  { name: 'label-other-scheme', desk, path: `/L/${LABELS.otherScheme.labelId}` },
  { name: 'label-unknown', desk, path: `/L/${NEVER_ISSUED}` },
  { name: 'label-mistyped', desk, path: `/L/${MISTYPED}` },
  { name: 'product-mistyped', desk, path: '/01/09506000134353' },
  { name: 'product-unknown', desk, path: '/01/00012345600029' },
  { name: 'verify', desk: keyless, path: '/verify' },
  { name: 'verify-foreign', desk, path: `/verify?code=https://labe1.example.org/L/${NEVER_ISSUED}` },
  { name: 'walk', desk, path: '/walk' },
  ...STORY.cases.map((told, i) => ({ name: `case-${i + 1}`, desk, path: `/walk/${told.case}` })),
  { name: 'no-such-page', desk, path: '/nothing/here' },
];
