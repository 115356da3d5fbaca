import { describe, expect, test } from 'vitest';

import { sampleDesk } from '../../test/sample-desk.ts';
import { PAGE, samplePortal } from '../../test/sample-portal.ts';
import { STORY } from '../../test/sample-story.ts';
import { openPortal } from '../open-portal.ts';

const { get } = samplePortal();

describe('the case walk', () => {
  const [refused, granted] = STORY.cases;
  const told = async (path: string) => (await get(path, PAGE)).body;

  test('tells every step of every case, and links each case to its findings and its label', async () => {
    const body = await told('/walk');
    for (const { title, says } of STORY.cases.flatMap(({ steps }) => steps)) {
      expect(body).toContain(title);
      expect(body).toContain(says);
    }
    expect(body).toContain(`href="/walk/${refused?.case ?? ''}"`);
    expect(body).toContain(`href="/L/${granted?.label ?? 'none'}"`);
    expect(body).toContain('What-if copy; not a label of the real product.');
  });

  test('opens each finding into its why, groups them by clause, and opens what is not met at once', async () => {
    const body = await told(`/walk/${refused?.case ?? ''}`);
    const captions = [...body.matchAll(/<caption>(sandbox-standard 1\.0, clause [\d.]+)/g)].map(
      ([, name]) => name,
    );
    expect(captions).toEqual(['5.1', '5.3', '5.8'].map((clause) => `sandbox-standard 1.0, clause ${clause}`));
    const row = (id: string) => body.slice(body.indexOf(`id="r-${id}"`)).split('</tr>')[0];
    expect(row('5.3-13')).toMatch(/<details class="why" open.*No end date was found in any paper/);
    expect(row('5.1-1')).toMatch(/<details class="why"><summary>/);
  });

  test('marks an uncertain row wherever it decides: as a finding and as a gap, for this level and the next', async () => {
    const body = await told(`/walk/${refused?.case ?? ''}`);
    expect(body.match(/<p class="doubt">/g)).toHaveLength(3);
    expect(await told(`/walk/${granted?.case ?? ''}`)).not.toContain('class="doubt"');
  });

  test('is nowhere where no story is told', async () => {
    const quiet = await openPortal(sampleDesk());
    expect((await quiet.inject({ url: '/walk', headers: PAGE })).statusCode).toBe(404);
    await quiet.close();
  });
});
