import { lookup } from 'node:dns/promises';
import type { SourceText } from '../../../../foundations/diagnostics/index.ts';
import { type JsonValue, toGoJson, toIndentedGoJson } from '../../../../foundations/kube/index.ts';
import { compileJmesPath, type FunctionContext } from '../../../../languages/jmespath/index.ts';
import { parseManifests } from '../../../../languages/manifest/index.ts';
import type { Console } from '../../console.ts';
import { CommandFailure, failure } from '../../failure.ts';
import { reportExpressionError } from './expression-error.ts';
import { expressionsOf, readInput, readText } from './texts.ts';

export interface QueryFlags {
  readonly input?: string;
  readonly query?: readonly string[];
  readonly compact?: boolean;
  readonly unquoted?: boolean;
}

/** Evaluates expressions over one object and prints what each gives. Returns the exit code. */
export async function runQuery(args: readonly string[], flags: QueryFlags, console: Console): Promise<number> {
  const expressions = await expressionsOf(args, flags.query ?? []);
  if (expressions.length === 0 && flags.input === undefined)
    throw failure('COMMAND_WRONG_FLAGS', 'at least one query or input object is required', 'pass an expression');
  const file = flags.input === undefined ? undefined : await readText(flags.input);
  if (expressions.length === 0) expressions.push(await readInput('a jmespath expression', console));
  const value = parseObject(file ?? (await readInput('input object', console)), console);
  for (const expression of expressions) {
    try {
      console.print(`# ${expression.text}\n${show(await evaluate(expression.text, value), flags)}\n`);
    } catch (error) {
      return reportExpressionError(error, expression, console);
    }
  }
  return 0;
}

function parseObject(source: SourceText, console: Console): JsonValue {
  const { documents, diagnostics } = parseManifests(source.text, source.file);
  if (diagnostics.length > 0) {
    console.report(diagnostics, new Map([[source.file, source]]));
    throw new CommandFailure([]);
  }
  if (documents.length > 1) console.note(`${source.file} holds ${documents.length} documents: the first is read\n`);
  return documents[0]?.value ?? null;
}

function show(value: JsonValue, { compact, unquoted }: QueryFlags): string {
  if (unquoted && typeof value === 'string') return value;
  return compact ? toGoJson(value) : toIndentedGoJson(value);
}

/** Addresses of hosts are not known before they are asked for: the evaluation says which it needs, and begins again. */
async function evaluate(expression: string, value: JsonValue): Promise<JsonValue> {
  const compiled = compileJmesPath(expression);
  const addresses = new Map<string, readonly string[]>();
  const context: FunctionContext = {
    now: Date.now(),
    zoneOffset: -60 * new Date().getTimezoneOffset(),
    random: Math.random,
    parseYaml,
    resolveHost: (host) => {
      const found = addresses.get(host);
      if (!found) throw new HostWanted(host);
      return found;
    },
  };
  for (;;) {
    try {
      return compiled.search(value, context);
    } catch (error) {
      if (!(error instanceof HostWanted)) throw error;
      addresses.set(error.host, await addressesOf(error.host));
    }
  }
}

class HostWanted extends Error {
  readonly host: string;

  constructor(host: string) {
    super(`the addresses of ${host} are not known yet`);
    this.host = host;
  }
}

async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw failure('JMESPATH_EVALUATION', `the host \`${host}\` has no address: ${(error as Error).message}`);
  }
}

function parseYaml(text: string): JsonValue {
  const { documents, diagnostics } = parseManifests(text, 'parse_yaml');
  if (diagnostics[0]) throw new Error(diagnostics[0].message);
  return documents[0]?.value ?? null;
}
