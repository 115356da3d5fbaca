import type { LabelEvent } from '@assay/vocabulary/case-event';
import type { Dossier } from '@assay/vocabulary/dossier';
import { editionRef } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { LabelFacts, LabelRecord, LabelStep } from '@assay/vocabulary/label-record';
import type { Programme } from '@assay/vocabulary/programme';
import { unreachable } from '@assay/vocabulary/result';
import type { SchemeEdition, SchemeTexts } from '@assay/vocabulary/scheme';

import type { LabelIssued } from '../5-label/issue.ts';
import { labelOf, publicState } from '../label.ts';

/** What a label is stated from. */
export type Stated = {
  readonly issued: LabelIssued;
  readonly dossier: Dossier;
  readonly scheme: SchemeEdition;
  readonly texts: SchemeTexts['texts'];
  readonly programme: Programme;
  readonly laboratory: LabelRecord['laboratory'];
};

/** What of a case becomes public, field by field; everything that is not named here stays in the case file. */
export function labelFacts({ issued, dossier, scheme, texts, programme, laboratory }: Stated): LabelFacts {
  const level = scheme.levels.find((candidate) => candidate.rank === issued.level);
  const publishes = scheme.disclosures.map(({ field }) => field);
  const { name, brand, manufacturer, models, gtins, category } = dossier.product;
  return {
    labelId: issued.label,
    sandbox: programme.sandbox,
    provenance: { kind: dossier.provenance.kind, note: dossier.provenance.note },
    scheme: {
      edition: editionRef(scheme.id, scheme.edition),
      name: `${texts[scheme.title] ?? scheme.title}${programme.sandbox ? ' (rules only: sandbox)' : ''}`,
      jurisdiction: scheme.jurisdiction,
      owner: scheme.owner,
    },
    level: {
      rank: issued.level,
      of: scheme.levels.length,
      name: level ? (texts[level.name] ?? level.name) : String(issued.level),
      symbol: level?.symbol ?? '',
    },
    product: { name, brand, manufacturer, models, gtins, category },
    validFrom: issued.validFrom,
    validUntil: issued.validUntil,
    supportEnd: 'until' in dossier.supportPeriod ? dossier.supportPeriod.until : null,
    supportState: 'until' in dossier.supportPeriod ? 'promised' : dossier.supportPeriod.state,
    administrator: { name: programme.administrator.name, contact: programme.administrator.contact },
    laboratory,
    disclosures: dossier.disclosures,
    publishes,
    contact: publishes.includes('contact') ? dossier.contacts.security : null,
    declarations: publishes.includes('declaration')
      ? scheme.declarations.map(({ text }) => texts[text] ?? text)
      : [],
    doesNotSay: scheme.doesNotSay.map((key) => texts[key] ?? key),
    case: issued.case,
  };
}

/** A label's facts, and what has become of it since. */
export type Published = Pick<LabelRecord, 'witnessed' | 'evidence' | 'offlineCode'> & {
  readonly facts: LabelFacts;
  readonly history: readonly LabelEvent[];
  readonly now: Instant;
};

/** The public record of a label at a moment: expiry is told by the clock. */
export function publicRecord({ facts, history, now, ...evidence }: Published): LabelRecord {
  const label = labelOf(history);
  if (label.state === 'none') throw new Error('a label without LabelIssued has no public record');
  const { state, since } = publicState(label, now);
  return { ...facts, state, stateSince: since, history: history.map(stepOf), ...evidence };
}

function stepOf(event: LabelEvent): LabelStep {
  switch (event.type) {
    case 'LabelIssued':
      return { at: event.at, what: 'issued' };
    case 'SurveillanceOpened':
      return { at: event.at, what: 'surveillance-opened' };
    case 'LabelSuspended':
      return { at: event.at, what: 'suspended', reasonCode: event.reasonCode };
    case 'LabelRestored':
      return { at: event.at, what: 'restored', reasonCode: event.reasonCode };
    case 'LabelWithdrawn':
      return { at: event.at, what: 'withdrawn', reasonCode: event.reasonCode };
    default:
      return unreachable(event);
  }
}
