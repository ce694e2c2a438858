import { isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import type { ForeachValidation, Rule } from '../../policy/index.ts';
import { compileConditions } from '../conditions/index.ts';
import type { RuleContext } from '../context.ts';
import type { Outcome } from '../result.ts';
import { compileContextEntries } from '../variables/context-entries.ts';
import { type Querier, VariableError } from '../variables/scope.ts';
import { type ElementContext, elementContext, evaluateList } from './foreach.ts';
import { compileDenyRule } from './validate-deny.ts';
import { compileAnyPatternRule, compilePatternRule, type ElementJudge } from './validate-pattern.ts';

/** Judges one resource; `undefined` when the rule has nothing to say about it. */
export type RuleJudge = (context: RuleContext) => Outcome | undefined;

type Checks = Pick<ForeachValidation, 'pattern' | 'anyPattern' | 'deny' | 'foreach'>;

/** `validate` by deny, pattern, anyPattern or foreach: the first of these that a rule has is the only one evaluated. */
export function compileValidateRule(rule: Rule, policyNamespace: string, querier: Querier): RuleJudge {
  const compiler = new ValidateCompiler(rule, policyNamespace, querier);
  return compiler.compile(rule.validate ?? {}, 0);
}

class ValidateCompiler {
  readonly #rule: string;
  readonly #message: string;
  readonly #policyNamespace: string;
  readonly #querier: Querier;

  constructor(rule: Rule, policyNamespace: string, querier: Querier) {
    this.#rule = rule.name;
    this.#message = rule.validate?.message ?? '';
    this.#policyNamespace = policyNamespace;
    this.#querier = querier;
  }

  compile(checks: Checks, nesting: number): RuleJudge {
    if (checks.deny) return compileDenyRule(this.#rule, checks.deny.conditions, this.#message, this.#querier);
    if (checks.pattern !== undefined) {
      return judgeElement(compilePatternRule(this.#rule, checks.pattern, this.#message, this.#querier));
    }
    if (checks.anyPattern !== undefined) {
      return judgeElement(compileAnyPatternRule(this.#rule, checks.anyPattern, this.#message, this.#querier));
    }
    return this.#compileForeach(checks.foreach ?? [], nesting);
  }

  #compileForeach(blocks: readonly ForeachValidation[], nesting: number): RuleJudge {
    const compiled = blocks.map((block) => ({ list: block.list, judge: this.#compileBlock(block, nesting) }));
    return (context) => {
      let applied = 0;
      let listError: VariableError | undefined;
      for (const { list, judge } of compiled) {
        const items = tryList(list, context, this.#querier);
        if (items instanceof VariableError) {
          // A list that is not there is an optional field; other failures count only when nothing else applied.
          if (!items.message.includes('Unknown key')) listError = items;
          continue;
        }
        const result = judge(context, items);
        if (typeof result !== 'number') return result;
        applied += result;
      }
      if (applied > 0) return { status: 'pass', message: 'rule passed' };
      return listError && { status: 'error', message: `failed to evaluate list: ${listError.message}` };
    };
  }

  /** The number of elements that the block applied to, or the first outcome that is no pass. */
  #compileBlock(
    block: ForeachValidation,
    nesting: number,
  ): (context: RuleContext, items: readonly JsonValue[]) => number | Outcome {
    const entries = compileContextEntries(block.context, this.#policyNamespace, this.#querier);
    const preconditions = compileConditions(block.preconditions, 'preconditions', this.#querier);
    const judge = this.compile(block, nesting + 1);
    const judgeOne = (context: ElementContext): Outcome | undefined => {
      const inner = entries(context);
      try {
        if (!preconditions(inner).holds) return undefined;
      } catch (error) {
        if (error instanceof VariableError) return undefined;
        throw error;
      }
      return judge(inner);
    };
    return (context, items) => {
      let applied = 0;
      for (const [index, item] of items.entries()) {
        if (item === null) continue;
        const scoped = block.elementScope ?? isObject(item);
        if (scoped && !isObject(item)) {
          return {
            status: 'error',
            message: 'failed to process foreach: cannot use elementScope=true for elements that are not maps',
          };
        }
        const outcome = judgeOne(elementContext(context, item, index, nesting, scoped));
        if (!outcome || outcome.status === 'skip') continue;
        if (outcome.status !== 'pass')
          return { status: outcome.status, message: `validation failure: ${outcome.message}` };
        applied++;
      }
      return applied;
    };
  }
}

/** Patterns look at the element of a foreach, else at the new object; a deleted object has none to look at. */
function judgeElement(judge: ElementJudge): RuleJudge {
  return (context: ElementContext) => {
    if (context.element !== undefined) return judge(context, context.element);
    if (context.deleting || !context.input.resource) return undefined;
    return judge(context, context.input.resource);
  };
}

function tryList(list: string, context: RuleContext, querier: Querier): readonly JsonValue[] | VariableError {
  try {
    return evaluateList(list, context, querier);
  } catch (error) {
    if (error instanceof VariableError) return error;
    throw error;
  }
}
