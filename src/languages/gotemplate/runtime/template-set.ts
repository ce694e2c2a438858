import type { Functions } from '../compile/expression.ts';
import { compileBody } from '../compile/statement.ts';
import { quote } from '../format/quote.ts';
import { isEmptyList, type Tree } from '../syntax/node.ts';
import { parseText } from '../syntax/parser.ts';
import { FunctionError, LimitError } from './errors.ts';
import { Frame, placeOf, Writer } from './frame.ts';
import type { Run } from './run.ts';
import type { GoValue } from './value.ts';

/** A named template, compiled when it is first run. */
export interface Template {
  readonly name: string;
  readonly tree: Tree;
  body: ((frame: Frame) => void) | undefined;
}

/**
 * Parses a text: first the template itself, then what it defines. The result may serve in many sets.
 *
 * @throws ParseError in Go's words.
 */
export function prepareTemplates(name: string, text: string, functions: Functions): Template[] {
  try {
    return parseText(name, text, (word) => functions.has(word)).map((tree) => ({
      name: tree.name,
      tree,
      body: undefined,
    }));
  } catch (error) {
    throw error instanceof RangeError
      ? new LimitError('recursion', `${name} nests too deeply (recursion limit)`)
      : error;
  }
}

/**
 * Templates that see each other by name. The last definition of a name wins, but an empty one replaces nothing.
 * A child set sees its parent's templates and keeps its own to itself, as the texts that `tpl` renders need.
 */
export class TemplateSet {
  readonly functions: Functions;
  readonly #templates = new Map<string, Template>();
  readonly #parent: TemplateSet | undefined;

  constructor(functions: Functions, parent?: TemplateSet) {
    this.functions = functions;
    this.#parent = parent;
  }

  find(name: string): Template | undefined {
    return this.#templates.get(name) ?? this.#parent?.find(name);
  }

  /** Parses a text and adds it and its definitions, in Go's words on failure (ParseError). */
  parse(name: string, text: string): void {
    this.add(prepareTemplates(name, text, this.functions));
  }

  add(templates: readonly Template[]): void {
    for (const template of templates) {
      if (isEmptyList(template.tree.root) && this.find(template.name)) continue;
      this.#templates.set(template.name, template);
    }
  }

  /** Runs a template and returns what it wrote; with `traced`, also which node wrote what. */
  run(name: string, run: Run, dot: GoValue, traced = false): Writer {
    const template = this.find(name);
    if (!template) throw new FunctionError(`template: no template ${quote(name)} associated with template "gotpl"`);
    const out = new Writer(traced);
    this.runInto(template, run, out, dot);
    return out;
  }

  runInto(template: Template, run: Run, out: Writer, dot: GoValue): void {
    const frame = new Frame(run, this, template.name, out, dot, template.tree.root);
    const outerSet = run.set;
    const outerDepth = run.depth;
    run.set = this;
    run.depth++;
    try {
      template.body ??= compileBody(template.tree.root, this.functions);
      template.body(frame);
    } catch (error) {
      run.depth = outerDepth;
      // Where the stack is full nothing can be called: the outermost template reports it.
      if (error instanceof RangeError && outerDepth > 0) throw error;
      const limit = error instanceof RangeError ? tooDeep(error) : error;
      if (limit instanceof LimitError) limit.place ??= placeOf(frame.node);
      throw limit;
    }
    run.depth = outerDepth;
    run.set = outerSet;
  }
}

function tooDeep(error: RangeError): Error {
  if (!/call stack/i.test(error.message))
    return new LimitError('size', `a text or list is too large (${error.message})`);
  return new LimitError('recursion', 'templates or values nest too deeply (recursion limit)');
}
