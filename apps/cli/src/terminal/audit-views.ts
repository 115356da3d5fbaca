import { toBase64 } from '@assay/attestation/base64';
import type { AlarmCode } from '@assay/attestation/audit/accept-checkpoint';
import type { LogAudit } from '@assay/attestation/audit/audit-log';
import type { OffenceCode } from '@assay/attestation/audit/offence';

import type { AuditTarget } from '../audit/audit-target.ts';
import type { Io } from './io.ts';
import { printable, table } from './table.ts';

/** What was audited, and what became of it; `evidence` are the files that prove a log's two histories. */
export type Audited = {
  readonly target: AuditTarget;
  readonly audit: LogAudit;
  readonly evidence: readonly string[];
};

/** Whether a log is as it says. */
export function isClean({ alarms, offences }: LogAudit): boolean {
  return alarms.length === 0 && offences.length === 0;
}

/** The audit as data. */
export function auditJson({ target, audit, evidence }: Audited): string {
  const { accepted, alarms, offences, offenceCount, whole } = audit;
  const { from, kind } = target.anchored;
  const report = {
    outcome: isClean(audit) ? 'CLEAN' : 'OFFENDING',
    origin: target.whose.origin,
    url: target.log.url,
    checkpoint: accepted
      ? { size: accepted.checkpoint.size, root: toBase64(accepted.checkpoint.root) }
      : null,
    witnessed: accepted?.witnessed === 'yes',
    cosigners: accepted?.cosigners ?? [],
    entries: whole.entries,
    labels: whole.labels,
    alarms,
    firstOffence: offences[0] ?? null,
    offenceCount,
    offences,
    evidence,
    trust: { from, kind },
    policy: target.policyFrom,
  };
  return JSON.stringify(report, null, 2);
}

/** The audit for people: the answer, what is wrong with the first leaf that offends, then what was counted. */
export function auditTable({ target, audit, evidence }: Audited, io: Io): string {
  const { accepted, alarms, offences, offenceCount, whole } = audit;
  const clean = isClean(audit);
  const word = clean ? io.style.good('CLEAN') : io.style.bad('OFFENDING');
  const size = accepted ? `${accepted.checkpoint.size.toLocaleString('en')} entries` : 'no checkpoint';
  const [first] = offences;
  const states = Object.entries(whole.labels).map(([state, count]) => [`labels ${state}`, String(count)]);
  const entries = Object.entries(whole.entries).map(([type, count]) => [type, String(count)]);
  return [
    `${io.style.bold(word)}  ${printable(target.whose.origin)}  ${size}`,
    ...alarms.map(({ code, detail }) => `${io.style.bad(code)}  ${ALARMS[code]} (${printable(detail)})`),
    ...evidence.map((file) => `Both signed notes are the proof: ${file}`),
    ...(first
      ? [
          `First offence, leaf ${String(first.index)}: ${io.style.bad(first.code)}  ${OFFENCES[first.code]}`,
          '',
          table(
            offences
              .slice(0, MOST_ROWS)
              .map(({ index, code, detail }) => [`leaf ${String(index)}`, code, printable(detail)]),
            io.width,
          ),
          ...(offenceCount > MOST_ROWS ? [`and ${String(offenceCount - MOST_ROWS)} more`] : []),
        ]
      : []),
    '',
    table([...entries, ...states], io.width),
    '',
    witnessWords(audit),
    target.anchored.kind === 'pinned'
      ? `Believed: the keys in ${target.anchored.from}.`
      : `Believed: the keys that ${target.anchored.from} states; that is as good as the name of the host and the connection, no better.`,
    `Witness policy: ${target.policyFrom}.`,
  ].join('\n');
}

const MOST_ROWS = 20;

function witnessWords({ accepted }: LogAudit): string {
  if (accepted === undefined) return 'Nothing was read.';
  const seen = accepted.cosigners.map(({ name, at }) => `${name} at ${at}`).join(', ');
  switch (accepted.witnessed) {
    case 'yes':
      return `Witnessed by ${seen}.`;
    case 'too-few':
      return `Not witnessed as the policy asks${seen === '' ? '' : `, only by ${seen}`}.`;
    case 'nobody-asked':
      return 'Not witnessed: the policy asks nobody, so only the log itself says that it shows everybody the same.';
  }
}

const ALARMS: Readonly<Record<AlarmCode, string>> = {
  'no-checkpoint': 'Nothing is served where the checkpoint should be.',
  'malformed-checkpoint': 'What is served as the checkpoint is none.',
  'checkpoint-of-another-log': 'The checkpoint is of another log.',
  'log-signature': 'No key that is believed has signed the checkpoint.',
  'too-few-witnesses': 'Fewer witnesses have cosigned than the policy asks for.',
  rollback: 'The log is smaller than it was: it hides what it has said.',
  fork: 'The log has told two histories.',
};

const OFFENCES: Readonly<Record<OffenceCode, string>> = {
  'not-canonical': 'The entry is not canonical JSON.',
  'not-json': 'The entry is not JSON.',
  'not-utf-8': 'The entry is not text.',
  'entry-too-long': 'The entry is longer than an entry may be.',
  'unknown-entry-type': 'The entry is of no known type.',
  misfit: 'The entry is not of the shape of its type.',
  'genesis-missing': 'The log does not begin with its genesis.',
  'genesis-twice': 'The log begins a second time.',
  'genesis-of-another-log': 'The genesis is of another log.',
  'foreign-issuer': 'The entry is by another administrator.',
  'about-nothing': 'The note is about an entry that is not there.',
  'bundle-missing': 'Entries are not served.',
  'bundle-malformed': 'What is served as entries is not a bundle of that many.',
  'entry-differs': 'The entry is not the one that the signed root commits to.',
  'tile-missing': 'A tile of hashes is not served.',
  'tile-differs': 'A tile of hashes is not the one that the signed root commits to.',
  'root-differs': 'Entries and tiles lead to another root than the signed one.',
  'foreign-key': 'The key is of another administrator.',
  'weak-key': 'The key is a weak one.',
  'key-of-another-curve': 'The key is not of the curve for its use.',
  'key-added-twice': 'The key was added before.',
  'key-not-active': 'The key was not in use.',
  'last-good-index-ahead': 'The revocation reaches into the future.',
  'wrong-check-character': 'The label id is none: its check character does not fit.',
  'foreign-label': 'The label is of another administrator.',
  'not-granted-first': 'The label was never granted.',
  'granted-twice': 'The label was granted before.',
  'wrong-prev': 'The entry does not follow the newest entry of its label.',
  'label-is-revoked': 'The label was revoked before, for good.',
  'illegal-transition': 'The label was not in the state that the entry moves it from, or may not move so.',
  'place-taken': 'Another label has this place in the status lists.',
  'place-moved': 'The label leaves its place in the status lists.',
  'no-such-place': 'There is no such place in any status list.',
  'wrong-supersedes': 'The credential that is superseded is not the one in force.',
  'ends-before-it-begins': 'The label ends before it begins.',
  'credential-missing': 'The credential that was logged is not served.',
  'credential-of-another-hash': 'What is served as the credential is not what was logged.',
  'credential-malformed': 'The credential is not a label credential.',
  'credential-disagrees': 'Credential and entry say different things.',
  'key-not-logged': 'The log does not know the key that signed.',
  'key-of-another-use': 'The key that signed is for another use.',
  'key-retired': 'The key that signed was retired before.',
  'key-revoked': 'The key that signed is revoked, and the label is still in force.',
  'key-not-pinned': 'The key that signed is not among those that are believed.',
  'key-differs': 'The log and those who are believed name different keys of one name.',
  'outside-key-period': 'The key that signed was not in its time.',
  'wrong-signature': 'The signature does not verify.',
  'seq-not-growing': 'The publications of the list do not count upward.',
  'through-ahead': 'The list claims to show entries that were not there yet.',
  'through-went-back': 'The list shows less than the one before it.',
  'list-behind': 'A change of a label’s state was not shown in its list in time.',
  'list-missing': 'The status list that was logged is not served.',
  'list-not-logged': 'The status list that is served is not the one that was logged last.',
  'list-malformed': 'What is served as the status list is not that list.',
  'list-contradicts-log': 'The bits of the status list are not what the log says.',
};
