import { checkCharacter, parseLabelId } from '@assay/attestation/label-id';
import type { MirrorRecord, ProvenLabel } from '@assay/office/aggregator/mirror-labels';
import type { LogOnMirror } from '@assay/office/aggregator/mirror-logs';
import type { LabelId } from '@assay/vocabulary/ids';

import { ok, refuse } from '@assay/vocabulary/result';

import type { AggregatorDesk } from '../src/aggregator/aggregator-desk.ts';
import { date, instant, NOW, sure } from './sample-desk.ts';

// Input data for views: labels and logs that nobody ever signed, of plainly invented administrators. What is proven is
// tested where it is proven; here only what a page makes of it is at stake.

const ACCEPTED = instant('2026-11-21T09:12:00Z');
const NOTE = 'sb.sandbox.example/log/2026\n412\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const SIGNED = '\n— sb.sandbox.example/log/2026 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URY\n';

/** Each state that a log can be in, under the code of its administrator. */
export const LOGS: Readonly<Record<'SA' | 'SB' | 'SC' | 'SD' | 'SE', LogOnMirror>> = {
  SA: log('SA', 'Sandbox Label Office', { health: 'current' }),
  SB: log('SB', 'Sandbox Testing and Certification Authority of the Northern Provinces', {
    health: 'alarm',
    fault: { code: 'alarm', kind: 'fork' },
    alarms: [
      {
        ...{ origin: 'sb.sandbox.example/log/2026', kind: 'fork', evidenceHash: '0a'.repeat(32) },
        ...{ heldNote: `${NOTE}${SIGNED}`, offeredNote: `${NOTE.replace('CsU', 'Abc')}${SIGNED}` },
        detail: { heldSize: 412, offeredSize: 412 },
        raisedAt: instant('2026-11-21T09:20:00Z'),
      },
    ],
  }),
  SC: log('SC', 'Sandbox Certification', {
    health: 'frozen',
    administrator: { ...administrator('SC', 'Sandbox Certification'), status: 'withdrawn' },
  }),
  SD: log('SD', 'Sandbox Marks', {
    health: 'behind',
    fault: {
      code: 'unreachable',
      address: 'https://sd.sandbox.example/log/2026/checkpoint',
      why: 'connect ECONNREFUSED',
    },
  }),
  SE: newcomer('SE', 'Sandbox Newcomer'),
};

/** One label for each thing that a reader of a copy may be told. */
export const COPIED = {
  valid: label(1, 'SA', {}),
  suspended: label(2, 'SA', { status: 'suspended', statusSince: instant('2026-10-02T08:00:00Z') }),
  stale: label(3, 'SD', { status: 'stale' }),
  'support-ended': { ...label(4, 'SA', {}), stated: { ...stated(4), supportEnd: date('2026-06-30') } },
  withdrawn: label(5, 'SC', {}),
  invalid: {
    ...label(6, 'SB', { status: 'invalid' }),
    verification: {
      ...{
        outcome: 'INVALID',
        labelId: null,
        product: null,
        sandbox: true,
        evidenceTime: null,
        witnessed: false,
      },
      checks: [{ id: 'key-not-revoked', ok: false, detail: 'revoked: nothing after leaf 3 counts' }],
    },
  },
} as const satisfies Record<string, ProvenLabel>;

/** A well-formed code that is in no log. */
export const SOMEBODY_ELSES = labelId('ZZ', 99);

/** A desk over samples; `empty`: before the first look. */
export function sampleAggregator({ empty = false }: { readonly empty?: boolean } = {}): AggregatorDesk {
  const labels: readonly ProvenLabel[] = empty ? [] : Object.values(COPIED);
  const logs = empty ? [LOGS.SE] : Object.values(LOGS);
  const file = (text: string, mediaType: string, maxAge: number | 'immutable') => ({
    ...{ bytes: new TextEncoder().encode(text), mediaType, maxAge },
  });
  return {
    origin: 'https://label.sandbox.example',
    site: () => Promise.resolve({ title: 'Sandbox Scheme', sandbox: true }),
    search: ({ text, gtin, state, after }) =>
      Promise.resolve(
        after === 'stray'
          ? undefined
          : {
              labels: labels
                .filter(({ record: { product } }) => product.model.toLowerCase().includes(text.toLowerCase()))
                .filter(({ record: { product } }) => gtin === undefined || product.gtins.includes(gtin))
                .filter(({ record: { status } }) => state === undefined || status === state),
            },
      ),
    label: (id) => Promise.resolve(labels.find(({ record }) => record.labelId === id)),
    evidence: (id, what) => {
      const found = labels.find(({ record }) => record.labelId === id);
      if (found?.record.status === 'stale') return Promise.resolve(refuse({ code: 'evidence-incomplete' }));
      return Promise.resolve(
        found ? ok(file(what, 'application/json', 60)) : refuse({ code: 'label-not-followed' }),
      );
    },
    credential: (hex) =>
      Promise.resolve(
        hex === '0a'.repeat(32) ? file('credential', 'application/vc+jwt', 'immutable') : undefined,
      ),
    mirror: (hash, path) =>
      Promise.resolve(
        hash === '0b'.repeat(32) && path === 'checkpoint'
          ? file(`${NOTE}${SIGNED}`, 'text/plain; charset=utf-8', 5)
          : undefined,
      ),
    logs: () => Promise.resolve(logs),
    trust: (name) =>
      name === 'policy'
        ? file('quorum none\n', 'text/plain; charset=utf-8', 300)
        : file('{}', 'application/jose+json', 300),
    ready: () => Promise.resolve(!empty),
    now: () => NOW,
  };
}

function newcomer(code: string, name: string): LogOnMirror {
  const host = `${code.toLowerCase()}.sandbox.example`;
  return {
    administrator: administrator(code, name),
    origin: `${host}/log/2026`,
    url: `https://${host}/log/2026`,
    mirror: `/mirror/${'0b'.repeat(32)}`,
    health: 'unseen',
    alarms: [],
  };
}

function log(code: string, name: string, change: Partial<LogOnMirror>): LogOnMirror {
  return {
    ...newcomer(code, name),
    health: 'current',
    since: ACCEPTED,
    lookedAt: instant('2026-11-21T09:29:50Z'),
    copy: { size: 1_412, cosignedAt: ACCEPTED, acceptedAt: ACCEPTED, sandbox: true },
    ...change,
  };
}

function administrator(code: string, name: string): LogOnMirror['administrator'] {
  return { code, did: `did:web:${code.toLowerCase()}.sandbox.example`, name, status: 'active' };
}

function label(number: number, code: keyof typeof LOGS, change: Partial<MirrorRecord>): ProvenLabel {
  const { administrator: granting, origin } = LOGS[code];
  return {
    record: {
      labelId: labelId(code, number),
      product: {
        brand: 'Sandbox Brand',
        model: `SB-${String(number)}00`,
        gtins: number === 1 ? ['09506000134352'] : [],
      },
      holder: { id: 'urn:sandbox:holder', name: 'Sandbox Manufacturing' },
      administrator: granting,
      status: 'valid',
      statusSince: instant('2026-03-03T10:00:00Z'),
      validUntil: instant('2029-03-03T00:00:00Z'),
      tier: 'Level 2',
      credential: `/vc/${'0a'.repeat(32)}`,
      evidence: {
        ...{ origin, index: 6 + number, proof: `/L/${labelId(code, number)}/proof` },
        ...{ witnessed: true, checkpointTime: ACCEPTED },
      },
      ...change,
    },
    stated: stated(number),
  };
}

function stated(number: number): ProvenLabel['stated'] {
  return { productName: `Sandbox Lamp ${String(number)}`, supportEnd: date('2031-12-31'), sandbox: true };
}

function labelId(code: string, number: number): LabelId {
  const body = `${code}${String(number).padStart(8, '0')}`;
  return sure(parseLabelId(`${body}${checkCharacter(body)}`));
}
