/** Organisations, people and sessions of a test, in the records of a real office. */
import { tokenKept } from '@assay/office/0-programme/people/token-kept';
import { newApiKeyText } from '@assay/office/sign-in/api-key-text';
import { beginSession } from '@assay/office/sign-in/begin-session';
import { hashOfToken, newApiKeyId } from '@assay/office/sign-in/token';
import type { Office } from '@assay/office/office';
import { addApiKey } from '@assay/records/api-key';
import { addInvitation } from '@assay/records/invitation';
import { putMembership } from '@assay/records/membership';
import { addOrganisation, organisationOfAdministrator } from '@assay/records/organisation';
import { addOneTimeLink } from '@assay/records/one-time-link';
import { addPasskey } from '@assay/records/passkey';
import { addPerson } from '@assay/records/person';
import { BYTES_OF_ID, mintId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import type { Organisation } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';

/** Leaves an invitation into the sandbox's developer, with a token that is known beforehand. */
export async function inviteWith(office: Office, token: string): Promise<void> {
  const at = office.clock();
  const invitation = {
    id: mintId('invitation', office.random(BYTES_OF_ID)),
    ...{ organisation: parseOrganisation('org_sandbox-developer'), mail: 'guest@sandbox.example' },
    ...{ roles: ['applicant'] as const, invitedAt: at, expiresAt: addSeconds(at, 600) },
  };
  await office.records.write((tx) => addInvitation(tx, { ...invitation, tokenHash: tokenKept(token) }));
}

type Body = Pick<Organisation, 'kinds'> & Partial<Omit<Organisation, 'id'>> & { readonly id: string };

/** Registers an organisation that takes part; a developer makes what is made in the sandbox, unless told. */
export async function registerBody(office: Office, { id, ...body }: Body): Promise<OrganisationId> {
  const organisation: Organisation = {
    ...{ id: parseOrganisation(id), name: `Sandbox ${id}`, schemes: [] },
    manufacturers: body.kinds.includes('developer') ? ['Sandbox Maker (fictional)'] : [],
    ...body,
  };
  const event = {
    type: 'OrganisationRegistered',
    at: office.clock(),
    because: 'a test',
    organisation,
  } as const;
  await office.records.write((tx) => addOrganisation(tx, event));
  return organisation.id;
}

/** The organisation of the office's own administrator. */
export async function administratorsSeat(office: Office): Promise<OrganisationId> {
  const { code } = office.programme.administrator;
  const found = await organisationOfAdministrator(office.records.read, code);
  if (!found) throw new Error('an office that was opened has its administrator');
  return found.id;
}

export type Somebody = {
  /** Opens pages. */
  readonly session: string;
  /** Opens what is there for programs. */
  readonly key: string;
  readonly person: PersonId;
};

/** Somebody who acts for an organisation, with a session and a key. */
export async function employ(
  office: Office,
  organisation: OrganisationId,
  {
    id,
    name = `Sandbox ${id}`,
    roles,
    scopes = ['nothing:read'],
  }: {
    readonly id: string;
    readonly name?: string;
    readonly roles: readonly Role[];
    readonly scopes?: readonly string[];
  },
): Promise<Somebody> {
  const person = parsePerson(`person_${id}`);
  const at = office.clock();
  const key = newApiKeyText(office.random);
  const session = await office.records.write(async (tx) => {
    await addPerson(tx, { id: person, name, since: at });
    await putMembership(tx, { person, organisation, roles, conflicts: [], since: at });
    await addApiKey(tx, {
      ...{ id: newApiKeyId(office.random), hash: hashOfToken(key), person, organisation, name: 'a test' },
      ...{ scopes, ending: key.slice(-4), madeAt: at, madeBy: person, until: addSeconds(at, 86_400) },
    });
    return beginSession(office, tx, {
      ...{ person, via: 'passkey', seat: organisation },
      browser: { visitor: 'of a test', agent: undefined, address: '127.0.0.1' },
    });
  });
  return { session: session.token, key, person };
}

/** Gives somebody a link that lets them in once, and a passkey that nothing answers for. */
export async function waysInOf(
  office: Office,
  person: PersonId,
  { link, passkey }: { readonly link: string; readonly passkey: string },
): Promise<void> {
  const at = office.clock();
  await office.records.write(async (tx) => {
    const until = addSeconds(at, 86_400);
    await addOneTimeLink(tx, { hash: hashOfToken(link), purpose: 'sign-in', person, madeAt: at, until });
    await addPasskey(tx, {
      ...{ id: passkey, person, publicKey: Uint8Array.of(1), counter: 0, transports: [] },
      ...{ synced: false, name: 'of a test', addedAt: at },
    });
  });
}

function parseOrganisation(text: string): OrganisationId {
  return text as OrganisationId;
}

function parsePerson(text: string): PersonId {
  return text as PersonId;
}
