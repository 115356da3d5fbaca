import { createHash } from 'node:crypto';

import { LONGEST_REASON, type Evidence, type Statement } from '@assay/vocabulary/dossier';
import { digestFromHex, editionRef, provisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import { parseCalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { parseDocument, type Malformed, type Parsed } from '../parse-document.ts';
import { NOTHING, type Brought } from './brought.ts';
import { bareName } from './heading-match.ts';
import { doubtful, lost, notTaken, taken, type ImportNote } from './note.ts';

export type NotDeclarations = { readonly code: 'not-cyclonedx' | 'no-declarations'; readonly file: string };

/**
 * Reads the declarations of a CycloneDX 1.6 document: attestations that map requirements of the standards it defines to claims and conformance, and
 * the evidence behind the claims. A requirement is taken where its reference, or its standard's name, version and identifier, name a provision
 * that is loaded. Conformance 1 is a yes and 0 a no; what lies between, or is claimed and denied at once, is not taken. Signatures are not verified.
 */
export function readDeclarations(
  file: string,
  text: string,
  standards: readonly StandardEdition[],
): Result<Brought, Malformed | NotDeclarations> {
  const parsed = parseDocument(file, text);
  if (!parsed.ok) return parsed;
  const bom = parseObject(parsed.value.value);
  if (bom['bomFormat'] !== 'CycloneDX') return refuse({ code: 'not-cyclonedx', file });
  if (!('declarations' in bom)) return refuse({ code: 'no-declarations', file });
  return ok(new Declarations(file, bom, parsed.value.placeOf).read(standards));
}

type Member = Readonly<Record<string, unknown>>;
type Mapped = { readonly statement: Statement; readonly claims: readonly string[] };

class Declarations {
  readonly #file: string;
  readonly #bom: Member;
  readonly #placeOf: Parsed['placeOf'];
  readonly #notes: ImportNote[] = [];

  constructor(file: string, bom: Member, placeOf: Parsed['placeOf']) {
    this.#file = file;
    this.#bom = bom;
    this.#placeOf = placeOf;
  }

  read(standards: readonly StandardEdition[]): Brought {
    const declarations = parseObject(this.#bom['declarations']);
    const provisions = this.#provisions(standards);
    const claims = byRef(declarations['claims']);
    const mapped = listAt(declarations['attestations']).flatMap((one, index) =>
      this.#attestation(one, `/declarations/attestations/${String(index)}`, provisions, claims),
    );
    const statements = this.#once(mapped);
    const evidence = listAt(declarations['evidence']).flatMap((one, index) =>
      this.#evidence(one, `/declarations/evidence/${String(index)}`, statements, claims),
    );
    listAt(declarations['claims']).forEach((one, index) => {
      const ref = textAt(one['bom-ref']);
      const used = mapped.some((map) => map.claims.includes(ref));
      const at = this.#at(`/declarations/claims/${String(index)}`);
      this.#notes.push(used ? taken('claim', at, { ref }) : notTaken('claim-of-nothing', at, { ref }));
    });
    this.#others(declarations);
    return {
      ...NOTHING,
      statements: statements.map(({ statement }) => statement),
      evidence,
      notes: this.#notes,
    };
  }

  /** The provision behind each requirement that the document defines, by its `bom-ref`. */
  #provisions(standards: readonly StandardEdition[]): ReadonlyMap<string, ProvisionRef> {
    const found = new Map<string, ProvisionRef>();
    const every = new Map<string, ProvisionRef>(
      standards.flatMap((one) =>
        one.provisions.map(({ id }): readonly [string, ProvisionRef] => {
          const ref = provisionRef(editionRef(one.id, one.edition), id);
          return [ref, ref];
        }),
      ),
    );
    listAt(parseObject(this.#bom['definitions'])['standards']).forEach((standard, index) => {
      const path = `/definitions/standards/${String(index)}`;
      const known = standards.find((one) => isNamed(one, standard));
      listAt(standard['requirements']).forEach((requirement, place) => {
        const [ref, identifier] = [textAt(requirement['bom-ref']), textAt(requirement['identifier'])];
        const id = identifier.replace(/^provision\s+/i, '');
        const own = known && every.get(provisionRef(editionRef(known.id, known.edition), id));
        const provision = every.get(ref) ?? every.get(identifier) ?? own;
        const at = this.#at(`${path}/requirements/${String(place)}`);
        if (provision) {
          found.set(ref, provision);
          this.#notes.push(taken('requirement', at, { ref, to: provision }));
        } else this.#notes.push(notTaken('requirement-unknown', at, { ref, identifier }));
      });
      if (listAt(standard['levels']).length > 0)
        this.#notes.push(
          notTaken('member-not-read', this.#at(`${path}/levels`), { member: `${path}/levels` }),
        );
    });
    // A document may speak of our own references without defining the standard again.
    for (const [text, ref] of every) if (!found.has(text)) found.set(text, ref);
    return found;
  }

  #attestation(
    attestation: Member,
    path: string,
    provisions: ReadonlyMap<string, ProvisionRef>,
    claims: ReadonlyMap<string, Member>,
  ): readonly (Mapped & { readonly path: string })[] {
    for (const member of Object.keys(attestation))
      if (!['map', 'summary'].includes(member)) this.#unread(`${path}/${member}`);
    return listAt(attestation['map']).flatMap((map, index) => {
      const here = `${path}/map/${String(index)}`;
      const at = this.#at(here);
      const requirement = textAt(map['requirement']);
      const provision = provisions.get(requirement);
      const supported = supportedBy(map);
      if (!provision) this.#notes.push(notTaken('map-of-unknown-requirement', at, { requirement }));
      else if (supported === undefined) this.#notes.push(lost('conformance-unclear', at, { requirement }));
      if (!provision || supported === undefined) return [];
      const refs = textsAt(map['claims']);
      const reason = reasonOf(
        map,
        refs.map((ref) => claims.get(ref) ?? {}),
      );
      if (reason.length > LONGEST_REASON)
        this.#notes.push(
          lost('cut', at, {
            row: requirement,
            field: 'reason',
            length: reason.length,
            limit: LONGEST_REASON,
          }),
        );
      if (reason === '') this.#notes.push(doubtful('reason-missing', at, { provision }));
      for (const member of Object.keys(map))
        if (!['requirement', 'claims', 'counterClaims', 'conformance'].includes(member))
          this.#unread(`${here}/${member}`);
      const said = reason === '' ? 'not stated' : reason.slice(0, LONGEST_REASON);
      return [{ statement: { provision, supported, reason: said }, claims: refs, path: here }];
    });
  }

  /** One statement a provision: a second one that says something else is lost, one that says the same adds its claims. */
  #once(mapped: readonly (Mapped & { readonly path: string })[]): readonly Mapped[] {
    const kept = new Map<ProvisionRef, Mapped>();
    for (const { statement, claims, path } of mapped) {
      const { provision, supported } = statement;
      const before = kept.get(provision);
      if (before && before.statement.supported !== supported) {
        this.#notes.push(
          lost('duplicate-provision', this.#at(path), { id: provision, answer: supported, nearest: 'none' }),
        );
        continue;
      }
      kept.set(
        provision,
        before ? { ...before, claims: [...before.claims, ...claims] } : { statement, claims },
      );
      this.#notes.push(taken('statement', this.#at(path), { to: `statements/${provision}` }));
    }
    return [...kept.values()];
  }

  #evidence(
    item: Member,
    path: string,
    statements: readonly Mapped[],
    claims: ReadonlyMap<string, Member>,
  ): readonly Evidence[] {
    const ref = textAt(item['bom-ref']);
    const at = this.#at(path);
    const covers = statements
      .filter((one) => one.claims.some((claim) => textsAt(claims.get(claim)?.['evidence']).includes(ref)))
      .map(({ statement }) => statement.provision);
    const content = listAt(item['data'])
      .map((data) => parseObject(parseObject(data['contents'])['attachment']))
      .find((attachment) => textAt(attachment['content']) !== '');
    const created = parseCalendarDate(textAt(item['created']).slice(0, 10));
    const expires = parseCalendarDate(textAt(item['expires']).slice(0, 10));
    const why =
      covers.length === 0
        ? 'evidence-of-nothing'
        : !content
          ? 'evidence-without-content'
          : !created.ok
            ? 'evidence-undated'
            : undefined;
    if (!content || !created.ok || why !== undefined) {
      this.#notes.push(notTaken(why ?? '', at, { ref }));
      return [];
    }
    const bytes =
      content['encoding'] === 'base64'
        ? Buffer.from(textAt(content['content']), 'base64')
        : textAt(content['content']);
    const id = ref
      .replaceAll(/[^A-Za-z0-9_.-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 80);
    this.#notes.push(taken('evidence', at, { to: `evidence/${id}` }));
    const title = textAt(item['description']) || textAt(item['propertyName']) || ref;
    return [
      {
        id,
        kind: 'declared-evidence',
        title: title.slice(0, 200),
        digest: digestFromHex(createHash('sha256').update(bytes).digest('hex')),
        received: created.value,
        effective: { from: created.value, ...(expires.ok && { to: expires.value }) },
        confidential: true,
        covers: [...new Set(covers)],
      },
    ];
  }

  /** What the document says beside attestations, claims and evidence. */
  #others(declarations: Member): void {
    for (const member of Object.keys(declarations))
      if (!['attestations', 'claims', 'evidence'].includes(member)) this.#unread(`/declarations/${member}`);
    for (const member of Object.keys(this.#bom))
      if (!['bomFormat', 'specVersion', '$schema', 'declarations', 'definitions'].includes(member))
        this.#unread(`/${member}`);
  }

  #unread(pointer: string): void {
    this.#notes.push(notTaken('member-not-read', this.#at(pointer), { member: pointer }));
  }

  #at(pointer: string) {
    const { line } = this.#placeOf(pointer);
    return { file: this.#file, line, until: line };
  }
}

/** Yes or no, where the map says one of them and nothing against it. */
function supportedBy(map: Member): Statement['supported'] | undefined {
  const against = textsAt(map['counterClaims']).length > 0;
  const score = parseObject(map['conformance'])['score'];
  if (score === undefined) return textsAt(map['claims']).length > 0 && !against ? 'yes' : undefined;
  if (score === 1 && !against) return 'yes';
  return score === 0 ? 'no' : undefined;
}

function reasonOf(map: Member, claims: readonly Member[]): string {
  const rationale = textAt(parseObject(map['conformance'])['rationale']);
  const said = claims.map((claim) => textAt(claim['reasoning']) || textAt(claim['predicate']));
  return [rationale, ...said]
    .filter((text) => text !== '')
    .join(' ')
    .trim();
}

function isNamed({ id, edition, title }: StandardEdition, standard: Member): boolean {
  const names = [textAt(standard['bom-ref']).split('@')[0] ?? '', textAt(standard['name'])].map(bareName);
  const version = textAt(standard['version']).replace(/^v/i, '');
  return (
    version === edition &&
    names.some((name) => name !== '' && (name === bareName(id) || name === bareName(title)))
  );
}

function byRef(list: unknown): ReadonlyMap<string, Member> {
  return new Map(listAt(list).map((one) => [textAt(one['bom-ref']), one]));
}

// A document of others, read member by member: what has another shape than expected counts as absent.
function parseObject(value: unknown): Member {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Member) : {};
}
function listAt(value: unknown): readonly Member[] {
  return Array.isArray(value) ? value.map(parseObject) : [];
}
function textsAt(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
function textAt(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
