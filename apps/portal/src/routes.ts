import { caseWalk, walk } from './0-programme/walk.page.tsx';
import {
  labelArtefact,
  logArtefact,
  namedArtefact,
  statusArtefact,
  vcArtefact,
} from './6-register/artefacts.ts';
import { artwork } from './6-register/artwork.ts';
import { csafProvider } from './6-register/csaf-provider.ts';
import { digitalLink } from './6-register/digital-link.ts';
import { gs1Resolver } from './6-register/gs1-resolver.ts';
import { labelPage } from './6-register/label.page.ts';
import { labelRecord, labelRecords } from './6-register/record.ts';
import { printPage } from './6-register/print.page.ts';
import { registerHome } from './6-register/register-home.page.ts';
import { securityTxt } from './6-register/security-txt.ts';
import { verifierPage, verifierWorker } from './6-register/verifier.page.ts';
import { alive, asset, ready, robots } from './http/machinery.ts';
import type { Route } from './http/answer.ts';

const read = { method: 'GET', permission: 'public', event: 'none' } as const;
const page = { ...read, kind: 'page', anyOrigin: false } as const;
const machine = { ...read, kind: 'machine', anyOrigin: false } as const;
/** What a stranger needs to check a label: readable from any origin. */
const trust = { ...read, kind: 'machine', anyOrigin: true } as const;

/** Drawn when it is asked for, at some tens of milliseconds of the processor. */
const drawn = { ...read, kind: 'machine', anyOrigin: false, perMinute: 60 } as const;

/** Every address of the portal: method, path, permission, audit event; each answer names its cache time. */
export const ROUTES: readonly Route[] = [
  { ...page, path: '/', answer: registerHome },
  // One address for people and machines, told apart by `Accept`; its data are a trust artefact.
  { ...page, path: '/L/:labelId', answer: labelPage, anyOrigin: true },
  // A product's own address (GS1 Digital Link) leads to its label; its linkset is a trust artefact.
  { ...page, path: '/01/:gtin', answer: digitalLink, anyOrigin: true },
  { ...page, path: '/01/:gtin/', answer: digitalLink, anyOrigin: true },
  // The one page that runs a script: it checks codes on the reader's own device.
  { ...page, path: '/verify', answer: verifierPage, scripts: true },
  { ...page, path: '/L/:labelId/print', answer: printPage, perMinute: 60 },
  { ...page, path: '/walk', answer: walk },
  { ...page, path: '/walk/:case', answer: caseWalk },

  { ...trust, path: '/api/v1/labels', answer: labelRecords },
  { ...trust, path: '/api/v1/labels/:labelId', answer: labelRecord },
  { ...trust, path: '/L/:labelId/credential', answer: labelArtefact('credential') },
  { ...trust, path: '/L/:labelId/proof', answer: labelArtefact('proof') },
  { ...trust, path: '/L/:labelId/bundle', answer: labelArtefact('bundle') },
  { ...trust, path: '/L/:labelId/qr.svg', answer: labelArtefact('qr.svg') },
  { ...trust, path: '/L/:labelId/offline-code.svg', answer: labelArtefact('offline-code.svg') },
  { ...trust, path: '/L/:labelId/offline-code.txt', answer: labelArtefact('offline-code.txt') },
  { ...drawn, path: '/L/:labelId/artwork.svg', answer: artwork('svg') },
  { ...drawn, path: '/L/:labelId/artwork.png', answer: artwork('png') },
  { ...drawn, path: '/L/:labelId/artwork.pdf', answer: artwork('pdf') },
  { ...trust, path: '/vc/:sha256', answer: vcArtefact },
  { ...trust, path: '/status/:purpose/:list', answer: statusArtefact },
  { ...trust, path: '/log/*', answer: logArtefact },
  { ...trust, path: '/.well-known/did.json', answer: namedArtefact },
  { ...trust, path: '/.well-known/cyber-label/policy', answer: namedArtefact },
  { ...trust, path: '/.well-known/cyber-label/trust-list.json', answer: namedArtefact },
  { ...trust, path: '/.well-known/security.txt', answer: securityTxt },
  { ...trust, path: '/.well-known/csaf/provider-metadata.json', answer: csafProvider },
  { ...trust, path: '/.well-known/gs1resolver', answer: gs1Resolver },
  { ...trust, path: '/contexts/cyber-label-v1.jsonld', answer: namedArtefact },

  { ...machine, path: '/verify-worker.js', answer: verifierWorker, scripts: true },
  { ...machine, path: '/healthz', answer: alive },
  { ...machine, path: '/readyz', answer: ready },
  { ...machine, path: '/robots.txt', answer: robots },
  { ...machine, path: '/assets/:name', answer: asset },
];
