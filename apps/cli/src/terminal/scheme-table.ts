import type { Library } from '@assay/office/0-programme/load-library';
import type { RequirementGroup, SchemeEdition, Setting } from '@assay/vocabulary/scheme';

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
            `${String(group.provisions.length)} of ${group.from} (${methodOf(scheme, group.method, say)}${forWhom(group)})${marked(group.confidence)}`,
        );
        return [level.symbol, say(level.name), adds.join('; ')];
      }),
      io.width,
    ),
    ...classLines(scheme, { say, title, io }),
    ...(scheme.principles
      ? [
          title('Principles, each with a level of its own; the whole is no higher than the lowest'),
          ...scheme.principles.map(({ name, confidence }) => `- ${say(name)}${marked(confidence)}`),
        ]
      : []),
    ...(scheme.gates
      ? [
          title('What comes first'),
          table(
            scheme.gates.map((gate) => [
              `before ${gate.before}`,
              `${say(gate.rule)}${marked(gate.confidence)}`,
            ]),
            io.width,
          ),
        ]
      : []),
    title('Published about a product'),
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

type Saying = {
  readonly say: (key: string) => string;
  readonly title: (text: string) => string;
  readonly io: Io;
};

/** The classes of products, which ones each holds, and by which routes they go. */
function classLines({ classes = [] }: SchemeEdition, { say, title, io }: Saying): readonly string[] {
  return classes.flatMap(({ id, name, categories, listed, routes, confidence }) => {
    const rest = categories.length > 0 ? categories.join(', ') : 'every category that no other class names';
    const holds = listed?.map((entry) => [entry.id, `${say(entry.title)}: ${entry.categories.join(', ')}`]);
    return [
      title(`Class ${id}: ${say(name)}${marked(confidence)}`),
      table(holds ?? [['-', rest]], io.width),
      table(
        routes.map((route) => ['-', `${say(route.title)}. ${say(route.open)}${marked(route.confidence)}`]),
        io.width,
      ),
    ];
  });
}

/** Of which products a group is asked, where not of all. */
function forWhom({ only, principle }: RequirementGroup): string {
  const under = principle === undefined ? '' : `; under ${principle}`;
  if (only === undefined) return under;
  if ('categories' in only) return `; only ${only.categories.join(', ')}${under}`;
  if ('exceptCategories' in only) return `; all but ${only.exceptCategories.join(', ')}${under}`;
  return `; class ${only.classes.join(', ')}${under}`;
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
