import { createHash } from 'node:crypto';

/** What a rule is about: `id` as results name it, `text` in a line, `help` in full; `url` where more is said. */
export type SarifRule = {
  readonly id: string;
  readonly text: string;
  readonly help?: string;
  readonly url?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
};

/**
 * One result. `level` is for results of kind `fail` (the kind when none is given); every other kind has the level
 * `none` (SARIF 2.1.0, 3.27.10). `file` is relative to `base`, or absolute; `line` and `column` count from 1.
 */
export type SarifResult = {
  readonly rule: string;
  readonly kind?: 'fail' | 'open' | 'review' | 'pass' | 'notApplicable' | 'informational';
  readonly level?: 'error' | 'warning' | 'note';
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What makes it the same result in the next run, beside rule and file, wherever its line has moved; `text` when none is given. */
  readonly same?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
};

export type SarifInput = {
  readonly tool: { readonly name: string; readonly version: string };
  readonly rules: readonly SarifRule[];
  readonly results: readonly SarifResult[];
  /** What relative files are relative to, in words. */
  readonly base?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
};

/**
 * A SARIF 2.1.0 log of one run. A result names a rule of `rules`; one that does not is a bug and throws. Fingerprints
 * rest on rule, file and `same`, never on lines, so that an edit elsewhere in the file leaves every result what it was.
 */
export function sarifOf({ tool, rules, results, base, properties }: SarifInput): object {
  const index = new Map(rules.map(({ id }, place) => [id, place]));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: tool.name, version: tool.version, rules: rules.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          [BASE]: { description: { text: base ?? 'The folder in which the command was run' } },
        },
        results: results.map((result) => resultOf(result, index)),
        ...(properties && { properties }),
      },
    ],
  };
}

const BASE = 'PROJECTROOT';

function ruleOf({ id, text, help, url, properties }: SarifRule): object {
  return {
    id,
    shortDescription: { text },
    ...(help !== undefined && { fullDescription: { text: help }, help: { text: help } }),
    ...(url !== undefined && { helpUri: url }),
    ...(properties && { properties }),
  };
}

function resultOf(result: SarifResult, index: ReadonlyMap<string, number>): object {
  const { rule, kind = 'fail', level = 'warning', text, file, line, column, properties } = result;
  const ruleIndex = index.get(rule);
  if (ruleIndex === undefined) throw new Error(`no rule ${rule} among those listed`);
  return {
    ruleId: rule,
    ruleIndex,
    kind,
    level: kind === 'fail' ? level : 'none',
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: addressOf(file),
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    partialFingerprints: { 'assay/v1': fingerprint([rule, file, result.same ?? text]) },
    ...(properties && { properties }),
  };
}

/**
 * A path as a URI reference (RFC 3986): each step encoded, so that a colon in the first is not taken for a scheme. An
 * absolute one names its scheme and needs no base.
 */
function addressOf(file: string): object {
  const way = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return way.startsWith('/') ? { uri: `file://${way}` } : { uri: way, uriBaseId: BASE };
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
