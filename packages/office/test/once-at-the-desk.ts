/** Acts of the desks as whoever asks for them does: in the same words each time, also after a stop. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Jobs } from '@assay/records/jobs';
import { listMails } from '@assay/records/mail';
import { endpointsOf } from '@assay/records/webhook';
import { listDeliveries } from '@assay/records/webhook-delivery';
import type { DraftId } from '@assay/vocabulary/desk-ids';
import type { CaseId, OrganisationId } from '@assay/vocabulary/ids';
import type { MailAddress } from '@assay/vocabulary/mail-address';

import { handInDraft } from '../src/1-application/hand-in-draft.ts';
import { grantCase } from '../src/4-decision/decide-case.ts';
import { callWebhook, type Post } from '../src/notices/call-webhook.ts';
import { sendMail, type MailDoor } from '../src/notices/send-mail.ts';
import { tellOfCase } from '../src/notices/tell-of-case.ts';
import { administratorOf, type Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { loadWords } from '../src/words.ts';
import type { Moment } from './kill-points.ts';

const DEVELOPER = 'org_sandbox-developer' as OrganisationId;

export function handInLamp(office: Office, draft: DraftId) {
  const asked = { organisation: DEVELOPER, by: CAST.applicant, draft };
  return handInDraft(office, { ...asked, because: 'Sandbox: we apply.', although: false });
}

export function grantOnce(office: Office, id: CaseId) {
  const asked = { case: id, by: CAST.decider, key: 'grant once' };
  return grantCase(office, { ...asked, because: 'Sandbox: it is met.' });
}

/** Where a mail server and a receiver of calls, on other machines, note what came. */
export const TAKEN = { mail: 'mail-taken', calls: 'calls-taken' } as const;

type Place = { readonly office: Office; readonly folder: string; readonly moment?: Moment };

/** The doors by which mail and calls leave; what was taken is noted by whoever took it. */
export function noting({ office: { host }, folder, moment = () => undefined }: Place): {
  readonly mail: MailDoor;
  readonly post: Post;
} {
  const take = (name: string, id: string) => {
    appendFileSync(join(folder, name), `${id}\n`);
    moment(`${name}, and not noted here`);
  };
  return {
    mail: {
      sender: { name: 'Sandbox', address: 'desk@sandbox.example' as MailAddress, host },
      mailer: async ({ source }) => {
        take(TAKEN.mail, /^Message-ID: <(.*)@/m.exec(Buffer.from(source).toString())?.[1] ?? '');
        return { taken: 'yes' };
      },
    },
    post: async ({ headers }) => {
      take(TAKEN.calls, headers['webhook-id'] ?? '');
      return { status: 204 };
    },
  };
}

/** What a worker does with one job after another, from whom to tell to each mail and each call. */
export async function tellAll(
  place: Place,
  { job, home }: { readonly job: Jobs['tell-of-case']; readonly home: string },
): Promise<void> {
  const { office } = place;
  const { read } = office.records;
  const words = await loadWords(home);
  const administrator = administratorOf(office);
  const { mail, post } = noting(place);
  await tellOfCase(office, words, job);
  for (const { id } of (await listMails(read, { administrator, limit: 50 })).rows)
    await sendMail(office, id, mail);
  for (const { id: endpoint } of await endpointsOf(read, { administrator, organisation: DEVELOPER })) {
    const { rows } = await listDeliveries(read, { administrator, endpoint, limit: 50 });
    for (const { id } of rows) await callWebhook(office, id, { post, words });
  }
}
