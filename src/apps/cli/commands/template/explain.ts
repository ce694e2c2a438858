import {
  type Chart,
  type OutputLine,
  type RenderOptions,
  type ValueEffect,
  ValueExplainer,
  type ValuePath,
} from '../../../../domain/chart/index.ts';
import { failure } from '../../failure.ts';

/**
 * Explains what `--explain-values` asks for: a value (`policies.x.enabled`), a line of the output (`:12`) or a document
 * (`ClusterPolicy/require-labels`).
 */
export function explainValues(chart: Chart, options: RenderOptions, question: string): string {
  const explainer = new ValueExplainer(chart, options);
  const number = /^:(\d+)$/.exec(question)?.[1];
  if (number !== undefined) return explainLine(explainer, Number(number));
  const [, kind, name] = /^([A-Z]\w*)\/(.+)$/.exec(question) ?? [];
  if (kind !== undefined && name !== undefined) return explainDocument(explainer, kind, name);
  return explainValue(explainer.value(readPath(question)));
}

/** Keys between dots, indices in brackets; a backslash keeps a dot inside a key. */
function readPath(text: string): ValuePath {
  const parts = [...text.matchAll(/\[(\d+)\]|((?:\\.|[^.[\\])+)/g)];
  if (parts.length === 0)
    throw failure(
      'COMMAND_WRONG_FLAGS',
      `\`${text}\` is no path of a value`,
      'write it as `policies.require-labels.enabled`',
    );
  return parts.map(([, index, key]) => (index === undefined ? key!.replace(/\\(.)/g, '$1') : Number(index)));
}

function explainValue(effect: ValueEffect): string {
  return `${heading(effect)}${linesText(effect)}`;
}

function heading({ path, value, places }: ValueEffect): string {
  const shown = value === undefined ? 'is not set' : `= ${JSON.stringify(value)}`;
  return `${path} ${shown}\n${places.map(({ location, text }, index) => `  ${index === 0 ? 'set at' : 'over  '} ${placeText(location, text)}\n`).join('')}`;
}

function placeText(location: { file: string; line: number; column: number } | undefined, text: string): string {
  return location ? `${location.file}:${location.line}:${location.column}: ${text}` : text;
}

function linesText({ lines, switches, adds, needed }: ValueEffect): string {
  if (needed !== undefined) return `  the chart does not render with another value: ${needed}\n`;
  const whole = new Set(switches);
  const gone = switches.map(
    (document) => `  switches ${document.kind}/${document.name} on (${document.templatePath})\n`,
  );
  const rest = lines.filter(({ document }) => !whole.has(document));
  const written = rest.map((line) => `  ${lineText(line)}\n`);
  const more = adds.map((path) => `  another value makes ${path} write more\n`);
  const all = [...gone, ...written, ...more];
  return all.length > 0 ? all.join('') : '  no line of the output comes from it\n';
}

function lineText({ line, text, template, document }: OutputLine): string {
  const from = template ? `${template.file}:${template.line}` : document.templatePath;
  return `output line ${line} (${from}, ${document.kind}/${document.name}): ${text.trim()}`;
}

function explainLine(explainer: ValueExplainer, number: number): string {
  const found = explainer.line(number);
  if (!found)
    throw failure(
      'COMMAND_WRONG_FLAGS',
      `the output has no line ${number} that a template wrote`,
      'count the lines of `bylaw template` without this flag',
    );
  const { line, effects } = found;
  return `${lineText(line)}\n${effects.length > 0 ? effects.map(sourceText).join('') : '  no value: the template says it itself\n'}`;
}

function explainDocument(explainer: ValueExplainer, kind: string, name: string): string {
  const found = explainer.document(kind, name);
  if (found.length === 0)
    throw failure(
      'COMMAND_WRONG_FLAGS',
      `the output has no ${kind}/${name}`,
      'check kind and name; with other values it may be there',
    );
  return found
    .map(({ document, effects }) => {
      const inputs = effects.map(
        (effect) =>
          `${sourceText(effect)}${effect.switches.length > 0 ? '' : effect.lines.map((line) => `    ${lineText(line)}\n`).join('')}`,
      );
      return `${document.kind}/${document.name} (${document.templatePath})\n${inputs.join('') || '  comes from no value\n'}`;
    })
    .join('');
}

/** A value as an input: its path, what it is, where it is set, and whether it decides about the whole document. */
function sourceText({ path, value, places, switches }: ValueEffect): string {
  const [place] = places;
  const at = place ? placeText(place.location, place.text) : 'set nowhere';
  return `  ${path} = ${JSON.stringify(value) ?? 'not set'}${switches.length > 0 ? ', switches it on' : ''} (${at})\n`;
}
