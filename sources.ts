import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';

import ts from 'typescript';

/** One import, re-export or `import()`; `names` are the names it takes, `*` for the whole module. */
export type Import = { readonly from: string; readonly specifier: string; readonly names: readonly string[] };
/** `path` is relative to the repository, with forward slashes. `words` are dotted names that the code speaks. */
export type Source = {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
  readonly words: ReadonlySet<string>;
};
/** `usedInside`: its own file speaks of it again, so that a type is part of another export's signature. */
export type Export = { readonly name: string; readonly isType: boolean; readonly usedInside: boolean };

const SKIP = new Set(['node_modules', 'dist', '.git', '.assay', 'coverage']);

/** Every TypeScript and JavaScript file of the repository, parsed once. */
export function readSources(root: string): readonly Source[] {
  return filesUnder(root)
    .filter((path) => /\.[jt]sx?$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

/** Paths of all files below a folder, relative to it, without what is built or installed. */
export function filesUnder(root: string): readonly string[] {
  const found: string[] = [];
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!SKIP.has(entry.name)) visit(path);
      } else if (entry.isFile()) found.push(relative(root, path).replaceAll('\\', '/'));
    }
  };
  visit(root);
  return found.sort();
}

/** `packages/formats` for a file of that workspace, `.` for the files of the root and of `bench`. */
export function workspaceOf(path: string): string {
  return /^(packages|apps)\/[^/]+/.exec(path)?.[0] ?? '.';
}

export function isTest(path: string): boolean {
  return (
    /\.test\.tsx?$/.test(path) || /^(packages|apps)\/[^/]+\/test\//.test(path) || path.startsWith('bench/')
  );
}

/** The path that an import of ours means, or undefined for somebody else's package. */
export function targetOf({ from, specifier }: Pick<Import, 'from' | 'specifier'>): string | undefined {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), specifier));
  const ours = /^@assay\/([^/]+)\/(.+)$/.exec(specifier);
  if (!ours) return undefined;
  const [, name = '', rest = ''] = ours;
  if (rest.startsWith('test/')) return `packages/${name}/${rest}.ts`;
  return `${APPS.has(name) ? 'apps' : 'packages'}/${name}/src/${rest}.ts`;
}

/** The name under which npm knows an imported package: `@fastify/helmet`, `typebox` for `typebox/compile`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

export const APPS: ReadonlySet<string> = new Set(['portal', 'cli']);

/** Reads one file; never fails, since the type check tells better what does not parse. */
export function parseSource(path: string, text: string): Source {
  const kind = /\.[jt]s$/.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.TSX;
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind);
  const imports: Import[] = [];
  const declared: { name: string; isType: boolean }[] = [];
  const words = new Set<string>();
  const mentions = new Map<string, number>();

  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      mentions.set(node.text, (mentions.get(node.text) ?? 0) + 1);
      words.add(node.text);
    }
    if (ts.isPropertyAccessExpression(node)) words.add(`${lastWord(node.expression)}.${node.name.text}`);
    if (ts.isNewExpression(node) && !node.arguments?.length) words.add(`new ${lastWord(node.expression)}()`);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [what] = node.arguments;
      if (what && ts.isStringLiteralLike(what))
        imports.push({ from: path, specifier: what.text, names: ['*'] });
    }
    const member = memberName(node);
    ts.forEachChild(node, (child) => (child === member ? undefined : visit(child)));
  };
  for (const statement of tree.statements) {
    imports.push(...importsOf(path, statement));
    declared.push(...exportsOf(statement));
    visit(statement);
  }
  const exports = declared.map((one) => ({ ...one, usedInside: (mentions.get(one.name) ?? 0) > 1 }));
  return { path, text, imports, exports, words };
}

/** `crypto` for `crypto` and for `globalThis.crypto`. */
function lastWord(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : '';
}

/** The name of a member, which only looks like a word the code speaks. */
function memberName(node: ts.Node): ts.Node | undefined {
  const isMember =
    ts.isPropertyAccessExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node);
  return isMember && ts.isIdentifier(node.name) ? node.name : undefined;
}

function importsOf(from: string, statement: ts.Statement): readonly Import[] {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
  const { moduleSpecifier } = statement;
  if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
  const specifier = moduleSpecifier.text;
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    const names = clause && ts.isNamedExports(clause) ? clause.elements.map(originalName) : ['*'];
    return [{ from, specifier, names }];
  }
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.map(originalName) : [];
  const whole = bindings && ts.isNamespaceImport(bindings) ? ['*'] : [];
  return [{ from, specifier, names: [...(clause?.name ? ['default'] : []), ...named, ...whole] }];
}

function originalName(element: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (element.propertyName ?? element.name).text;
}

function exportsOf(statement: ts.Statement): readonly { name: string; isType: boolean }[] {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (!clause || !ts.isNamedExports(clause)) return [];
    return clause.elements.map((e) => ({ name: e.name.text, isType: statement.isTypeOnly || e.isTypeOnly }));
  }
  const exported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
  if (!exported) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [{ name: name.text, isType: false }] : [],
    );
  if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement))
    return [{ name: statement.name.text, isType: true }];
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
    return [{ name: statement.name.text, isType: false }];
  return [];
}
