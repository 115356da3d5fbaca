import type { Story } from '@assay/office/rehearsal/story';
import { checkCharacter, parseLabelId } from '@assay/attestation/label-id';
import { labelQr } from '@assay/attestation/qr/label-qr';
import type { Reason } from '@assay/vocabulary/evaluation';
import { editionRef, parseCaseId, type LabelId } from '@assay/vocabulary/ids';
import { parseCalendarDate, parseInstant, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import type { LabelRecord } from '@assay/vocabulary/label-record';
import { BodyIdSchema } from '@assay/vocabulary/test-report';
import { readDocument } from '@assay/vocabulary/schema';
import type { Result } from '@assay/vocabulary/result';

import type { LabelSummary, PublicDesk } from '../src/desk.ts';
import { sampleArtwork } from './sample-artwork.ts';

// Input data for views: records that no office ever issued, about plainly invented products. What decides what is
// on them is tested where it is decided; here only what a page makes of them is at stake.

export const NOW = instant('2026-11-21T09:30:00Z');

/** One record for each thing that a reader may be told; the names say which. */
export const LABELS = {
  valid: record('Sandbox Lamp', 1, {}),
  suspended: record('Sandbox Kettle', 2, {
    state: 'suspended',
    stateSince: instant('2026-10-02T08:00:00Z'),
    history: [
      { at: instant('2026-03-03T10:00:00Z'), what: 'issued' },
      { at: instant('2026-03-03T10:00:05Z'), what: 'surveillance-opened' },
      { at: instant('2026-10-02T08:00:00Z'), what: 'suspended', reasonCode: 'sample-finding-under-inquiry' },
    ],
  }),
  revoked: record('Sandbox Door Lock', 3, {
    state: 'revoked',
    stateSince: instant('2026-10-20T08:00:00Z'),
    laboratory: null,
    disclosures: {
      passwordChange: {
        changeable: 'no',
        how: { says: 'The password is printed inside the cover and stays as it is.' },
      },
      updates: { automatic: 'no', how: { says: 'Download the file and load it over the USB port.' } },
      sbom: 'no',
      hbom: 'no',
    },
    history: [
      { at: instant('2026-03-03T10:00:00Z'), what: 'issued' },
      { at: instant('2026-10-20T08:00:00Z'), what: 'withdrawn', reasonCode: 'sample-product-changed' },
    ],
  }),
  expired: record('Sandbox Thermometer', 4, {
    state: 'expired',
    validUntil: instant('2026-09-01T00:00:00Z'),
    stateSince: instant('2026-09-01T00:00:00Z'),
  }),
  supportEnded: record('Sandbox Doorbell', 5, { supportEnd: date('2026-06-30') }),
  /** Says as little as a maker may, under a binary scheme, with a level of its own and witnesses. */
  silent: record('Sandbox Plug', 6, {
    supportEnd: null,
    supportState: 'unsupported',
    disclosures: {},
    witnessed: true,
    level: { rank: 1, of: 1, name: 'Labelled', symbol: '✓' },
    product: {
      name: 'Sandbox Plug with an unreasonably long name that nobody would print on a type plate',
      brand: 'Sandbox Brand',
      manufacturer: 'Sandbox Manufacturing of Things',
      models: ['SB-PLUG-0001-EU', 'SB-PLUG-0001-UK', 'SB-PLUG-0001-US'],
      gtins: ['09506000134352'],
      category: 'plug',
    },
  }),
  /** Not of a sandbox: what the page of a working programme looks like. */
  working: record('Invented Radiator Valve', 7, {
    sandbox: false,
    provenance: { kind: 'submitted', note: 'Handed in by the developer.' },
  }),
  /** Under a scheme that publishes few of the ten, but more of its own. */
  otherScheme: record('Sandbox Night Light', 8, {
    disclosures: { securityInformation: { says: 'A page of advisories.' } },
    publishes: [
      'productName',
      'category',
      'models',
      'level',
      'labelId',
      'validity',
      'contact',
      'securityInformation',
      'declaration',
    ],
    contact: 'security@maker.sandbox.example',
    declarations: ['The product meets what the level asks.'],
  }),
} as const satisfies Record<string, LabelRecord>;

/** A well-formed code that was never issued, and one whose last character is wrong. */
export const NEVER_ISSUED = labelId(99);
export const MISTYPED = `${NEVER_ISSUED.slice(0, 10)}${NEVER_ISSUED.endsWith('7') ? '8' : '7'}`;

type Change = {
  readonly labels?: readonly LabelRecord[];
  readonly story?: Story;
  readonly sandbox?: boolean;
};

/** A desk over sample records; an empty list is a register before its first label. */
export function sampleDesk({
  labels = Object.values(LABELS),
  story,
  sandbox = true,
}: Change = {}): PublicDesk {
  const files = new Map([
    ['/contexts/cyber-label-v1.jsonld', file('{"@context":{}}', 'application/ld+json', 'immutable')],
    ['/.well-known/did.json', file('{"id":"did:web:label.example.org"}', 'application/did+ld+json', 300)],
    ['/.well-known/cyber-label/policy', file('quorum none\n', 'text/plain; charset=utf-8', 300)],
    ['/.well-known/cyber-label/trust-list.json', file('{}', 'application/jose+json', 300)],
    ['/log/2026/checkpoint', file('label.example.org/log/2026\n7\nsample\n', 'text/plain; charset=utf-8', 5)],
    ['/log/2026/tile/0/x001/067.p/5', file('tile', 'application/octet-stream', 'immutable')],
    ['/status/revocation/0', file('list', 'application/vc+jwt', 300)],
    [`/vc/${'0a'.repeat(32)}`, file('credential', 'application/vc+jwt', 'immutable')],
    ...labels.flatMap(({ labelId }) => [
      [`/L/${labelId}/credential`, file('credential', 'application/vc+jwt', 300)] as const,
      [`/L/${labelId}/proof`, file('proof', 'text/plain; charset=utf-8', 60)] as const,
      [`/L/${labelId}/bundle`, file('{}', 'application/json', 60)] as const,
      [`/L/${labelId}/qr.svg`, file(qrOf(labelId), 'image/svg+xml', 'immutable')] as const,
      [`/L/${labelId}/offline-code.svg`, file(qrOf(labelId), 'image/svg+xml', 300)] as const,
      [
        `/L/${labelId}/offline-code.txt`,
        file(`https://LABEL.EXAMPLE.ORG/L/${labelId}\n`, 'text/plain; charset=utf-8', 300),
      ] as const,
    ]),
  ]);
  return {
    programme: {
      title: 'Sandbox Labels',
      sandbox,
      administrator: { name: 'Sandbox Label Office', contact: 'labels@sandbox.example' },
      origin: 'https://label.example.org',
    },
    search: async ({ text, state, after, limit }) => {
      const found = labels
        .filter((one) => !state || one.state === state)
        .filter(
          ({ product }) =>
            product.name.toLowerCase().includes(text.toLowerCase()) || product.gtins.includes(text),
        )
        .filter(({ labelId }) => after === undefined || labelId > after)
        .toSorted((a, b) => (a.labelId < b.labelId ? -1 : 1));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        labels: page.map(summary),
        ...(found.length > limit && last && { next: last.labelId }),
      };
    },
    record: async (id) => labels.find(({ labelId }) => labelId === id),
    file: async (path) => files.get(path),
    ...sampleArtwork(labels),
    story: async () => story,
    say,
    ready: async () => true,
    now: () => NOW,
  };
}

/** The sample's sentences: its codes spelt out, its facts in brackets. */
export function say({ code, facts }: Reason): string {
  const words = code.replace(/^sample-/, '').replaceAll('-', ' ');
  const said = Object.values(facts).join(', ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${said === '' ? '' : ` (${said})`}.`;
}

export function caseId(number: number) {
  return sure(parseCaseId(`case_${String(number).padStart(16, '0')}`));
}

export function instant(text: string): Instant {
  return sure(parseInstant(text));
}

export function date(text: string): CalendarDate {
  return sure(parseCalendarDate(text));
}

function labelId(number: number): LabelId {
  const body = `SB${String(number).padStart(8, '0')}`;
  return sure(parseLabelId(`${body}${checkCharacter(body)}`));
}

export function sure<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

function record(name: string, number: number, change: Partial<LabelRecord>): LabelRecord {
  return {
    labelId: labelId(number),
    sandbox: true,
    provenance: { kind: 'fictional', note: 'It exists on this page only and cannot be bought.' },
    state: 'valid',
    stateSince: instant('2026-03-03T10:00:00Z'),
    scheme: {
      edition: editionRef('sandbox-cls', '1.0'),
      name: 'Sandbox Labelling Scheme',
      jurisdiction: 'No country',
      owner: 'Sandbox Authority',
    },
    level: { rank: 2, of: 4, name: 'Level 2', symbol: '★★' },
    product: {
      name,
      brand: 'Sandbox Brand',
      manufacturer: 'Sandbox Manufacturing',
      models: [`SB-${String(number)}00`],
      gtins: [],
      category: 'smart-home',
    },
    validFrom: instant('2026-03-03T10:00:00Z'),
    validUntil: instant('2029-03-03T00:00:00Z'),
    supportEnd: date('2031-12-31'),
    supportState: 'promised',
    administrator: { name: 'Sandbox Label Office', contact: 'labels@sandbox.example' },
    laboratory: {
      body: sure(readDocument({ name: 'body', schema: BodyIdSchema }, 'body_sandbox-laboratory')),
      name: 'Sandbox Test Laboratory',
    },
    disclosures: {
      passwordChange: {
        changeable: 'yes',
        how: {
          says: 'Open the app, choose Settings, then Password.',
          link: 'https://maker.sandbox.example/password',
        },
      },
      secureConfiguration: { says: 'Connect it to the guest network and leave remote access switched off.' },
      updates: { automatic: 'yes', how: { says: 'Installed every night between 2 and 4 o’clock.' } },
      sbom: 'yes',
      hbom: 'no',
    },
    publishes: [
      'productName',
      'manufacturer',
      'authorisation',
      'administrator',
      'laboratory',
      'passwordChange',
      'secureConfiguration',
      'updates',
      'supportPeriod',
      'inventories',
    ],
    contact: null,
    declarations: [],
    doesNotSay: [
      'That the product cannot be attacked.',
      'How the maker handles personal data.',
      'Anything about services of other companies that work with it.',
    ],
    history: [
      { at: instant('2026-03-03T10:00:00Z'), what: 'issued' },
      { at: instant('2026-03-03T10:00:05Z'), what: 'surveillance-opened' },
    ],
    case: caseId(number),
    witnessed: false,
    evidence: { origin: 'label.example.org/log/2026', index: number, credential: `/vc/${'0a'.repeat(32)}` },
    ...change,
  };
}

function summary(one: LabelRecord): LabelSummary {
  return {
    labelId: one.labelId,
    product: one.product.name,
    brand: one.product.brand,
    manufacturer: one.product.manufacturer,
    state: one.state,
    supportEnd: one.supportEnd,
    level: { symbol: one.level.symbol, name: one.level.name },
    scheme: one.scheme.name,
    validUntil: one.validUntil,
    sandbox: one.sandbox,
  };
}

function qrOf(id: LabelId): string {
  const request = {
    host: 'label.example.org',
    labelId: id,
    sizeMm: 18,
    title: 'QR code',
    description: 'Opens this page',
  };
  return sure(labelQr(request)).svg;
}

function file(text: string, mediaType: string, maxAge: number | 'immutable') {
  return { bytes: new TextEncoder().encode(text), mediaType, maxAge };
}
