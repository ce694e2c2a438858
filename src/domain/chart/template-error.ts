import type { Location } from '../../foundations/diagnostics/index.ts';
import { ExecError, LimitError, ParseError, type Place } from '../../languages/gotemplate/index.ts';
import { ChartError } from './errors.ts';
import { StopError } from './helm-functions.ts';

/** What is needed to point at a place in a template. */
export interface TemplateText {
  /** The file that people can open. */
  readonly file: string;
  readonly text: string;
}

const hint = '\n\nUse --debug flag to render out invalid YAML';

/** Turns the failure of a template into the text that Helm prints, at the innermost place that is a file. */
export function templateError(error: unknown, sources: ReadonlyMap<string, TemplateText>): unknown {
  if (error instanceof ParseError) {
    const parts = error.message.split(': ');
    const message = `parse error at (${parts[1]}): ${parts.at(-1)}${hint}`;
    return new ChartError('CHART_TEMPLATE_SYNTAX', message, locate(sources, error.template, error.offset, error.line));
  }
  if (error instanceof LimitError) {
    const { place } = error;
    const where = place ? ` at (${place.file}:${place.line}:${place.column})` : '';
    return new ChartError(
      'CHART_LIMIT',
      `execution stopped${where}: ${error.message}`,
      place && locatePlace(sources, place),
    );
  }
  if (!(error instanceof ExecError)) return error;
  const chain = causes(error);
  const stop = chain.find((one) => one instanceof StopError);
  const { place } = error;
  if (stop) {
    const message = `execution error at (${place.file}:${place.line}:${place.column}): ${stop.message}${hint}`;
    return new ChartError('CHART_TEMPLATE_STOP', message, locatePlace(sources, place));
  }
  const innermost = chain.findLast((one) => one instanceof ExecError && sources.has(one.place.file)) as
    | ExecError
    | undefined;
  const message = (structured(chain) ?? error.message) + hint;
  return new ChartError('CHART_TEMPLATE', message, locatePlace(sources, (innermost ?? error).place));
}

function causes(error: Error): Error[] {
  const chain: Error[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) chain.push(at);
  return chain;
}

/** Helm's form with one place a line; only where every error of the chain is one of a template. */
function structured(chain: readonly Error[]): string | undefined {
  const blocks: string[] = [];
  for (const { message } of chain) {
    const block = blockOf(message);
    if (block === undefined) return undefined;
    if (blocks.at(-1) !== block) blocks.push(block);
  }
  return blocks.join('').replace(/\n$/, '');
}

/** Takes a message of Go's templates apart as Helm does: at the first of each mark, whatever the text holds. */
function blockOf(message: string): string | undefined {
  if (!message.startsWith('template: ')) return undefined;
  const rest = message.slice('template: '.length);
  if (rest.startsWith('no template ')) return `${message}\n`;
  const executing = /^([\s\S]*?): executing "([^"]*)" at <([\s\S]*?)>: ([\s\S]*)$/.exec(rest);
  if (executing) {
    const [, place, name, node, problem = ''] = executing;
    return `${place}\n  executing "${name}" at <${node}>:\n    ${withoutNext(problem)}\n`;
  }
  const at = rest.lastIndexOf(': ');
  return at < 0 ? undefined : `${rest.slice(0, at)}\n  ${withoutNext(rest.slice(at + 2))}\n`;
}

function withoutNext(problem: string): string {
  return problem.split(' template:')[0]!;
}

function locatePlace(sources: ReadonlyMap<string, TemplateText>, place: Place): Location | undefined {
  return locate(sources, place.file, place.offset, place.line);
}

function locate(
  sources: ReadonlyMap<string, TemplateText>,
  name: string,
  offset: number,
  line: number,
): Location | undefined {
  const source = sources.get(name);
  if (!source) return undefined;
  const start = source.text.lastIndexOf('\n', offset - 1) + 1;
  return { file: source.file, line, column: Math.max(offset - start, 0) + 1 };
}
