import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { renderToString } from 'preact-render-to-string';

import type { GapAnswer } from '@assay/office/2-evaluation/gap';
import type { Words } from '@assay/office/words';

import { ICON, slimmed, STYLE } from '../layout/assets.ts';
import { neededStyle } from '../layout/needed-style.ts';
import { GapReport } from './gap-report.view.tsx';

/** The gaps of a dossier as one file: no script, nothing loaded, and a policy that forbids both. */
export function gapReport(answer: GapAnswer, words: Words): string {
  const body = renderToString(GapReport({ answer, say: (reason) => words.reason(reason) }));
  const sheet = STYLE + slimmed(readFileSync(join(import.meta.dirname, 'gap-report.css'), 'utf8'));
  const style = neededStyle(sheet, `<html><head></head><body>${body}`);
  const hash = createHash('sha256').update(style).digest('base64');
  const icon = `data:image/svg+xml;base64,${Buffer.from(ICON).toString('base64')}`;
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return [
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>${escaped(answer.dossier.document.product.name)}: gaps on ${answer.asOf}</title>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">',
    `<link rel="icon" href="${icon}"><style>${style}</style></head><body>${body}</body></html>`,
  ].join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
