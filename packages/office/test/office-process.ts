/**
 * An office in a process of its own, for tests that end it with SIGKILL or race it with another. It says that it is
 * ready, waits for one job, and says what came of it.
 */
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';

import type { Jobs } from '@assay/records/jobs';
import { openRecords } from '@assay/records/open';
import type { DraftId } from '@assay/vocabulary/desk-ids';
import type { CaseId, LabelId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { Programme } from '@assay/vocabulary/programme';

import type { Library } from '../src/0-programme/load-library.ts';
import { openOffice } from '../src/0-programme/open-office.ts';
import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { suspendLabel } from '../src/7-surveillance/act-on-label.ts';
import type { Office, Witnessing } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { seededRandom } from './dice.ts';
import { exchangeKeys, type KeyPlace } from './exchange-keys.ts';
import { grantOnce, handInLamp, tellAll } from './once-at-the-desk.ts';
import { recoverAt } from './recover-at.ts';
import { neighbours } from './witnesses.ts';
import { watchCommits, watchFiles, watchHalves, watchRecords, watchSigner } from './kill-points.ts';

/** What the process is to do, and the moment at which it is to die; 0: it lives. */
export type Job = {
  readonly url: string;
  readonly folder: string;
  readonly watched?: true;
  readonly host: string;
  readonly at: Instant;
  readonly seed: string;
  readonly killAt: number;
  /** Whether the moments within a write count too. */
  readonly fine: boolean;
  readonly act:
    | { readonly kind: 'open' }
    | { readonly kind: 'issue'; readonly cases: readonly CaseId[]; readonly times: number }
    | { readonly kind: 'suspend'; readonly label: LabelId }
    | { readonly kind: 'exchange'; readonly case: CaseId }
    | { readonly kind: 'hand-in'; readonly draft: DraftId }
    | { readonly kind: 'grant'; readonly case: CaseId }
    /** What a worker does once events were added to a case. */
    | { readonly kind: 'tell'; readonly job: Jobs['tell-of-case']; readonly home: string }
    /** Of records that were restored from a backup. */
    | { readonly kind: 'recover' };
};
/** Where the test left what takes long to read, and what every moment was that the process lived through. */
export type Reply = 'ready' | { readonly moments: readonly string[]; readonly answers: readonly unknown[] };

const rules = readRules(process.argv[2] ?? '');
const moments: string[] = [];
let armed = false;
let killAt = 0;

process.once('message', (message) => {
  void work(parseJob(message)).then((answers) => {
    say({ moments, answers }, () => process.disconnect());
  });
});
say('ready', () => undefined);

async function work(job: Job): Promise<readonly unknown[]> {
  killAt = job.killAt;
  armed = job.act.kind === 'open';
  watchFiles(moment);
  if (job.fine) watchHalves(moment);
  if (job.fine) watchCommits(moment);
  if (job.act.kind === 'recover') {
    armed = true;
    return [await recoverAt({ ...job, rules, watch: (records) => watchRecords(records, moment) })];
  }
  const opened = openRecords(job.url);
  const records = watchRecords(opened, moment);
  const office = await openOffice({
    ...rules,
    ...(job.watched && { witnessing: watchWitnessing(await neighbours(job, records)) }),
    records,
    folder: job.folder,
    host: job.host,
    clock: () => job.at,
    random: seededRandom(job.seed),
  });
  armed = true;
  const watched = { ...office, keyring: watchKeyring(office.keyring) };
  const answers = await act({ office: watched, folder: job.folder }, job.act);
  await opened.close();
  return answers;
}

async function act({ office, folder }: KeyPlace, asked: Job['act']): Promise<readonly unknown[]> {
  if (asked.kind === 'open' || asked.kind === 'recover') return [];
  if (asked.kind === 'issue') {
    const because = 'The level was granted.';
    const answers = await Promise.all(
      asked.cases.flatMap((id) =>
        Array.from({ length: asked.times }, () =>
          issueLabelOf(office, { case: id, by: CAST.issuer, because }),
        ),
      ),
    );
    await finishIssuance(office);
    return answers;
  }
  if (asked.kind === 'exchange') return exchangeKeys({ office, folder }, asked.case);
  if (asked.kind === 'hand-in') return [await handInLamp(office, asked.draft)];
  if (asked.kind === 'grant') return [await grantOnce(office, asked.case)];
  if (asked.kind === 'tell') {
    await tellAll({ office, folder, moment }, asked);
    return [];
  }
  const { label } = asked;
  const why = { because: 'A finding is looked into.', reasonCode: 'sandbox-finding' };
  const answer = await suspendLabel(office, { label, by: CAST.surveillance, key: 'suspend once', ...why });
  await finishIssuance(office);
  return [answer];
}

function watchWitnessing(witnessing: Witnessing): Witnessing {
  const witnesses = witnessing.witnesses.map((witness) => ({
    ...witness,
    add: async (body: string) => {
      const answer = await witness.add(body);
      moment('a cosignature on its way');
      return answer;
    },
  }));
  return { ...witnessing, witnesses };
}

function watchKeyring(keyring: Office['keyring']): Office['keyring'] {
  return {
    active: async (use) => watchSigner(await keyring.active(use), moment),
    ofCheckpoints: async () => {
      const [first, ...beside] = await keyring.ofCheckpoints();
      return [watchSigner(first, moment), ...beside.map((one) => watchSigner(one, moment))];
    },
  };
}

/** SIGKILL takes the process before the next line; no `finally` runs, no buffer is written. */
function moment(name: string): void {
  if (!armed) return;
  moments.push(name);
  if (moments.length === killAt) process.kill(process.pid, 'SIGKILL');
}

function say(reply: Reply, then: () => void): void {
  process.send?.(reply, then);
}

/** Both were written by the test that started this process. */
function parseJob(message: unknown): Job {
  return message as Job;
}

function readRules(file: string): { readonly library: Library; readonly programme: Programme } {
  return parseRules(deserialize(readFileSync(file)));
}

function parseRules(value: unknown): { readonly library: Library; readonly programme: Programme } {
  return value as { readonly library: Library; readonly programme: Programme };
}
