import { verifyWebhook, webhookMemory } from '@assay/formats/standard-webhooks';
import { callEndpoints } from '@assay/office/notices/call-endpoints';
import { callWebhook, type Post } from '@assay/office/notices/call-webhook';
import { WEBHOOK_RETRIES } from '@assay/office/notices/retry';
import {
  addWebhook,
  enableWebhook,
  pingWebhook,
  removeWebhook,
  replayWebhook,
  rotateWebhookSecret,
} from '@assay/office/notices/webhooks';
import { administratorOf } from '@assay/office/office';
import { AT, caseNumbered, freshOffice, HOME } from '@assay/office/test/sandbox-office';
import { loadWords } from '@assay/office/words';
import { databases } from '@assay/records/test/databases';
import { listMails } from '@assay/records/mail';
import { putMembership } from '@assay/records/membership';
import { addPerson } from '@assay/records/person';
import { endpointsOf, secretsInForce } from '@assay/records/webhook';
import { listDeliveries } from '@assay/records/webhook-delivery';
import type { EndpointId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import type { Result } from '@assay/vocabulary/result';
import { describe, expect, test } from 'vitest';

import { pinnedPost } from '../src/http/post-pinned.ts';
import { receiver } from './receiver.ts';

const DEVELOPER = 'org_sandbox-developer' as OrganisationId;
const STRANGER = 'org_sandbox-stranger' as OrganisationId;
const BY = 'person_ada-applicant' as PersonId;
const CASE = caseNumbered(1);
const words = await loadWords(HOME);
const here = pinnedPost({ sandbox: true });

describe.each(databases())('on $name', (server) => {
  async function opened() {
    const { office, setClock } = await freshOffice(server);
    const administrator = administratorOf(office);
    const add = async (url: string, organisation = DEVELOPER) =>
      valueOf(await addWebhook(office, { organisation, by: BY, url, kinds: ['case.returned'] }));
    const happen = (cause = `${CASE}/3`) =>
      office.records.write((tx) =>
        callEndpoints(tx, office, {
          ...{ kind: 'case.returned', at: AT, case: CASE, cause, organisations: [DEVELOPER] },
        }),
      );
    const calls = async (endpoint: EndpointId) =>
      (await listDeliveries(office.records.read, { administrator, endpoint, limit: 50 })).rows;
    /** Makes every call that waits, as a worker would whose time has come. */
    const work = async (endpoint: EndpointId, post: Post = here) => {
      const told = [];
      for (const { id, state } of await calls(endpoint))
        if (state === 'waiting') told.push(await callWebhook(office, id, { post, words }));
      return told.filter((one) => one !== undefined);
    };
    const standing = async () => endpointsOf(office.records.read, { administrator, organisation: DEVELOPER });
    return { office, administrator, setClock, add, happen, calls, work, standing };
  }

  test('a call names what happened, when and where to read it, and its receiver can tell that it is ours', async () => {
    const { add, happen, work, calls, office } = await opened();
    const at = await receiver();
    const { endpoint, secret } = await add(`http://127.0.0.1:${String(at.port)}/hook?of=assay`);
    await happen();
    await work(endpoint);
    const [call] = at.received;
    if (!call) throw new Error('nothing came');
    expect(call).toMatchObject({ method: 'POST', path: '/hook?of=assay' });
    expect(call.headers['content-type']).toBe('application/json');
    const [kept] = await calls(endpoint);
    expect(JSON.parse(call.body)).toEqual({
      ...{ type: 'case.returned', timestamp: AT, id: kept?.id },
      data: { case: CASE, link: `${office.origin}/desk/cases/${CASE}` },
    });
    const asked = { ...call, secrets: [secret], now: Date.parse(AT) };
    expect(verifyWebhook(asked)).toEqual({ ok: true, value: { id: kept?.id, at: Date.parse(AT) } });
    expect(verifyWebhook({ ...asked, body: call.body.replace('returned', 'granted') }).ok).toBe(false);
    expect(kept).toMatchObject({ state: 'delivered', status: 204, attempts: 1 });
  });

  test('a call that somebody sends again is known: by its id at once, by its time later', async () => {
    const { add, happen, work } = await opened();
    const at = await receiver();
    const { endpoint, secret } = await add(`http://localhost:${String(at.port)}/`);
    await happen();
    await work(endpoint);
    const [call] = at.received;
    if (!call) throw new Error('nothing came');
    const remember = webhookMemory();
    const take = (now: number) => {
      const verified = verifyWebhook({ ...call, secrets: [secret], now });
      return verified.ok ? remember({ id: verified.value.id, now }) : verified;
    };
    expect(take(Date.parse(AT)).ok).toBe(true);
    expect(take(Date.parse(AT) + 60_000)).toMatchObject({ refusal: { code: 'webhook-repeated' } });
    expect(take(Date.parse(AT) + 600_000)).toMatchObject({ refusal: { code: 'webhook-too-old' } });
  });

  test('nobody is called twice about the same, nor about what was not asked for, nor about the cases of others', async () => {
    const { add, happen, calls } = await opened();
    const own = await add('https://hooks.example.org/');
    const other = await add('https://hooks.example.org/', STRANGER);
    await happen();
    await happen();
    await happen(`${CASE}/9`);
    expect(await calls(own.endpoint)).toHaveLength(2);
    expect(await calls(other.endpoint)).toEqual([]);
  });

  test('a call that fails is made again ever later, under the same id and signed anew, and at last given up', async () => {
    const { add, happen, work, calls, setClock, standing } = await opened();
    const at = await receiver({ answer: () => ({ status: 503 }) });
    const { endpoint } = await add(`http://127.0.0.1:${String(at.port)}/`);
    await happen();
    let now = AT;
    for (let turn = 0; turn < 20; turn += 1) {
      await work(endpoint);
      const [call] = await calls(endpoint);
      if (call?.state !== 'waiting') break;
      expect(Date.parse(call.nextAt)).toBeGreaterThan(Date.parse(now));
      now = call.nextAt;
      setClock(now);
    }
    expect(await calls(endpoint)).toMatchObject([
      { state: 'dead', attempts: WEBHOOK_RETRIES.length + 1, status: 503 },
    ]);
    expect(new Set(at.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(at.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(
      at.received.length,
    );
    expect((await standing())[0]?.failingSince).toBe(AT);
  });

  test('a dead letter is replayed under its old id, and what was delivered too; a stranger finds neither', async () => {
    const { office, add, happen, work, calls, setClock } = await opened();
    let status = 410;
    const at = await receiver({ answer: () => ({ status }) });
    const { endpoint } = await add(`http://127.0.0.1:${String(at.port)}/`);
    await happen();
    await work(endpoint);
    const [dead] = await calls(endpoint);
    if (!dead) throw new Error('it was kept');
    expect(dead.state).toBe('dead');
    const replay = (organisation: OrganisationId) =>
      replayWebhook(office, { organisation, by: BY, endpoint, delivery: dead.id });
    expect(await replay(STRANGER)).toEqual({ ok: false, refusal: { code: 'no-such-endpoint' } });
    expect(await replay(DEVELOPER)).toEqual({ ok: false, refusal: { code: 'webhook-disabled' } });
    await enableWebhook(office, { organisation: DEVELOPER, by: BY, endpoint });
    status = 200;
    setClock(addSeconds(AT, 60));
    expect((await replay(DEVELOPER)).ok).toBe(true);
    expect(await replay(DEVELOPER)).toEqual({ ok: false, refusal: { code: 'no-such-delivery' } });
    await work(endpoint);
    expect(await calls(endpoint)).toMatchObject([{ id: dead.id, state: 'delivered', attempts: 1 }]);
    expect((await replay(DEVELOPER)).ok).toBe(true);
  });

  test('an endpoint that fails for days is switched off once, with what waits for it, and is not called any more', async () => {
    const { office, administrator, add, happen, work, calls, setClock, standing } = await opened();
    await office.records.write(async (tx) => {
      for (const role of ['manager', 'applicant'] as const) {
        const person = `person_hooks-${role}` as PersonId;
        await addPerson(tx, { id: person, name: role, mail: `${role}@developer.example`, since: AT });
        const membership = { person, organisation: DEVELOPER, roles: [role], conflicts: [], since: AT };
        await putMembership(tx, membership);
      }
    });
    const at = await receiver({ answer: () => ({ status: 500 }) });
    const { endpoint } = await add(`http://127.0.0.1:${String(at.port)}/`);
    await happen('first');
    expect(await work(endpoint)).toEqual([]);
    await happen('second');
    setClock(addSeconds(AT, 5 * 86_400));
    expect(await work(endpoint)).toMatchObject([{ days: 5, endpoint: { id: endpoint } }]);
    expect(await standing()).toMatchObject([{ disabled: { because: 'failing' } }]);
    expect((await calls(endpoint)).map(({ state }) => state)).toEqual(['dead', 'dead']);
    const { rows: mails } = await listMails(office.records.read, { administrator, limit: 10 });
    expect(mails).toMatchObject([{ kind: 'webhook-disabled', address: 'manager@developer.example' }]);
    expect(mails[0]?.body).toMatch(/failed for 5 days, and it is switched off/);
    expect(mails[0]?.body).toContain(`${office.origin}/desk/webhooks/${endpoint}`);

    const before = at.received.length;
    await happen('third');
    expect(await calls(endpoint)).toHaveLength(2);
    expect(at.received).toHaveLength(before);
  });

  test('one answer that is as it should be, and the failures before it are forgotten', async () => {
    const { add, happen, work, setClock, standing } = await opened();
    let status = 500;
    const at = await receiver({ answer: () => ({ status }) });
    const { endpoint } = await add(`http://127.0.0.1:${String(at.port)}/`);
    await happen('first');
    await work(endpoint);
    status = 200;
    setClock(addSeconds(AT, 86_400));
    await work(endpoint);
    status = 500;
    setClock(addSeconds(AT, 5 * 86_400));
    await happen('second');
    expect(await work(endpoint)).toEqual([]);
    expect((await standing())[0]?.disabled).toBeUndefined();
  });

  test('two secrets sign while one follows the other, then the new one alone; a third must wait', async () => {
    const { office, add, happen, work, setClock } = await opened();
    const at = await receiver();
    const { endpoint, secret } = await add(`http://127.0.0.1:${String(at.port)}/`);
    const asked = { organisation: DEVELOPER, by: BY, endpoint };
    const next = valueOf(await rotateWebhookSecret(office, asked));
    expect(next.secret).not.toBe(secret);
    expect(await rotateWebhookSecret(office, asked)).toEqual({
      ok: false,
      refusal: { code: 'webhook-rotating', until: next.oldUntil },
    });
    const verifies = async (cause: string, now: typeof AT) => {
      setClock(now);
      await happen(cause);
      await work(endpoint);
      const call = at.received.at(-1);
      if (!call) throw new Error('nothing came');
      return [secret, next.secret].map(
        (one) => verifyWebhook({ ...call, secrets: [one], now: Date.parse(now) }).ok,
      );
    };
    expect(await verifies('during', AT)).toEqual([true, true]);
    expect(await verifies('after', next.oldUntil)).toEqual([false, true]);
    expect((await rotateWebhookSecret(office, asked)).ok).toBe(true);
  });

  test('the records hold no secret that signs: only what a key outside them opens, in its own place', async () => {
    const { office, administrator, add } = await opened();
    const first = await add('https://hooks.example.org/');
    const other = await add('https://hooks.example.org/');
    const [kept] = await secretsInForce(office.records.read, { administrator, id: first.endpoint, at: AT });
    if (!kept) throw new Error('it was made');
    const bytes = Buffer.from(first.secret.slice(6), 'base64');
    expect(Buffer.from(kept.wrapped).includes(bytes)).toBe(false);
    expect(
      Buffer.from(await office.secrets.open(kept.wrapped, `webhook/${first.endpoint}/1`)).equals(bytes),
    ).toBe(true);
    await expect(office.secrets.open(kept.wrapped, `webhook/${other.endpoint}/1`)).rejects.toThrow();
  });

  test('an endpoint that is removed is not called, and its secrets are gone', async () => {
    const { office, administrator, add, happen, work, calls, standing } = await opened();
    const at = await receiver();
    const { endpoint } = await add(`http://127.0.0.1:${String(at.port)}/`);
    await happen();
    const asked = { organisation: DEVELOPER, by: BY, endpoint };
    expect((await removeWebhook(office, { ...asked, organisation: STRANGER })).ok).toBe(false);
    expect((await removeWebhook(office, asked)).ok).toBe(true);
    await work(endpoint);
    expect(at.received).toEqual([]);
    expect(await calls(endpoint)).toMatchObject([{ state: 'dead' }]);
    expect(await standing()).toEqual([]);
    expect(await secretsInForce(office.records.read, { administrator, id: endpoint, at: AT })).toEqual([]);
    expect(await pingWebhook(office, asked)).toEqual({ ok: false, refusal: { code: 'no-such-endpoint' } });
  });

  test('a ping tries an endpoint out and says nothing', async () => {
    const { office, add, work } = await opened();
    const at = await receiver();
    const { endpoint } = await add(`http://127.0.0.1:${String(at.port)}/`);
    valueOf(await pingWebhook(office, { organisation: DEVELOPER, by: BY, endpoint }));
    await work(endpoint);
    expect(JSON.parse(at.received[0]?.body ?? '')).toMatchObject({ type: 'ping', data: {} });
  });

  test('what is no endpoint is refused, each with its reason', async () => {
    const { office, add } = await opened();
    const asked = { organisation: DEVELOPER, by: BY, url: 'https://hooks.example.org/' };
    const code = async (change: object) => {
      const answer = await addWebhook(office, { ...asked, kinds: ['case.returned'], ...change });
      return answer.ok ? 'added' : answer.refusal.code;
    };
    expect(await code({ url: 'https://10.0.0.1/' })).toBe('webhook-url-not-public');
    expect(await code({ kinds: [] })).toBe('webhook-kinds-missing');
    expect(await code({ kinds: ['case.everything'] })).toBe('webhook-kinds-unknown');
    for (let n = 0; n < 10; n += 1) await add('https://hooks.example.org/');
    expect(await code({})).toBe('too-many-webhooks');
    expect(await code({ organisation: STRANGER })).toBe('added');
  });
});

describe('a post to an address that others name', () => {
  const call = (url: string) => ({ url, headers: { 'webhook-id': 'a' }, body: '{}' });

  test('is made over TLS to the address that was looked at, and proves whom it reached', async () => {
    const at = await receiver({ name: 'hooks.example.org' });
    // The sandbox lets a test's receiver be on this machine; the name is still proven by its certificate.
    const to = (resolved: readonly string[], trusted?: string) =>
      pinnedPost({
        ...{ sandbox: true, resolve: () => Promise.resolve(resolved) },
        ...(trusted !== undefined && { trusted }),
      });
    const url = `https://hooks.example.org:${String(at.port)}/`;
    expect(await to(['127.0.0.1'], at.trusted)(call(url))).toEqual({ status: 204 });
    expect(await to(['127.0.0.1'])(call(url))).toHaveProperty('failure');
    expect(
      await to(['127.0.0.1'], at.trusted)(call(url.replace('hooks.example.org', 'other.example.org'))),
    ).toHaveProperty('failure');
    expect(at.received).toHaveLength(1);
  });

  test('reaches no private network: not by number, not by name, not by one address among others', async () => {
    const at = await receiver();
    const tried = async (url: string, ...resolved: readonly string[]) =>
      pinnedPost({ sandbox: false, resolve: () => Promise.resolve(resolved) })(call(url));
    for (const answer of [
      await tried(`https://127.0.0.1:${String(at.port)}/`),
      await tried(`http://127.0.0.1:${String(at.port)}/`),
      await tried(`https://[::1]:${String(at.port)}/`),
      await tried(`https://hooks.example.org:${String(at.port)}/`, '127.0.0.1'),
      await tried(`https://hooks.example.org:${String(at.port)}/`, '8.8.8.8', '10.0.0.1'),
      await tried('https://hooks.example.org/', '::ffff:169.254.169.254'),
      await tried('https://hooks.example.org/'),
    ])
      expect(answer).toHaveProperty('failure');
    expect(at.received).toEqual([]);
  });

  test('asks a resolver once, so that a second answer leads nowhere', async () => {
    const at = await receiver();
    let asked = 0;
    const post = pinnedPost({
      sandbox: true,
      resolve: () => {
        asked += 1;
        return Promise.resolve([asked === 1 ? '127.0.0.1' : '10.0.0.1']);
      },
    });
    expect(await post(call(`http://hooks.example.org:${String(at.port)}/`))).toEqual({ status: 204 });
    expect(asked).toBe(1);
  });

  test('follows no redirect', async () => {
    const target = await receiver();
    const at = await receiver({
      answer: () => ({ status: 307, location: `http://127.0.0.1:${String(target.port)}/` }),
    });
    expect(await here(call(`http://127.0.0.1:${String(at.port)}/`))).toEqual({ status: 307 });
    expect(target.received).toEqual([]);
  });

  test('waits for no answer that does not come', async () => {
    const at = await receiver({ answer: () => undefined });
    const post = pinnedPost({ sandbox: true, patienceMs: 200 });
    expect(await post(call(`http://127.0.0.1:${String(at.port)}/`))).toEqual({
      failure: 'no answer in time',
    });
  });
});

function valueOf<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}
