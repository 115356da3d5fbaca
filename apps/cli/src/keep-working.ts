import { callWebhook } from '@assay/office/notices/call-webhook';
import { lookAround } from '@assay/office/notices/look-around';
import { readMailSettings } from '@assay/office/notices/mail-settings';
import { sendMail, type MailDoor } from '@assay/office/notices/send-mail';
import { smtpMailer } from '@assay/office/notices/smtp';
import { tellOfAccount } from '@assay/office/notices/tell-of-account';
import { tellOfCase } from '@assay/office/notices/tell-of-case';
import { pinnedPost } from '@assay/portal/http/post-pinned';
import { startWorker, type Worker } from '@assay/records/worker';

import type { Installation } from './installation.ts';
import { UsageError } from './usage.ts';

/** Does the jobs of an installation while it serves: any number of processes may, on any number of machines. */
export async function keepWorking(
  { office, words, folder, databaseUrl }: Installation,
  complain: (error: unknown) => void,
): Promise<Worker & { readonly sendsMail: boolean }> {
  const { title, administrator } = office.programme;
  const settings = await readMailSettings(folder, administrator.contact, process.env);
  if (!settings.ok) throw new UsageError(words.refusal(settings.refusal));
  const { server, from } = settings.value;
  const mail: MailDoor = {
    sender: { name: title, address: from, host: office.host },
    ...(server && { mailer: smtpMailer(server) }),
  };
  const post = pinnedPost({ sandbox: office.programme.sandbox });
  const worker = await startWorker({
    url: databaseUrl,
    complain,
    tasks: {
      'send-mail': ({ mail: id }) => sendMail(office, id, mail),
      'tell-of-case': (job) => tellOfCase(office, words, job),
      'tell-of-account': (job) => tellOfAccount(office, words, job),
      'call-webhook': async ({ delivery }) => {
        await callWebhook(office, delivery, { post, words });
      },
      'look-around': () => lookAround(office, words),
    },
  });
  return { ...worker, sendsMail: server !== undefined };
}
