import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll } from 'vitest';

import type { Portal, PortalOptions } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { sampleDesk } from './sample-desk.ts';
import { STORY } from './sample-story.ts';

/** The header of a reader who wants a page. */
export const PAGE = { accept: 'text/html' };

/** The register over the sample labels and story, open for the tests of one file. */
export function samplePortal(options: PortalOptions = {}) {
  let portal: Portal;
  beforeAll(async () => {
    portal = await openPortal(sampleDesk({ story: STORY }), options);
  });
  afterAll(() => portal.close());
  const inject = (request: InjectOptions) => portal.inject(request);
  const get = (url: string, headers: Record<string, string> = {}) => inject({ method: 'GET', url, headers });
  return { inject, get };
}
