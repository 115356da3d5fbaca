import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { Digest, OrganisationId } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { TestReport } from '@assay/vocabulary/test-report';

/** A file that a case rests on: a dossier, a report or an answer names it by its digest. */
export type NamedFile = {
  readonly digest: Digest;
  /** Whose it is: whoever handed in what names it. Absent in cases of an earlier release. */
  readonly owner?: OrganisationId;
  /** Which document or event names it first, and where. */
  readonly place: string;
  /** What is said of it; an answer names no more than the digest. */
  readonly title?: string;
  readonly kind?: string;
  readonly effective?: { readonly from: CalendarDate; readonly to?: CalendarDate };
  /** Where its maker has published it. */
  readonly source?: string;
  readonly confidential: boolean;
};

/** The documents of a case that name files. */
export type NamingDocuments = {
  readonly dossier: (digest: Digest) => Dossier;
  readonly report: (digest: Digest) => TestReport;
};

/** The documents that a history hands in which may name files. */
export function namingDocuments(events: readonly CaseEvent[]): {
  readonly dossiers: readonly Digest[];
  readonly reports: readonly Digest[];
} {
  return {
    dossiers: events.flatMap((event) =>
      event.type === 'ApplicationSubmitted' || event.type === 'ApplicationResubmitted' ? [event.dossier] : [],
    ),
    reports: events.flatMap((event) =>
      event.type === 'TestReportReceived'
        ? [event.report]
        : event.type === 'ApplicationSubmitted'
          ? event.reports
          : [],
    ),
  };
}

/**
 * Every file that a history names, once for each of whom it is, in the order of naming; of what is said of one the newest
 * counts, and it is confidential if anything says so.
 */
export function filesNamed(events: readonly CaseEvent[], documents: NamingDocuments): readonly NamedFile[] {
  const found = new Map<string, NamedFile>();
  for (const one of events.flatMap((event) => namedBy(event, documents))) {
    const known = `${one.digest} ${one.owner ?? ''}`;
    const before = found.get(known);
    const { place = one.place, confidential = false } = before ?? {};
    found.set(known, { ...before, ...one, place, confidential: confidential || one.confidential });
  }
  return [...found.values()];
}

function namedBy(event: CaseEvent, { dossier, report }: NamingDocuments): readonly NamedFile[] {
  const whose = event.as !== undefined && { owner: event.as };
  const inDossier = (digest: Digest) =>
    dossier(digest).evidence.map(
      ({ digest: file, title, kind, effective, source, confidential }, index): NamedFile => ({
        ...{ digest: file, place: `dossier ${digest}, /evidence/${String(index)}`, ...whose },
        ...{ title, kind, effective, confidential, ...(source !== undefined && { source }) },
      }),
    );
  const inReport = (digest: Digest) =>
    report(digest).instruments.flatMap(({ name, output }, index): readonly NamedFile[] =>
      output === undefined
        ? []
        : [
            {
              ...{
                digest: output,
                place: `report ${digest}, /instruments/${String(index)}/output`,
                ...whose,
              },
              ...{ title: `Output of ${name}`, kind: 'tool-output', confidential: false },
            },
          ],
    );
  const sent = (evidence: readonly Digest[], place: string) =>
    evidence.map((digest) => ({ digest, place, confidential: false, ...whose }));
  if (event.type === 'ApplicationSubmitted')
    return [...inDossier(event.dossier), ...event.reports.flatMap(inReport)];
  if (event.type === 'ApplicationResubmitted') return inDossier(event.dossier);
  if (event.type === 'TestReportReceived') return inReport(event.report);
  if (event.type === 'InformationSupplied') return sent(event.evidence, `answer to ${event.thread}`);
  if (event.type === 'OrderedReportReceived') return sent(event.evidence, `report on ${event.order}`);
  if (event.type === 'ChangeReported') return sent(event.evidence, `notice of ${event.change}`);
  return [];
}
