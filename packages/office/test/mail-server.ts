import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

import type { SmtpServer } from '../src/notices/smtp.ts';
import { ownCertificate } from './certificate.ts';

/** A mail as a server got it. */
export type Taken = {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
  readonly encrypted: boolean;
  readonly user?: string;
};

/** A real mail server until the test ends, with users and refusals of the test's choosing. */
export async function mailServer({
  encrypted = 'on-request',
  refuse = () => undefined,
  password,
}: {
  readonly encrypted?: 'from-the-start' | 'on-request' | 'never';
  /** What is said to a recipient, as `550 no such user`. */
  readonly refuse?: (to: string) => string | undefined;
  readonly password?: string;
} = {}): Promise<{
  readonly server: SmtpServer;
  readonly trusted: string;
  readonly taken: readonly Taken[];
  readonly stop: () => Promise<void>;
}> {
  const { certificate, key } = ownCertificate('localhost');
  const taken: Taken[] = [];
  const smtp = new SMTPServer({
    secure: encrypted === 'from-the-start',
    cert: certificate,
    key,
    disabledCommands: [
      ...(encrypted === 'never' ? ['STARTTLS'] : []),
      ...(password === undefined ? ['AUTH'] : []),
    ],
    authOptional: password === undefined,
    onAuth: ({ username, password: given }, _session, done) => {
      if (given === password) done(null, { user: username });
      else done(new Error('no such user or password'));
    },
    onRcptTo: ({ address }, _session, done) => {
      const words = refuse(address);
      if (words === undefined) done();
      else done(Object.assign(new Error(words.slice(4)), { responseCode: Number(words.slice(0, 3)) }));
    },
    onData: (stream, { envelope, secure, user }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        taken.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
          encrypted: secure,
          ...(typeof user === 'string' && { user }),
        });
        done();
      });
    },
  });
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    smtp.listen(0, '127.0.0.1', resolve);
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      smtp.close(resolve);
    });
  onTestFinished(stop);
  const { port } = smtp.server.address() as AddressInfo;
  return {
    server: {
      ...{ host: 'localhost', port },
      encryption: encrypted === 'from-the-start' ? 'from-the-start' : 'before-anything',
    },
    trusted: certificate,
    taken,
    stop,
  };
}
