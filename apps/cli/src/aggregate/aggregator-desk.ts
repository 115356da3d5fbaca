import type { Aggregator } from '@assay/office/aggregator/aggregator';
import { labelEvidence, provenLabel, searchMirror } from '@assay/office/aggregator/mirror-labels';
import { credentialByHash, logsOnMirror, mirrorFile } from '@assay/office/aggregator/mirror-logs';
import { ok } from '@assay/vocabulary/result';
import type { AggregatorDesk, Evidence } from '@assay/portal/aggregator/aggregator-desk';

const MEDIA: Readonly<Record<Evidence, string>> = {
  credential: 'application/vc+jwt',
  proof: 'text/plain; charset=utf-8',
  bundle: 'application/json',
};

/** What the door may ask of an aggregator. */
export function aggregatorDesk(aggregator: Aggregator, origin: string): AggregatorDesk {
  const logs = () => logsOnMirror(aggregator);
  return {
    origin,
    site: async () => {
      const copies = (await logs()).flatMap(({ copy }) => (copy ? [copy] : []));
      const sandbox = copies.length > 0 && copies.every((copy) => copy.sandbox);
      return { title: aggregator.trust().anchors.scheme.name, sandbox };
    },
    search: async (query) => {
      const found = await searchMirror(aggregator, query);
      return found.ok ? found.value : undefined;
    },
    label: (id) => provenLabel(aggregator, id),
    evidence: async (id, what) => {
      const found = await labelEvidence(aggregator, id, what);
      const maxAge = what === 'credential' ? 300 : 60;
      return found.ok ? ok({ bytes: utf8(found.value), mediaType: MEDIA[what], maxAge }) : found;
    },
    credential: (hex) => credentialByHash(aggregator, hex),
    mirror: (hash, path) => mirrorFile(aggregator, hash, path),
    logs,
    trust: (name) => {
      const { signed, anchors } = aggregator.trust();
      const text = name === 'policy' ? anchors.policy : signed;
      const mediaType = name === 'policy' ? 'text/plain; charset=utf-8' : 'application/jose+json';
      return text === undefined ? undefined : { bytes: utf8(text), mediaType, maxAge: 300 };
    },
    ready: () =>
      logs().then(
        () => true,
        () => false,
      ),
    now: aggregator.clock,
  };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
