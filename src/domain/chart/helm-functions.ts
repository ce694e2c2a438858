import type { JsonValue } from '../../foundations/kube/index.ts';
import {
  ExecError,
  FunctionError,
  fromPlain,
  type GoFunction,
  GoMap,
  type GoValue,
  ParseError,
  prepareTemplates,
  type Run,
  runFn,
  sprigFunctions,
  type Template,
  TemplateSet,
  Writer,
} from '../../languages/gotemplate/index.ts';
import { tomlFunctions } from './toml-functions.ts';
import { yamlFunctions } from './yaml-functions.ts';

/** Asks the cluster; gives nothing when there is none, or no such object. */
export type ResourceLookup = (
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
) => JsonValue | undefined;

/** `fail` and `required`: printed without the chain of templates. */
export class StopError extends FunctionError {}

const noValue = '<no value>';

function withoutNoValue(text: string): string {
  return text.includes(noValue) ? text.replaceAll(noValue, '') : text;
}

function include(run: Run, name: string, data: GoValue): string {
  const depths = memory(run, 'includes', () => new Map<string, number>());
  const depth = depths.get(name) ?? 0;
  if (depth > run.limits.includes) {
    throw new FunctionError(`rendering template has a nested reference name: ${name}: unable to execute template`);
  }
  depths.set(name, depth + 1);
  const { text } = run.set!.run(name, run, data);
  depths.set(name, depth);
  return text;
}

const prepared = new Map<string, readonly Template[]>();
/** Longer texts are dashboards and the like: rendered once, and not worth the room. */
const maxPrepared = 16 * 1024;

/** Texts given to `tpl` come again and again: the same label, the same annotation. */
function prepare(run: Run, text: string): readonly Template[] {
  let templates = prepared.get(text);
  if (!templates) {
    // Text is cheap to read, actions are not.
    run.step(text.length + 170 * (text.split('{{').length - 1));
    templates = prepareTemplates('gotpl', text, helmFunctions);
    if (prepared.size > 2000) prepared.clear();
    if (text.length <= maxPrepared) prepared.set(text, templates);
  }
  return templates;
}

/** Renders a text as a template; what it defines stays in it. */
function renderText(run: Run, text: string, data: GoValue): string {
  let templates: readonly Template[];
  try {
    templates = prepare(run, text);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new FunctionError(`cannot parse template ${JSON.stringify(text)}: ${error.message}`, { cause: error });
  }
  const depths = memory(run, 'tpl', () => ({ depth: 0 }));
  if (++depths.depth > run.limits.includes) {
    throw new FunctionError('rendering template has a nested reference name: tpl: unable to execute template');
  }
  const set = new TemplateSet(helmFunctions, run.set);
  set.add(templates.slice(1));
  const out = new Writer(false);
  try {
    set.runInto(templates[0]!, run, out, data);
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    throw new FunctionError(`error during tpl function execution for ${JSON.stringify(text)}: ${error.message}`, {
      cause: error,
    });
  }
  depths.depth--;
  return withoutNoValue(out.text);
}

function memory<T>(run: Run, key: string, make: () => T): T {
  if (!run.memory.has(key)) run.memory.set(key, make());
  return run.memory.get(key) as T;
}

function lookup(run: Run, apiVersion: string, kind: string, namespace: string, name: string): GoValue {
  const ask = run.memory.get('lookup') as ResourceLookup | undefined;
  const found = ask?.(apiVersion, kind, namespace, name);
  return found === undefined || found === null ? new GoMap() : fromPlain(found);
}

function addressOf(run: Run, host: string): string {
  const ask = run.memory.get('addressOf') as ((host: string) => string) | undefined;
  return ask?.(host) ?? '';
}

/** Every function that a chart's template may call. */
export const helmFunctions: ReadonlyMap<string, GoFunction> = new Map([
  ...sprigFunctions,
  ...Object.entries(yamlFunctions),
  ...Object.entries(tomlFunctions),
  ...Object.entries({
    include: runFn(['string', 'any'], include),
    tpl: runFn(['string', 'any'], renderText),
    lookup: runFn(['string', 'string', 'string', 'string'], lookup),
    getHostByName: runFn(['string'], addressOf),
    fail: runFn(['string'], (run, message) => {
      if (run.memory.get('forgiving')) return '';
      throw new StopError(message);
    }),
    required: runFn(['string', 'any'], (run, message, value) => {
      if (value !== null && value !== '') return value;
      if (run.memory.get('forgiving')) return '';
      throw new StopError(message);
    }),
  }),
]);
