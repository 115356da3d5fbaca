import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { KeyUse } from '@assay/attestation/key';
import { pinAnchors } from '@assay/office/0-programme/pin-anchors';
import { heldTrustList } from '@assay/office/0-programme/publish-trust-list';
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { activateKey, announceKey, revokeKey } from '@assay/office/keys/change-keys';
import { KEY_USES, readKeyBook, type KeyRecord } from '@assay/office/keys/key-book';
import { renewOfflineCodes } from '@assay/office/keys/renew-offline-codes';
import { voidedLabels } from '@assay/office/keys/voided-labels';
import { administratorOf } from '@assay/office/office';

import { openInstallationAtRest, type Installation } from '../installation.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { keyJson, keyLines, keyTable, notChanged } from '../terminal/key-views.ts';
import { UsageError } from '../usage.ts';
import { parseFormat } from './check.ts';

/** One of the commands: what it changed, if it might, and what is to be said. */
type Act = (installation: Installation, words: readonly string[], asked: Asked) => Promise<Said>;
type Asked = { readonly reason: string | undefined; readonly lastGoodIndex: number | undefined };
type Said =
  | {
      readonly keys: readonly KeyRecord[];
      /** Labels that count no more. */
      readonly voided?: readonly string[];
      /** Nothing was asked for but a look. */
      readonly look?: true;
    }
  | { readonly refusal: string };

const ACTS: Readonly<Record<string, Act>> = { list, rotate, activate, revoke };

/** `assay keys`: which keys sign, their exchange, and what is done when one was stolen (trust layer, section 13). */
export async function keys(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: 'string', default: '.assay' },
      format: { type: 'string', default: 'table' },
      reason: { type: 'string' },
      'last-good-index': { type: 'string' },
    },
  });
  const [verb = '', ...words] = positionals;
  const act = Object.hasOwn(ACTS, verb) ? ACTS[verb] : undefined;
  if (!act) throw new UsageError(`say ${Object.keys(ACTS).join(', ')}`);
  const format = parseFormat(values.format);
  const asked = { reason: values.reason, lastGoodIndex: indexOf(values['last-good-index']) };
  checkCall(verb, words, asked);
  const progress = (line: string) => {
    io.error(io.style.dim(`${line} …`));
  };
  const installation = await openInstallationAtRest({ data: values.data, progress });
  try {
    const said = await act(installation, words, asked);
    if ('refusal' in said) {
      io.error(`assay keys ${verb}: ${said.refusal}`);
      return 1;
    }
    const held = said.look ? false : await carryOut(installation);
    const renewed =
      !said.look && said.keys.some(({ use, revoked }) => use === 'qr' && revoked)
        ? await renewOfflineCodes(installation.office)
        : undefined;
    const now = await book(installation);
    const shown = said.keys.map((key) => now.find(({ kid }) => kid === key.kid) ?? key);
    const { origin } = installation.office.log;
    if (format === 'json') {
      const listed = await Promise.all(shown.map((key) => keyJson(key, origin)));
      io.out(
        JSON.stringify({ keys: listed, ...(said.voided && { voided: said.voided }), renewed, held }, null, 2),
      );
    } else if (said.look) io.out(keyTable(shown, io));
    else
      io.out(
        await keyLines({ keys: shown, origin, voided: said.voided, renewed, held, data: values.data }, io),
      );
    return 0;
  } finally {
    await installation.close();
  }
}

/** Lets the log say what was asked of it, and writes down whom to believe from now on. */
async function carryOut({ office, folder }: Installation): Promise<boolean> {
  const { held } = await finishIssuance(office);
  await pinAnchors(office, join(folder, 'trust.json'));
  return held;
}

async function list(installation: Installation): Promise<Said> {
  const known = await book(installation);
  return { keys: KEY_USES.flatMap((use) => known.filter((key) => key.use === use)), look: true };
}

async function rotate({ office, folder }: Installation, [word]: readonly string[]): Promise<Said> {
  const { key } = await announceKey({ office, folder }, useOf(word));
  return { keys: [key] };
}

async function activate({ office, folder }: Installation, [word]: readonly string[]): Promise<Said> {
  const before = await readKeyBook(office.records.read, administratorOf(office));
  const kid = kidOf(office.did, word);
  const activated = await activateKey({ office, folder }, kid, await listedKeys(office));
  if (!activated.ok) return { refusal: notChanged(activated.refusal) };
  const { use } = activated.value.key;
  const replaced = before.filter((key) => key.use === use && key.activated !== undefined && !key.retired);
  return { keys: [activated.value.key, ...replaced.filter((key) => key.kid !== kid && !key.revoked)] };
}

async function revoke(
  { office, folder }: Installation,
  [word]: readonly string[],
  { reason = '', lastGoodIndex }: Asked,
): Promise<Said> {
  const kid = kidOf(office.did, word);
  const revoked = await revokeKey({ office, folder }, { kid, reason, lastGoodIndex });
  if (!revoked.ok) return { refusal: notChanged(revoked.refusal) };
  const { key, successor } = revoked.value;
  return { keys: [key, ...(successor ? [successor] : [])], voided: await voidedLabels(office, key) };
}

/** What the trust list names that this installation publishes; absent where there is none. */
async function listedKeys(office: Installation['office']) {
  const { list } = (await heldTrustList(office.records.read, office)) ?? {};
  return (
    list && {
      version: list.version,
      kids: list.administrators.flatMap((one) => one.keys.map(({ kid }) => kid)),
    }
  );
}

function book({ office }: Installation): Promise<readonly KeyRecord[]> {
  return readKeyBook(office.records.read, administratorOf(office));
}

function checkCall(verb: string, words: readonly string[], { reason, lastGoodIndex }: Asked): void {
  const [word, ...more] = words;
  if (verb === 'list' ? word !== undefined : word === undefined || more.length > 0)
    throw new UsageError(
      verb === 'list' ? 'list takes no key' : `name one ${verb === 'rotate' ? 'use' : 'key'}`,
    );
  if (verb === 'rotate') useOf(word);
  if (verb === 'revoke' && (reason === undefined || reason.trim() === '' || reason.length > 500))
    throw new UsageError(
      '--reason TEXT: the log says why, in 1 to 500 characters, for everybody and for ever',
    );
  if (verb !== 'revoke' && (reason !== undefined || lastGoodIndex !== undefined))
    throw new UsageError('--reason and --last-good-index belong to revoke');
}

function useOf(word: string | undefined): KeyUse {
  const use = KEY_USES.find((one) => one === word);
  if (!use) throw new UsageError(`${word ?? ''} is no use of a key: say ${KEY_USES.join(', ')}`);
  return use;
}

/** `vc-2` stands for the key of that name of this administrator. */
function kidOf(did: string, word = ''): string {
  return word.includes('#') ? word : `${did}#${word}`;
}

function indexOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^(0|[1-9]\d{0,14})$/.test(text))
    throw new UsageError(`--last-good-index ${text}: a leaf of the log, counted from 0`);
  return Number(text);
}
