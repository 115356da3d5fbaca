import { join } from 'node:path';

import { readBytes } from '@assay/formats/read-text';
import { parseMailAddress, type MailAddress } from '@assay/vocabulary/mail-address';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, readDocument, Type } from '@assay/vocabulary/schema';

import { readSecret } from '../keys/secret.ts';
import { secretPlace } from '../keys/key-settings.ts';
import type { SmtpServer } from './smtp.ts';

const FILE = 'mail.json';
const NOBODY = 'assay@localhost';
const LARGEST = 16 * 1024;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

const SETTINGS = {
  name: FILE,
  schema: closed({
    /** `smtps://host:465`, or `smtp://host:587`, which turns to TLS before anything is said. */
    server: Type.String({ minLength: 1, maxLength: 300 }),
    user: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    password: Type.Optional(secretPlace),
    /** Whom mail comes from; the contact of the programme where nothing is said. */
    from: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })),
  }),
};

/** How mail leaves this installation. Without a server none does: it is kept here, to be read. */
export type MailSettings = { readonly server?: SmtpServer; readonly from: MailAddress };

export type MailSettingsRefusal =
  | { readonly code: 'mail-settings-unreadable'; readonly file: string; readonly expected: string }
  | { readonly code: 'mail-server-malformed'; readonly place: string }
  | { readonly code: 'mail-sender-unknown'; readonly contact: string };

/**
 * The settings of mail: `ASSAY_SMTP_URL` (with user and password, and `ASSAY_MAIL_FROM` for the sender) where it is set, else
 * `mail.json` in the data folder, else none. `contact` is whom the programme names.
 */
export async function readMailSettings(
  folder: string,
  contact: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Result<MailSettings, MailSettingsRefusal>> {
  const url = environment['ASSAY_SMTP_URL'] ?? '';
  const from = environment['ASSAY_MAIL_FROM'] ?? '';
  if (url !== '') {
    const server = serverOf(url);
    if (!server) return refuse({ code: 'mail-server-malformed', place: 'ASSAY_SMTP_URL' });
    return settingsOf(server, from === '' ? contact : from);
  }
  const path = join(folder, FILE);
  const bytes = await readBytes(path, LARGEST);
  if (!bytes.ok && bytes.refusal.code === 'no-such-file') return settingsOf(undefined, contact);
  const read = bytes.ok ? readDocument(SETTINGS, jsonOf(bytes.value)) : undefined;
  if (!read?.ok)
    return refuse({
      code: 'mail-settings-unreadable',
      file: path,
      expected:
        read?.refusal.complaints.map((one) => `${one.path || '/'}: ${one.expected}`).join('; ') ??
        'a file of at most 16 KiB',
    });
  const { server: address, user, password, from: sender } = read.value;
  const server = serverOf(address);
  if (!server || server.user !== undefined)
    return refuse({ code: 'mail-server-malformed', place: `${path}: server` });
  const login =
    user === undefined || password === undefined
      ? {}
      : { user, password: await readSecret(password, folder, FILE) };
  return settingsOf({ ...server, ...login }, sender ?? contact);
}

/** Where nothing is sent, the contact may be a postbox. */
function settingsOf(server: SmtpServer | undefined, from: string): Result<MailSettings, MailSettingsRefusal> {
  const address = parseMailAddress(server || from.includes('@') ? from : NOBODY);
  if (!address.ok) return refuse({ code: 'mail-sender-unknown', contact: from });
  return ok({ ...(server && { server }), from: address.value });
}

function serverOf(text: string): SmtpServer | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '' || !/^\/?$/.test(url.pathname))
    return undefined;
  if (url.search !== '' || url.hash !== '' || (url.username === '') !== (url.password === ''))
    return undefined;
  const encrypted = url.protocol === 'smtps:';
  const near = LOOPBACK.test(url.hostname);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (encrypted ? 465 : 587) : Number(url.port),
    encryption: encrypted ? 'from-the-start' : near ? 'if-offered' : 'before-anything',
    ...(url.username !== '' && {
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    }),
  };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
