import type { CrosswalkPair } from '@assay/vocabulary/crosswalk';
import { splitProvisionRef, type Digest, type EditionRef } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import { line, metadataOf, prop, token } from './oscal-parts.ts';
import { uuidOf } from './uuid.ts';

export type MappingInput = {
  readonly at: Instant;
  readonly title: string;
  readonly notes: readonly string[];
  /** Digest of the file behind the crosswalk. */
  readonly digest: Digest;
  /** At least one. */
  readonly pairs: readonly CrosswalkPair[];
  readonly titleOf: (edition: EditionRef) => string;
};

/**
 * A crosswalk as an OSCAL mapping collection (model 1.2.1): one mapping per pair of editions, one map per pair of
 * provisions. Confidence and strength stand on every map; the collection is a draft because own analysis is.
 */
export function oscalMappingOf({ at, title, notes, digest, pairs, titleOf }: MappingInput): object {
  const document = uuidOf('oscal-mapping', at, digest);
  const editions = [...new Set(pairs.flatMap(({ from, to }) => [editionOf(from), editionOf(to)]))];
  const resource = (edition: EditionRef) => uuidOf(document, 'resource', edition);
  const groups = Map.groupBy(pairs, ({ from, to }) => `${editionOf(from)} ${editionOf(to)}`);
  return {
    'mapping-collection': {
      uuid: document,
      metadata: metadataOf(title, { at, version: digest, remarks: notes.join('\n\n') || title }),
      provenance: {
        ...{ method: 'human', 'matching-rationale': 'semantic', status: 'draft' },
        'mapping-description':
          'Set relations between what provisions ask, in the manner of NIST IR 8477. They carry evidence from one standard to another and never a verdict.',
        props: [prop('digest', digest)],
      },
      mappings: [...groups.values()].flatMap((group) => {
        const [first] = group;
        if (!first) return [];
        const [source, target] = [editionOf(first.from), editionOf(first.to)];
        return [
          {
            uuid: uuidOf(document, source, target),
            'source-resource': { type: 'catalog', href: `#${resource(source)}` },
            'target-resource': { type: 'catalog', href: `#${resource(target)}` },
            maps: group.map((pair) => mapOf(pair, document)),
          },
        ];
      }),
      'back-matter': {
        resources: editions.map((edition) => ({
          uuid: resource(edition),
          title: line(titleOf(edition)),
          props: [prop('edition', edition)],
        })),
      },
    },
  };
}

/** OSCAL's words for how a source lies to a target. */
const RELATIONSHIPS: Readonly<Record<CrosswalkPair['relation'], string>> = {
  equal: 'equal-to',
  subset: 'subset-of',
  superset: 'superset-of',
  intersects: 'intersects-with',
};

function mapOf(
  { from, to, relation, strength, confidence, source, note }: CrosswalkPair,
  document: string,
): object {
  return {
    uuid: uuidOf(document, from, to, relation),
    relationship: RELATIONSHIPS[relation],
    sources: [itemOf(from)],
    targets: [itemOf(to)],
    'confidence-score': { category: confidence },
    props: [prop('strength', strength), prop('confidence', confidence), prop('source', source)],
    ...(note !== undefined && { remarks: note }),
  };
}

function itemOf(provision: CrosswalkPair['from']): object {
  const { id } = splitProvisionRef(provision);
  return {
    type: 'control',
    'id-ref': token(provision),
    props: [prop('provision', provision), prop('printed-id', id)],
  };
}

function editionOf(provision: CrosswalkPair['from']): EditionRef {
  return splitProvisionRef(provision).edition;
}
