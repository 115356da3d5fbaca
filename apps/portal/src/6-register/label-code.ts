import { parseLabelId } from '@assay/attestation/label-id';
import type { LabelId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Problem } from '../problems.ts';

/** Reads a label code as people type it: any case, with spaces or hyphens between groups. */
export function parseLabelCode(typed: string): Result<LabelId, Problem> {
  const id = parseLabelId(typed.replace(/[\s-]/g, ''));
  return id.ok ? ok(id.value) : refuse({ code: 'mistyped-label', about: typed.slice(0, 40) });
}
