import type { CelError, CelValue } from '../value.ts';

/** The type of a result, as far as it is known before evaluation. */
export type StaticType = 'bool' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'null' | 'list' | 'map' | 'timestamp' | 'duration' | 'type' | 'optional' | 'dyn';

/** One function by name. `call` answers an error value for arguments of types it does not know. */
export interface CelFunction {
  readonly name: string;
  /** Called on a value (`x.f()`), alone (`f(x)`), or either. */
  readonly style: 'member' | 'global' | 'both';
  /** How many arguments, the target counted in. */
  readonly arity: readonly number[];
  readonly returns: StaticType;
  call(args: readonly CelValue[], context: CelContext): CelValue | CelError;
}

/** What functions may read of the world. */
export interface CelContext {
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Call = CelFunction['call'];

export function member(name: string, arity: number | readonly number[], returns: StaticType, call: Call): CelFunction {
  return { name, style: 'member', arity: typeof arity === 'number' ? [arity] : arity, returns, call };
}
export function global(name: string, arity: number | readonly number[], returns: StaticType, call: Call): CelFunction {
  return { name, style: 'global', arity: typeof arity === 'number' ? [arity] : arity, returns, call };
}
export function both(name: string, arity: number | readonly number[], returns: StaticType, call: Call): CelFunction {
  return { name, style: 'both', arity: typeof arity === 'number' ? [arity] : arity, returns, call };
}
