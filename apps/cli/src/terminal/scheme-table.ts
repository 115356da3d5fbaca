import type { Library } from '@assay/office/0-programme/load-library';
import type { SchemeEdition, Setting } from '@assay/vocabulary/scheme';

import type { Io } from './io.ts';
import { table } from './table.ts';

/** One line per edition. */
export function schemeList(schemes: readonly SchemeEdition[], library: Library, io: Io): string {
  const head = ['scheme', 'status', 'levels', 'in force from', 'title'].map((text) => ({
    text,
    dress: io.style.bold,
  }));
  const rows = schemes.map((scheme) => [
    `${scheme.id}@${scheme.edition}`,
    scheme.status,
    scheme.levelModel === 'binary' ? 'binary' : String(scheme.levels.length),
    `${scheme.inForce.from}${marked(scheme.inForce.confidence)}`,
    textIn(library, scheme)(scheme.title),
  ]);
  return table([head, ...rows], io.width);
}

/** One edition for a reader: levels, what each adds and how it is assessed, what the label shows, and the numbers it rests on. */
export function schemeWhole(scheme: SchemeEdition, library: Library, io: Io): string {
  const say = textIn(library, scheme);
  const title = (text: string) => `\n${io.style.bold(text)}`;
  return [
    io.style.bold(`${say(scheme.title)}  ${scheme.id}@${scheme.edition}`),
    `${scheme.owner}; ${scheme.jurisdiction}; ${scheme.status}; in force from ${scheme.inForce.from}${marked(scheme.inForce.confidence)}`,
    title('Levels'),
    table(
      scheme.levels.map((level) => {
        const groups = scheme.requirements.filter((group) => group.level === level.rank);
        const adds = groups.map(
          (group) =>
            `${String(group.provisions.length)} of ${group.from} (${methodOf(scheme, group.method, say)})${marked(group.confidence)}`,
        );
        return [level.symbol, say(level.name), adds.join('; ')];
      }),
      io.width,
    ),
    title(scheme.label ? 'Published on the label page' : 'Published'),
    table(
      scheme.disclosures.map((one) => [
        one.field,
        one.required ? 'required' : 'where known',
        `${say(one.label)}${marked(one.confidence)}`,
      ]),
      io.width,
    ),
    ...(scheme.statement
      ? [title(say(scheme.statement.title)), ...scheme.statement.states.map((key) => `- ${say(key)}`)]
      : []),
    title('Numbers'),
    table(
      scheme.settings.map((setting) => [
        setting.id,
        valueOf(setting),
        `${setting.source}${marked(setting.confidence)}`,
      ]),
      io.width,
    ),
    title('What a label does not say'),
    table(
      scheme.doesNotSay.map((key) => ['-', say(key)]),
      io.width,
    ),
  ].join('\n');
}

function textIn(library: Library, scheme: SchemeEdition): (key: string) => string {
  const texts = library.texts.get(scheme.id)?.get('en') ?? {};
  return (key) => texts[key] ?? key;
}

function methodOf(scheme: SchemeEdition, id: string, say: (key: string) => string): string {
  const method = scheme.methods.find((candidate) => candidate.id === id);
  return method ? say(method.title) : id;
}

function valueOf({ value, unit }: Setting): string {
  return value === null ? `not fixed (${unit})` : `${String(value)} ${unit}`;
}

/** What is not sure is marked wherever it is shown. */
function marked(confidence: SchemeEdition['confidence']): string {
  return confidence === 'sure' ? '' : ` [${confidence}]`;
}
