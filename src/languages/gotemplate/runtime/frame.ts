import { type AnyNode, printNode, type Source } from '../syntax/node.ts';
import { byteLength } from './bytes.ts';
import { ExecError, type Place } from './errors.ts';
import type { Run } from './run.ts';
import type { TemplateSet } from './template-set.ts';
import type { GoValue } from './value.ts';

/** Collects output and, for the file being rendered, which node wrote what. */
export class Writer {
  text = '';
  /** Offsets in `text` where a piece begins, ascending, and the node that wrote each piece. */
  readonly starts: number[] | undefined;
  readonly nodes: AnyNode[] | undefined;

  constructor(traced: boolean) {
    this.starts = traced ? [] : undefined;
    this.nodes = traced ? [] : undefined;
  }

  write(text: string, node: AnyNode): void {
    if (text === '') return;
    this.starts?.push(this.text.length);
    this.nodes?.push(node);
    this.text += text;
  }
}

/** One execution of one template: its dot, its variables, where it writes, and the node it is at. */
export class Frame {
  readonly run: Run;
  readonly set: TemplateSet;
  readonly template: string;
  readonly out: Writer;
  readonly vars: GoValue[];
  dot: GoValue;
  /** Whether dot is an element whose static type is its own, not interface {}: the complaints about fields tell. */
  dotIsConcrete = false;
  node: AnyNode;

  constructor(run: Run, set: TemplateSet, template: string, out: Writer, dot: GoValue, node: AnyNode) {
    this.run = run;
    this.set = set;
    this.template = template;
    this.out = out;
    this.dot = dot;
    this.vars = [dot];
    this.node = node;
  }

  /** Stops with Go's words at the current node. */
  fail(problem: string, cause?: Error): never {
    throw new ExecError(this.template, placeOf(this.node), problem, cause);
  }
}

export function placeOf(node: AnyNode): Place {
  const { line, column } = lineAndColumn(node.source, node.pos);
  return { file: node.source.name, line, column, offset: node.pos, context: printNode(node) };
}

/** Line from 1 and column in bytes from 0, as Go's template errors count them. */
function lineAndColumn(source: Source, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let at = source.text.indexOf('\n'); at >= 0 && at < offset; at = source.text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: byteLength(source.text.slice(start, offset)) };
}
