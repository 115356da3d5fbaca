/** What a document of SARIF 2.1.0 is made of here: one tool, its rules, and what it found in files. */
export type SarifParts = {
  readonly tool: { readonly name: string; readonly version: string };
  /** A rule: what it looks for, and how to mend what it finds. */
  readonly rules: readonly { readonly id: string; readonly text: string; readonly help: string }[];
  readonly results: readonly {
    /** Id of one of the rules. */
    readonly rule: string;
    readonly level: 'error' | 'warning' | 'note';
    readonly text: string;
    /** Path relative to where the tool ran, or absolute. */
    readonly file: string;
    /** From 1. */
    readonly line: number;
    readonly column: number;
  }[];
};

/** The parts as a SARIF 2.1.0 log with one run (OASIS, Static Analysis Results Interchange Format). */
export function sarifOf({ tool, rules, results }: SarifParts): unknown {
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            ...tool,
            rules: rules.map(({ id, text, help }) => ({
              id,
              shortDescription: { text },
              help: { text: help },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: results.map(({ rule, level, text, file, line, column }) => ({
          ruleId: rule,
          ...(places.has(rule) && { ruleIndex: places.get(rule) }),
          level,
          message: { text },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: addressOf(file) },
                region: { startLine: line, startColumn: column },
              },
            },
          ],
        })),
      },
    ],
  };
}

/** A path as a URI reference (RFC 3986): characters with a meaning of their own are encoded, an absolute path names its scheme. */
function addressOf(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path}` : path;
}
