import { ok, refuse } from '@assay/vocabulary/result';

import { parseLabelCode } from '../6-register/label-code.ts';
import { parseLabelQuery } from '../6-register/query.ts';
import type { Answer, Asked, Reply } from '../http/answer.ts';
import { preferred } from '../http/negotiate.ts';
import { htmlPage } from '../layout/frame.tsx';
import type { AggregatorDesk } from './aggregator-desk.ts';
import { labelAsData } from './label-data.ts';
import { LogView } from './log.view.tsx';
import { LogsView } from './logs.view.tsx';
import { MirrorHomeView } from './mirror-home.view.tsx';
import { MirrorLabelView } from './mirror-label.view.tsx';

const HTML = 'text/html; charset=utf-8';

/** A search over every label, and the logs. A whole label code typed into the search leads straight to its label. */
export async function mirrorHome({ query }: Asked, desk: AggregatorDesk): Promise<Answer> {
  const search = parseLabelQuery(query, 'person');
  if (!search.ok) return search;
  const code = parseLabelCode(search.value.text);
  if (code.ok) return ok({ body: '', mediaType: HTML, maxAge: 'no-store', location: `/L/${code.value}` });
  const found = (await desk.search(search.value)) ?? { labels: [] };
  const [site, logs] = [await desk.site(), await desk.logs()];
  return page(MirrorHomeView({ site, query: search.value, found, logs, now: desk.now() }));
}

/** The label page: for people by default, the record where JSON is asked for. */
export async function mirrorLabel(asked: Asked, desk: AggregatorDesk): Promise<Answer> {
  if (preferred(asked.accept, ['text/html', 'application/json']) === 'application/json') {
    const answer = await labelAsData(asked, desk);
    return answer.ok ? ok({ ...answer.value, negotiated: true }) : answer;
  }
  const id = parseLabelCode(asked.params['labelId'] ?? '');
  if (!id.ok) return id;
  const label = await desk.label(id.value);
  const [site, logs] = [await desk.site(), await desk.logs()];
  const log = logs.find(({ origin }) => origin === label?.record.evidence.origin);
  if (!label || !log) return refuse({ code: 'label-not-followed', about: id.value });
  const address = `${desk.origin}/L/${id.value}`;
  const { value } = page(MirrorLabelView({ site, label, log, address, now: desk.now() }));
  return ok({ ...value, negotiated: true });
}

/** Every log, and how it does. */
export async function mirrorLogs(_: Asked, desk: AggregatorDesk): Promise<Answer> {
  return page(LogsView({ site: await desk.site(), logs: await desk.logs() }));
}

/** One log, by the code of its administrator. */
export async function mirrorLog({ params }: Asked, desk: AggregatorDesk): Promise<Answer> {
  const log = (await desk.logs()).find(({ administrator }) => administrator.code === params['code']);
  if (!log) return refuse({ code: 'no-such-page' });
  return page(LogView({ site: await desk.site(), log, origin: desk.origin }));
}

function page(view: Parameters<typeof htmlPage>[0]): { readonly ok: true; readonly value: Reply } {
  return ok({ body: htmlPage(view), mediaType: HTML, maxAge: 60 });
}
