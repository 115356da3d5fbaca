import type { CrosswalkPair } from '@assay/vocabulary/crosswalk';
import type { Fact, FactsDictionary } from '@assay/vocabulary/facts';
import { editionRef, type EditionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { Arrangement, EquivalencePolicy } from '@assay/vocabulary/recognition';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import type { Provision, StandardEdition } from '@assay/vocabulary/standard';

/** Every standard, scheme and fact that judging may draw on; frozen once loaded and checked. */
export type Catalogue = {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly standards: ReadonlyMap<EditionRef, StandardEdition>;
  readonly schemes: ReadonlyMap<EditionRef, SchemeEdition>;
  /** Pairs by the provision that they lead to. */
  readonly crosswalk: ReadonlyMap<ProvisionRef, readonly CrosswalkPair[]>;
  /** What parties have published about recognising each other's labels. */
  readonly recognitions: readonly Arrangement[];
  /** Where a difference between schemes begins to block; absent where nobody has chosen. */
  readonly policy: EquivalencePolicy | undefined;
};

/** Puts checked documents into one catalogue. */
export function catalogueOf(documents: {
  readonly facts: FactsDictionary;
  readonly standards: readonly StandardEdition[];
  readonly schemes: readonly SchemeEdition[];
  readonly pairs?: readonly CrosswalkPair[];
  readonly recognitions?: readonly Arrangement[];
  readonly policy?: EquivalencePolicy | undefined;
}): Catalogue {
  return {
    facts: new Map(documents.facts.facts.map((fact) => [fact.id, fact])),
    standards: new Map(
      documents.standards.map((standard) => [editionRef(standard.id, standard.edition), standard]),
    ),
    schemes: new Map(documents.schemes.map((scheme) => [editionRef(scheme.id, scheme.edition), scheme])),
    crosswalk: Map.groupBy(documents.pairs ?? [], ({ to }) => to),
    recognitions: documents.recognitions ?? [],
    policy: documents.policy,
  };
}

/** One provision of a loaded edition; absent where the edition or the id is not known. */
export function provisionOf(catalogue: Catalogue, edition: EditionRef, id: string): Provision | undefined {
  return catalogue.standards.get(edition)?.provisions.find((provision) => provision.id === id);
}

/** The edition in force at a day, or the newest that was ever in force; absent where the scheme is not known. */
export function schemeInForce(
  catalogue: Pick<Catalogue, 'schemes'>,
  id: string,
  day: string,
): SchemeEdition | undefined {
  const editions = [...catalogue.schemes.values()].filter((scheme) => scheme.id === id);
  const inForce = editions.filter((scheme) => isInForce(scheme, day));
  return newest(inForce) ?? newest(editions);
}

/** Whether an edition is in force on a day: from its first, up to and without its last. */
export function isInForce({ inForce }: SchemeEdition, day: string): boolean {
  return inForce.from <= day && (inForce.to === undefined || day < inForce.to);
}

function newest(editions: readonly SchemeEdition[]): SchemeEdition | undefined {
  return [...editions].sort((a, b) => (a.inForce.from < b.inForce.from ? 1 : -1))[0];
}
