import type { TrustAnchors } from '@assay/attestation/trust';
import { caseOf } from '@assay/conformity/case';
import { CaseFileManifestKind, type CaseFileManifest } from '@assay/vocabulary/case-file';
import { EVENT_NAMES, type CaseEvent } from '@assay/vocabulary/case-event';
import type { Digest } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { readDocument } from '@assay/vocabulary/schema';

import type { Library } from '../0-programme/load-library.ts';
import { readArchive, type ArchiveRefused, type ReadMember } from './archive.ts';
import { digestsNamed } from './digests-named.ts';
import { evaluationAgain } from './evaluation-again.ts';
import { filesHold } from './files-hold.ts';
import { jsonIn, jsonText, textIn } from './member-text.ts';
import { sealBroken } from './seal.ts';
import { signaturesHold } from './signatures-hold.ts';

/** One thing that was looked at: whether it holds, and what was found. `null`: it could not be looked at. */
export type CaseFileCheck = {
  readonly id: 'members' | 'seal' | 'history' | 'documents' | 'files' | 'signatures' | 'evaluation';
  readonly ok: boolean | null;
  readonly detail: string;
};

export type CaseFileReport = {
  readonly manifest: CaseFileManifest;
  readonly checks: readonly CaseFileCheck[];
  /** `sound` only where every check holds, `altered` where one fails, `unproven` where one could not be made. */
  readonly outcome: 'sound' | 'unproven' | 'altered';
};

export type CaseFileRefused = ArchiveRefused | { readonly code: 'not-a-case-file'; readonly problem: string };

type Believed = {
  readonly library: Library;
  /** Whose seal counts; absent: nobody's, and the file says of itself who made it. */
  readonly anchors?: TrustAnchors | undefined;
};

/**
 * Checks an exported case with nothing but the file, the rules and whom the reader believes: every byte under its digest, the seal, a history
 * that could have happened, no document and no file missing, each report signed as is told, and the evaluation made again from the same documents.
 */
export async function verifyCaseFile(
  file: string,
  { library, anchors }: Believed,
): Promise<Result<CaseFileReport, CaseFileRefused>> {
  const archive = await readArchive(file);
  if (!archive.ok) return archive;
  const members = archive.value;
  const own = members.get('manifest.json');
  const manifest = readDocument(CaseFileManifestKind, jsonIn(own));
  if (!own || !manifest.ok) {
    const [first] = manifest.ok ? [] : manifest.refusal.complaints;
    return refuse({
      code: 'not-a-case-file',
      problem: `manifest.json${first?.path ?? ''}: ${first?.expected ?? 'is missing'}`,
    });
  }
  const events = eventsIn(members.get(manifest.value.events.name));
  const checks = [
    membersHold(manifest.value, members),
    await sealHolds(members.get('seal.jws'), { manifest: manifest.value, digest: own.digest, anchors }),
    historyHolds(manifest.value, events),
    documentsHold(manifest.value, events),
    { id: 'files', ...filesHold(manifest.value, members, events ?? []) } as const,
    { id: 'signatures', ...(await signaturesHold(manifest.value.case, members, events)) } as const,
    { id: 'evaluation', ...evaluationAgain(library, members, events ?? []) } as const,
  ];
  const outcome = checks.some((check) => check.ok === false)
    ? 'altered'
    : checks.some((check) => check.ok === null)
      ? 'unproven'
      : 'sound';
  return ok({ manifest: manifest.value, checks, outcome });
}

type Members = ReadonlyMap<string, ReadMember>;

function membersHold(manifest: CaseFileManifest, members: Members): CaseFileCheck {
  const id = 'members';
  const stated = [
    manifest.events,
    manifest.paper,
    manifest.bodies,
    ...manifest.documents.map(({ member }) => member),
    ...(manifest.files ?? []).flatMap(({ member }) => member ?? []),
  ];
  const names = new Set(['manifest.json', 'seal.jws', ...stated.map(({ name }) => name)]);
  for (const { name, digest, bytes } of stated) {
    const found = members.get(name);
    if (!found) return { id, ok: false, detail: `${name} is not in the file` };
    if (found.digest !== digest || found.size !== bytes)
      return { id, ok: false, detail: `${name} has other bytes than the manifest states` };
  }
  for (const name of members.keys())
    if (!names.has(name)) return { id, ok: false, detail: `${name} is in the file and not in the manifest` };
  for (const { member } of manifest.documents)
    if (member.name !== `documents/${member.digest.slice('sha256:'.length)}`)
      return { id, ok: false, detail: `${member.name} does not bear its digest` };
  return { id, ok: true, detail: `${String(names.size - 2)} members, each under its digest` };
}

async function sealHolds(
  seal: ReadMember | undefined,
  {
    manifest,
    digest,
    anchors,
  }: {
    readonly manifest: CaseFileManifest;
    readonly digest: Digest;
    readonly anchors: TrustAnchors | undefined;
  },
): Promise<CaseFileCheck> {
  const id = 'seal';
  if (!seal?.bytes) return { id, ok: false, detail: 'there is no seal' };
  if (!anchors) return { id, ok: null, detail: 'not checked: nobody was named whose seal counts' };
  const broken = await sealBroken(textIn(seal) ?? '', { manifest, digest }, anchors);
  return broken === undefined
    ? { id, ok: true, detail: `sealed by ${manifest.administrator.did} on ${manifest.exportedAt}` }
    : { id, ok: false, detail: broken };
}

function historyHolds(manifest: CaseFileManifest, events: readonly CaseEvent[] | undefined): CaseFileCheck {
  const id = 'history';
  if (!events) return { id, ok: false, detail: 'the events cannot be read' };
  if (events.length !== manifest.version)
    return {
      id,
      ok: false,
      detail: `${String(events.length)} events where ${String(manifest.version)} are stated`,
    };
  const late = events.findIndex((event, at) => at > 0 && event.at < (events[at - 1]?.at ?? event.at));
  if (late > 0)
    return { id, ok: false, detail: `event ${String(late + 1)} happened before the one it follows` };
  try {
    const state = caseOf(events);
    if (state.stage === 'none' || state.id !== manifest.case)
      return { id, ok: false, detail: 'the events are of another case' };
    return { id, ok: true, detail: `${String(events.length)} events, the case is ${state.stage}` };
  } catch (error) {
    return { id, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

function documentsHold(manifest: CaseFileManifest, events: readonly CaseEvent[] = []): CaseFileCheck {
  const id = 'documents';
  const there = new Set(manifest.documents.map(({ member }) => member.digest));
  const missing = digestsNamed(events).find((digest) => !there.has(digest));
  return missing === undefined
    ? { id, ok: true, detail: `${String(there.size)} documents, every one that the events name` }
    : { id, ok: false, detail: `${missing} is named in an event and not in the file` };
}

/** The events as lines of JSON; undefined where one of them is no event of a case. */
function eventsIn(member: ReadMember | undefined): readonly CaseEvent[] | undefined {
  const lines = textIn(member)?.split('\n') ?? [];
  if (lines.pop() !== '') return undefined;
  const events = lines.map((line) => parseEvent(jsonText(line)));
  return events.every((event) => event !== undefined) ? events : undefined;
}

function parseEvent(value: unknown): CaseEvent | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  const { type } = value;
  const known =
    typeof type === 'string' &&
    Object.entries(EVENT_NAMES).some(([name, of]) => name === type && of === 'case');
  const whole = ['at', 'by', 'because'].every(
    (name) => typeof Object.entries(value).find(([key]) => key === name)?.[1] === 'string',
  );
  return known && whole ? (value as CaseEvent) : undefined;
}
