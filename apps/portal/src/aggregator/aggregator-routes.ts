import type { Route } from '../http/answer.ts';
import { alive, asset, ready } from '../http/machinery.ts';
import type { AggregatorDesk } from './aggregator-desk.ts';
import {
  believed,
  copiedCredential,
  copiedEvidence,
  copiedLog,
  copiedProduct,
  mirrorRobots,
} from './copies.ts';
import { labelAsData, labelsAsData, logsAsData } from './label-data.ts';
import { mirrorHome, mirrorLabel, mirrorLog, mirrorLogs } from './pages.ts';

const read = { method: 'GET', permission: 'public', event: 'none' } as const;
const page = { ...read, kind: 'page', anyOrigin: false } as const;
const machine = { ...read, kind: 'machine', anyOrigin: false } as const;
/** What a stranger needs to check a label: readable from any origin. */
const trust = { ...read, kind: 'machine', anyOrigin: true } as const;

/** Every address of an aggregator: method, path, permission, audit event; each answer names its cache time. */
export const AGGREGATOR_ROUTES: readonly Route<AggregatorDesk>[] = [
  { ...page, path: '/', answer: mirrorHome },
  { ...page, path: '/logs', answer: mirrorLogs },
  { ...page, path: '/logs/:code', answer: mirrorLog },
  { ...page, path: '/L/:labelId', answer: mirrorLabel, anyOrigin: true },
  { ...page, path: '/01/:gtin', answer: copiedProduct, anyOrigin: true },

  { ...trust, path: '/api/v1/labels', answer: labelsAsData },
  { ...trust, path: '/api/v1/labels/:labelId', answer: labelAsData },
  { ...trust, path: '/api/v1/logs', answer: logsAsData },
  { ...trust, path: '/L/:labelId/credential', answer: copiedEvidence('credential') },
  { ...trust, path: '/L/:labelId/proof', answer: copiedEvidence('proof') },
  { ...trust, path: '/L/:labelId/bundle', answer: copiedEvidence('bundle') },
  { ...trust, path: '/vc/:sha256', answer: copiedCredential },
  { ...trust, path: '/mirror/:hash/*', answer: copiedLog },
  { ...trust, path: '/.well-known/cyber-label/trust-list.json', answer: believed('trust-list.json') },
  { ...trust, path: '/.well-known/cyber-label/policy', answer: believed('policy') },

  { ...machine, path: '/healthz', answer: alive },
  { ...machine, path: '/readyz', answer: ready },
  { ...machine, path: '/robots.txt', answer: mirrorRobots },
  { ...machine, path: '/assets/:name', answer: asset },
];
