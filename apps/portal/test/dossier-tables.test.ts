/** Tables of details, numbers and administrators at the developer's desk, over a real office. */
import { beginDraft, openDraft } from '@assay/office/1-application/own-drafts';
import { addProduct, ownProducts } from '@assay/office/1-application/own-products';
import type { Office } from '@assay/office/office';
import { freshPlace, openUntilClosed, valueOf, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { CAST } from '@assay/office/rehearsal/script';
import { SCOPES } from '@assay/office/sign-in/api-keys';
import { DEVELOPER } from '@assay/office/test/sandbox-people';
import { readDraft } from '@assay/records/draft';
import { databases } from '@assay/records/test/databases';
import { parseId, type DraftId } from '@assay/vocabulary/desk-ids';
import { editionRef } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk, sessionOf } from './desk-cases.ts';
import { employ, registerBody } from './office-staff.ts';
import { visitor } from './office-visitor.ts';
import { program } from './program.ts';
import { sampleDesk } from './sample-desk.ts';

const SEAT = { organisation: DEVELOPER, by: CAST.applicant };
const LABEL = { scheme: editionRef('singapore-cls', '1.4'), level: 1, administrator: 'SB' };

let place: SandboxOffice & { readonly close: () => Promise<void> };
let office: Office;
let portal: Portal;
let ada: ReturnType<typeof visitor>;
let ci: ReturnType<typeof program>, rival: ReturnType<typeof program>;
let draft: DraftId;
let product: string;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  office = withNumber(place.office);
  const named = { name: 'Sandbox Lamp', brand: 'Sandbox', manufacturer: 'Sandbox Maker (fictional)' };
  const lamp = { ...named, models: ['SL-1'], gtins: [], category: 'smart-lighting' };
  valueOf(await addProduct(office, { ...SEAT, product: lamp }));
  const [kept] = valueOf(await ownProducts(office, SEAT)).rows;
  if (!kept) throw new Error('it was added');
  product = kept.id;
  draft = valueOf(await beginDraft(office, { ...SEAT, ...LABEL, product: kept.id }));
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk: await officeDesk(office) });
  ada = visitor(portal, await sessionOf(office, CAST.applicant));
  const asked = { roles: ['applicant'], scopes: SCOPES } as const;
  ci = program(portal, (await employ(office, DEVELOPER, { id: 'ci', ...asked })).key);
  const house = await registerBody(office, { id: 'org_rival', kinds: ['developer'] });
  rival = program(portal, (await employ(office, house, { id: 'rival', ...asked })).key);
}, 60_000);
afterAll(async () => {
  await portal.close();
  await place.close();
});

const NUMBER = 'uses_passwords';
/** The office with one question of its dictionary asked for as a number, as no edition here asks for one yet. */
function withNumber(real: Office): Office {
  const { catalogue } = real.library;
  const fact = catalogue.facts.get(NUMBER);
  if (!fact) throw new Error(`there is a question ${NUMBER}`);
  const asked = { ...fact, type: 'number' as const, unit: 'months', least: 1, most: 120 };
  const facts = new Map([...catalogue.facts, [NUMBER, asked]]);
  return { ...real, library: { ...real.library, catalogue: { ...catalogue, facts } } };
}

const path = (...parts: readonly string[]) => ['/desk/drafts', draft, ...parts].join('/');
const rowsOf = async (table: string) =>
  (await readDraft(office.records.read, { organisation: DEVELOPER, id: draft }))?.draft.ixit.find(
    (one) => one.table === table,
  )?.rows;

describe('a table of details', () => {
  test('is asked for where tests read it, with what it is for', async () => {
    const { body } = await ada.get(path());
    expect(body).toContain('Details that tests read');
    const list = (await ada.get(path('ixit'))).body;
    expect(list).toContain(path('ixit', '1-AuthMech'));
    expect(list).toContain('Authentication Mechanisms');
    expect((await ada.get(path('ixit', '99-Nothing'))).statusCode).toBe(404);
    expect((await ada.get(path('ixit', '1-AuthMech', 'rows', 'none'))).statusCode).toBe(404);
  });

  test('is filled row by row, each with its columns, changed and removed after a question', async () => {
    const table = path('ixit', '1-AuthMech');
    expect((await ada.get(`${table}/add`)).body).toContain('Authentication Factor');
    const first = { id: 'AuthMech-Button', column0: 'A button.', column1: 'A finger <i>on</i> it.' };
    const added = await ada.fill(`${table}/add`, first);
    expect([added.statusCode, added.headers.location]).toEqual([303, table]);
    expect((await ada.fill(`${table}/add`, { id: '', column0: 'A code.' })).statusCode).toBe(303);
    expect(await rowsOf('1-AuthMech')).toEqual([
      {
        id: 'AuthMech-Button',
        fields: { description: 'A button.', authenticationFactor: 'A finger <i>on</i> it.' },
      },
      { id: 'AuthMech-2', fields: { description: 'A code.' } },
    ]);
    const changed = { id: 'AuthMech-Code', column0: 'A code of six digits.', column1: '' };
    expect((await ada.fill(`${table}/rows/AuthMech-2`, changed)).statusCode).toBe(303);
    expect((await rowsOf('1-AuthMech'))?.at(1)).toEqual({
      id: 'AuthMech-Code',
      fields: { description: 'A code of six digits.' },
    });
    expect((await ada.get(table)).body).toContain('A button.');
    const asked = await ada.get(`${table}/rows/AuthMech-Button/remove`);
    expect(asked.body).toContain('A finger &lt;i>on');
    expect((await ada.fill(`${table}/rows/AuthMech-Button/remove`, {})).statusCode).toBe(303);
    expect((await rowsOf('1-AuthMech'))?.map(({ id }) => id)).toEqual(['AuthMech-Code']);
  });

  test.each([
    ['a name that there is already', { id: 'AuthMech-Code', column0: 'x' }, 'already'],
    ['no column filled in', { id: 'AuthMech-9' }, 'at least one column'],
    ['a name with a slash', { id: 'a/b', column0: 'x' }, 'made of letters'],
    ['a column too long', { column0: 'x'.repeat(8_001) }, 'At most 8000 characters'],
    ['a column that the table has not', { column0: 'x', column39: 'y' }, undefined],
  ])('takes no row with %s', async (_, fields, says) => {
    const before = await rowsOf('1-AuthMech');
    const answer = await ada.fill(path('ixit', '1-AuthMech', 'add'), fields);
    if (says === undefined) {
      // What is not asked for is not kept.
      expect((await rowsOf('1-AuthMech'))?.at(-1)?.fields).toEqual({ description: 'x' });
      return;
    }
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(says);
    expect(await rowsOf('1-AuthMech')).toEqual(before);
  });

  test('that somebody else changed meanwhile is not overwritten from a stale tab', async () => {
    const table = path('ixit', '1-AuthMech');
    const before = (await rowsOf('1-AuthMech'))?.length ?? 0;
    const stale = (await ada.get(`${table}/add`)).body;
    expect((await ada.fill(`${table}/add`, { column0: 'First.' })).statusCode).toBe(303);
    const saw = /name="saw" value="([^"]+)"/.exec(stale)?.[1] ?? '';
    const late = await ada.fill(`${table}/add`, { column0: 'Late.', saw });
    expect(late.statusCode).toBe(409);
    expect(await rowsOf('1-AuthMech')).toHaveLength(before + 1);
  });
});

describe('a table of details, for a program,', () => {
  const table = () => `drafts/${draft}/ixit`;
  const rowOf = (name: string, id = '7-UpdMech') => `${table()}/${id}/rows/${name}`;
  const version = async () => Number((await ci.get(table())).tag?.replaceAll('"', ''));
  const said = { fields: { description: 'Signed <images>.' } };

  test('is told with its columns, and takes one row at a time in the version that was read', async () => {
    const { body } = await ci.get<{ items: { table: string; columns: { column: string }[] }[] }>(table());
    const told = body.items.find((one) => one.table === '7-UpdMech');
    expect(told?.columns[0]).toMatchObject({ column: 'description' });
    const read = await version();
    expect(await ci.put(rowOf('Over-Air'), said)).toMatchObject({ status: 428 });
    const once = { version: read, once: 'row-by-program' };
    for (let times = 0; times < 2; times += 1)
      expect(await ci.put(rowOf('Over-Air'), said, once)).toMatchObject({
        ...{ status: 200, tag: `"${String(read + 1)}"`, body: { version: read + 1 } },
      });
    expect(await ci.put(rowOf('Late'), said, { version: read })).toMatchObject({
      ...{ status: 412, body: { code: 'condition-failed' } },
    });
    const renamed = { id: 'OverAir', fields: { description: 'Signed.' } };
    expect(await ci.put(rowOf('Over-Air'), renamed, { version: read + 1 })).toMatchObject({ status: 200 });
    expect(await rowsOf('7-UpdMech')).toEqual([renamed]);
    expect((await ada.get(path('ixit', '7-UpdMech'))).body).toContain('OverAir');
    expect(await ci.remove(rowOf('OverAir'), { version: read + 2 })).toMatchObject({ status: 200 });
    expect(await rowsOf('7-UpdMech')).toBeUndefined();
  });

  test.each([
    ['no column', { fields: {} }, undefined, 'ixit-row-blank'],
    ['a column that the table has not', { fields: { colour: 'x' } }, undefined, 'ixit-column-unknown'],
    ['a column of no such name', { fields: { __proto_: 'x' } }, undefined, 'misfit'],
    ['a column too long', { fields: { description: 'x'.repeat(8_001) } }, undefined, 'misfit'],
    ['another member', { ...said, table: '1-AuthMech' }, undefined, 'misfit'],
    ['a name with a space', said, '7-UpdMech/rows/a%20b', 'misfit'],
    ['a table that nobody asks for', said, '99-Nothing/rows/a', 'no-such-table'],
  ])('takes no row with %s, and stays as it is', async (_, body, at, code) => {
    const read = await version();
    const where = at === undefined ? rowOf('New') : `${table()}/${at}`;
    expect((await ci.put(where, body, { version: read })).body).toMatchObject({ code });
    expect(await version()).toBe(read);
  });

  test('has nothing to take out where there is no such row, and is nobody else’s', async () => {
    const read = await version();
    expect(await ci.remove(rowOf('None'), { version: read })).toMatchObject({
      ...{ status: 404, body: { code: 'no-such-row' } },
    });
    expect(await rival.get(table())).toMatchObject({ status: 404 });
    expect(await rival.put(rowOf('Mine'), said, { version: read })).toMatchObject({ status: 404 });
  });
});

describe('a question for a number', () => {
  test('shows its unit and bounds, takes what lies between them, and nothing else', async () => {
    const page = path('facts', NUMBER);
    expect((await ada.get(page)).body).toContain('a number of months from 1 to 120');
    for (const answer of ['two', '0', '121', '']) {
      const refused = await ada.fill(page, { answer });
      expect([answer, refused.statusCode]).toEqual([answer, 422]);
      expect(refused.body).toContain('Enter a number of months from 1 to 120.');
    }
    expect((await ada.fill(page, { answer: '24,5' })).statusCode).toBe(303);
    const open = valueOf(await openDraft(office, { ...SEAT, draft }));
    expect(open.kept.draft.facts[NUMBER]).toBe(24.5);
    expect((await ada.get(page)).body).toContain('value="24.5"');
    expect((await ada.fill(page, { answer: '24.5', unknown: 'yes' })).statusCode).toBe(303);
    expect(valueOf(await openDraft(office, { ...SEAT, draft })).kept.draft.facts[NUMBER]).toBe('unknown');
  });

  test('leaves the others as choices, of which one has to be taken', async () => {
    const list = (await ada.get(path('facts'))).body;
    const facts = [...list.matchAll(/\/facts\/([a-z_]+)/g)].flatMap(([, id]) => id ?? []);
    const page = path('facts', facts.find((id) => id !== NUMBER) ?? '');
    const refused = await ada.fill(page, {});
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('Choose an answer');
    expect((await ada.fill(page, { answer: 'perhaps' })).statusCode).toBe(422);
    expect((await ada.fill(page, { answer: 'yes' })).statusCode).toBe(303);
  });
});

describe('an application', () => {
  const apply = (fields: Readonly<Record<string, string>>) =>
    ada.fill(`/desk/products/${product}`, fields, `/desk/products/${product}/apply`);
  const wanted = 'singapore-cls@1.4 1';
  const administratorOf = async (location: unknown) => {
    const id = parseId('draft', String(location).split('/').at(-1) ?? '');
    return (await readDraft(office.records.read, { organisation: DEVELOPER, id: valueOf(id) }))
      ?.administrator;
  };

  test('is begun with whichever administrator the applicant chooses', async () => {
    const { body } = await ada.get(`/desk/products/${product}`);
    expect(body).toContain('Which administrator?');
    const other = await apply({ wanted, administrator: 'S2' });
    expect(await administratorOf(other.headers.location)).toBe('S2');
    const own = await apply({ wanted, administrator: 'SB' });
    expect(await administratorOf(own.headers.location)).toBe('SB');
  });

  test('is not begun with one that there is not, nor for a label that nobody offers', async () => {
    for (const fields of [
      { wanted, administrator: 'ZZ' },
      { wanted, administrator: 'U' },
      { wanted: 'singapore-cls@1.4 9', administrator: 'SB' },
      { wanted: '', administrator: 'SB' },
    ])
      expect((await apply(fields)).statusCode).toBeGreaterThanOrEqual(400);
  });
});
