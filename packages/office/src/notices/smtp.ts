import { createTransport } from 'nodemailer';

import type { MailAddress } from '@assay/vocabulary/mail-address';

/** A mail server to hand mail to. A password goes over an encrypted connection only, unless the server is this machine. */
export type SmtpServer = {
  readonly host: string;
  readonly port: number;
  readonly encryption: 'from-the-start' | 'before-anything' | 'if-offered';
  readonly user?: string;
  readonly password?: string;
};

/** What became of handing it over: `no`: never, this mail to this address; `later`: not now. */
export type Handed = { readonly taken: 'yes' } | { readonly taken: 'no' | 'later'; readonly failure: string };

/** Hands one mail, whole as it goes over the wire, to a server. */
export type Mailer = (mail: {
  readonly from: MailAddress;
  readonly to: string;
  readonly source: Uint8Array;
}) => Promise<Handed>;

const PATIENCE_MS = 20_000;
/** Where a server that says no speaks of this mail and its recipient; anywhere else it speaks of us, which is to be mended. */
const OF_THE_MAIL = new Set(['RCPT TO', 'DATA']);

/** A mailer that opens a connection for each mail. `trusted`: certificates of authorities beyond those the system trusts. */
export function smtpMailer(server: SmtpServer, trusted?: string): Mailer {
  const { host, port, encryption, user, password } = server;
  const transport = createTransport({
    ...{ host, port },
    secure: encryption === 'from-the-start',
    requireTLS: encryption === 'before-anything',
    ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
    tls: { minVersion: 'TLSv1.2', ...(trusted !== undefined && { ca: trusted }) },
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ from, to, source }) => {
    try {
      await transport.sendMail({ envelope: { from, to: [to] }, raw: Buffer.from(source) });
      return { taken: 'yes' };
    } catch (error) {
      return refusalOf(error);
    }
  };
}

function refusalOf(error: unknown): Handed {
  const { status, command, message } = parseFailure(error);
  return { taken: status >= 500 && OF_THE_MAIL.has(command) ? 'no' : 'later', failure: told(message) };
}

/** What nodemailer adds to its errors: the code of the server's answer, and to what it answered. */
function parseFailure(error: unknown): {
  readonly status: number;
  readonly command: string;
  readonly message: string;
} {
  if (!(error instanceof Error)) return { status: 0, command: '', message: String(error) };
  const status = 'responseCode' in error ? Number(error.responseCode) : 0;
  return { status, command: 'command' in error ? String(error.command) : '', message: error.message };
}

/** Whatever a server said, short enough to keep and on one line. */
function told(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 300);
}
