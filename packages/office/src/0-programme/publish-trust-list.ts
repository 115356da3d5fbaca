import { acceptTrustList, type NotAccepted } from '@assay/attestation/trust-list/accept-trust-list';
import { trustListNote } from '@assay/attestation/trust-list/log-note';
import { readSignedTrustList, type SignedTrustList } from '@assay/attestation/trust-list/signed-trust-list';
import type { Roots } from '@assay/attestation/trust-list/trust-list';
import { countShape } from '@assay/attestation/shapes';
import { leafCount } from '@assay/records/log';
import type { Reader, Tx } from '@assay/records/open';
import { sendToLog } from '@assay/records/outbox';
import { holdSetting, putSetting, readSetting } from '@assay/records/setting';
import { closed, readDocument, Type, type Static } from '@assay/vocabulary/schema';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { writeInTurn, type Turn } from '../5-label/turn.ts';
import { entriesBetween } from '../6-register/published-entries.ts';
import { administratorOf, type Office } from '../office.ts';

export const TRUST_LIST_PATH = '.well-known/cyber-label/trust-list.json';
export const TRUST_LIST_LIMIT = 4 * 1024 * 1024;
const KEPT = {
  name: 'published trust list',
  schema: closed({
    text: Type.String({ maxLength: TRUST_LIST_LIMIT }),
    /** What the log was asked to say of it, at which size, and whether it has said so. */
    note: Type.String(),
    after: countShape,
    logged: Type.Boolean(),
  }),
};
type Kept = Static<typeof KEPT.schema>;

/** A list that says nothing of the office that is to publish it. */
export type NotAboutUs = { readonly code: 'trust-list-without-us'; readonly did: string };
/** The first list needs roots from another source than itself. */
export type RootsMissing = { readonly code: 'roots-missing' };

/**
 * Takes a signed trust list for the one of this office, as any client would, and asks the log to say so: trust layer
 * section 8 wants the hash of every version in the log of the lead administrator. It is shown once the log has said it.
 * `roots` are those of the first list; later ones are judged by the list that is held.
 */
export async function takeTrustList(
  office: Office,
  text: string,
  roots: Roots | undefined,
): Promise<Result<SignedTrustList, NotAccepted | NotAboutUs | RootsMissing>> {
  const administrator = administratorOf(office);
  const name = { administrator, name: 'trust-list' };
  return office.records.write(async (tx) => {
    const kept = parseKept(await holdSetting(tx, name, 'to-change'));
    const current = kept && (await readKept(kept));
    const known = current?.list ?? roots;
    if (!known) return refuse({ code: 'roots-missing' });
    const accepted = await acceptTrustList(
      text,
      { roots: known, ...(current && { current }) },
      office.clock(),
    );
    if (!accepted.ok) return accepted;
    if (!accepted.value.list.administrators.some(({ did }) => did === office.did))
      return refuse({ code: 'trust-list-without-us', did: office.did });
    const note = await trustListNote(accepted.value);
    // The same list with more signatures is the same list: the log has spoken of it already.
    const again = kept?.note === note;
    const after = again ? kept.after : await leafCount(tx, { administrator, log: office.log.origin });
    if (!again)
      await sendToLog(tx, {
        administrator,
        kind: 'log.note',
        label: null,
        members: { about: 0, text: note },
      });
    const value: Kept = { text, note, after, logged: false };
    await putSetting(tx, { ...name, value });
    return ok(accepted.value);
  });
}

/** Shows the list that this office holds as soon as the published log, of this size, names it. */
export async function showTrustList(turn: Turn, size: number): Promise<void> {
  const { office } = turn;
  const name = { administrator: administratorOf(office), name: 'trust-list' };
  const kept = parseKept(await readSetting(office.records.read, name));
  if (!kept || kept.logged || kept.after >= size) return;
  const notes = await entriesBetween(office, { from: kept.after, to: size, types: ['log.note'] });
  if (!notes.some(({ entry }) => entry.text === kept.note)) return;
  await office.publicFolder.replace(TRUST_LIST_PATH, new TextEncoder().encode(kept.text));
  await writeInTurn(turn, async (tx) => {
    const now = parseKept(await holdSetting(tx, name, 'to-change'));
    if (now?.text === kept.text) await putSetting(tx, { ...name, value: { ...now, logged: true } });
  });
}

/** Puts the list back that the log has named and that the public folder has lost. */
export async function showTrustListAgain(office: Office): Promise<void> {
  const name = { administrator: administratorOf(office), name: 'trust-list' };
  const kept = parseKept(await readSetting(office.records.read, name));
  if (!kept?.logged) return;
  const bytes = new TextEncoder().encode(kept.text);
  const there = await office.publicFolder.read(TRUST_LIST_PATH);
  if (!there || !Buffer.from(there).equals(bytes)) await office.publicFolder.replace(TRUST_LIST_PATH, bytes);
}

/** Holds a list of which the log has spoken and these records did not know, without judging it once more. */
export async function keepLoggedTrustList(
  tx: Tx,
  office: Pick<Office, 'programme'>,
  { text, note, after }: Omit<Kept, 'logged'>,
): Promise<void> {
  const name = { administrator: administratorOf(office), name: 'trust-list' };
  await holdSetting(tx, name, 'to-change');
  await putSetting(tx, { ...name, value: { text, note, after, logged: true } satisfies Kept });
}

/** The text of the list that this office holds, as it was handed in. */
export async function keptTrustList(
  reader: Reader,
  office: Pick<Office, 'programme'>,
): Promise<string | undefined> {
  const name = { administrator: administratorOf(office), name: 'trust-list' };
  return parseKept(await readSetting(reader, name))?.text;
}

/** The list that this office holds, shown or about to be; absent where verifiers get their anchors in another way. */
export async function heldTrustList(
  reader: Reader,
  office: Pick<Office, 'programme'>,
): Promise<SignedTrustList | undefined> {
  const kept = parseKept(
    await readSetting(reader, { administrator: administratorOf(office), name: 'trust-list' }),
  );
  return kept && readKept(kept);
}

async function readKept({ text }: Kept): Promise<SignedTrustList> {
  const read = await readSignedTrustList(text);
  if (!read.ok) throw new Error(`the trust list that is kept does not read: ${read.refusal.code}`);
  return read.value;
}

function parseKept(value: unknown): Kept | undefined {
  if (value === undefined) return undefined;
  const kept = readDocument(KEPT, value);
  if (!kept.ok)
    throw new Error(`the trust list is not kept as it was: ${JSON.stringify(kept.refusal.complaints)}`);
  return kept.value;
}
