/**
 * The rules of a sheet that a page has a use for: those whose classes and elements all stand in it. A page that travels
 * as one file carries its style inside, and should not carry the style of all the others.
 */
export function neededStyle(css: string, html: string): string {
  const classes = new Set(
    [...html.matchAll(/ class="([^"]*)"/g)].flatMap(([, names = '']) => names.split(' ')),
  );
  const elements = new Set([...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name = '']) => name));
  return prune(css, (selector) => isUsed(selector, { classes, elements }));
}

type Used = { readonly classes: ReadonlySet<string>; readonly elements: ReadonlySet<string> };

function prune(css: string, keeps: (selector: string) => boolean): string {
  let kept = '';
  for (const { prelude, body } of rulesOf(css)) {
    if (prelude.startsWith('@media')) {
      const inner = prune(body, keeps);
      if (inner !== '') kept += `${prelude}{${inner}}`;
      continue;
    }
    const selectors = alternatives(prelude).filter(keeps);
    if (selectors.length > 0) kept += `${selectors.join(',')}{${body}}`;
  }
  return kept;
}

/** The rules of a sheet, one height deep; no string in ours holds a brace. */
function* rulesOf(css: string): Generator<{ readonly prelude: string; readonly body: string }> {
  let start = 0;
  while (start < css.length) {
    const open = css.indexOf('{', start);
    if (open < 0) return;
    let depth = 1;
    let end = open + 1;
    for (; depth > 0 && end < css.length; end++) depth += css[end] === '{' ? 1 : css[end] === '}' ? -1 : 0;
    yield { prelude: css.slice(start, open).trim(), body: css.slice(open + 1, end - 1) };
    start = end;
  }
}

/** Selectors between commas that stand in no bracket. */
function alternatives(prelude: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const sign of prelude) {
    if (sign === '(') depth++;
    if (sign === ')') depth--;
    if (sign === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += sign;
  }
  return [...parts, part].map((one) => one.trim());
}

function isUsed(selector: string, { classes, elements }: Used): boolean {
  const plain = selector
    .replaceAll(/:(is|not)\([^)]*\)/g, '')
    .replaceAll(/\[[^\]]*\]|:{1,2}[a-z-]+(\([^)]*\))?/g, '');
  const named = [...plain.matchAll(/\.([\w-]+)/g)].every(([, name = '']) => classes.has(name));
  const built = [...plain.matchAll(/(?:^|[\s>+~])([a-z][a-z0-9]*)/g)].every(([, name = '']) =>
    elements.has(name),
  );
  return named && built;
}
