import type { LabelEvent } from '@assay/vocabulary/case-event';
import type { Dossier } from '@assay/vocabulary/dossier';
import { editionRef } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { LabelRecord, LabelStep } from '@assay/vocabulary/label-record';
import type { Programme } from '@assay/vocabulary/programme';
import { unreachable } from '@assay/vocabulary/result';
import type { SchemeEdition, SchemeTexts } from '@assay/vocabulary/scheme';

import { labelOf, publicState } from '../label.ts';

export type Published = {
  readonly history: readonly LabelEvent[];
  readonly dossier: Dossier;
  readonly scheme: SchemeEdition;
  readonly texts: SchemeTexts['texts'];
  readonly programme: Programme;
  readonly laboratory: LabelRecord['laboratory'];
  readonly witnessed: boolean;
  readonly evidence: LabelRecord['evidence'];
  readonly now: Instant;
};

/** What of a case becomes public, field by field; everything that is not named here stays in the case file. */
export function publicRecord(input: Published): LabelRecord {
  const { dossier, scheme, texts, programme } = input;
  const label = labelOf(input.history);
  if (label.state === 'none') throw new Error('a label without LabelIssued has no public record');
  const { state, since } = publicState(label, input.now);
  const level = scheme.levels.find((candidate) => candidate.rank === label.level);
  const publishes = scheme.disclosures.map(({ field }) => field);
  const { name, brand, manufacturer, models, gtins, category } = dossier.product;
  return {
    labelId: label.id,
    sandbox: programme.sandbox,
    provenance: { kind: dossier.provenance.kind, note: dossier.provenance.note },
    state,
    stateSince: since,
    scheme: {
      edition: editionRef(scheme.id, scheme.edition),
      name: `${texts[scheme.title] ?? scheme.title}${programme.sandbox ? ' (rules only: sandbox)' : ''}`,
      jurisdiction: scheme.jurisdiction,
      owner: scheme.owner,
    },
    level: {
      rank: label.level,
      of: scheme.levels.length,
      name: level ? (texts[level.name] ?? level.name) : String(label.level),
      symbol: level?.symbol ?? '',
    },
    product: { name, brand, manufacturer, models, gtins, category },
    validFrom: label.validFrom,
    validUntil: label.validUntil,
    supportEnd: 'until' in dossier.supportPeriod ? dossier.supportPeriod.until : null,
    supportState: 'until' in dossier.supportPeriod ? 'promised' : dossier.supportPeriod.state,
    administrator: { name: programme.administrator.name, contact: programme.administrator.contact },
    laboratory: input.laboratory,
    disclosures: dossier.disclosures,
    publishes,
    contact: publishes.includes('contact') ? dossier.contacts.security : null,
    declarations: publishes.includes('declaration')
      ? scheme.declarations.map(({ text }) => texts[text] ?? text)
      : [],
    doesNotSay: scheme.doesNotSay.map((key) => texts[key] ?? key),
    history: input.history.map(stepOf),
    case: label.case,
    witnessed: input.witnessed,
    evidence: input.evidence,
  };
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
