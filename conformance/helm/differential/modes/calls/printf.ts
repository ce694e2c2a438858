import type { Dice } from '../../dice.ts';
import { argument } from './arguments.ts';

const verbs = [...'vvvdsqqtxXobcUeEfFgGTOw%!z', 'é', ''];

/** One verb of printf with flags, width and precision, whether they fit or not. */
function verb(dice: Dice): string {
  const flags = dice.some(2, () => dice.pick(['+', '-', '#', ' ', '0'])).join('');
  const width = dice.once(2)
    ? ''
    : dice.pick(['1', '5', '10', '20', '*', '[1]*', '[2]', '[9]', '[x]', '03', '[', '[]', '-4', '99999999']);
  const precision = dice.once(2) ? '' : dice.pick(['.', '.0', '.1', '.2', '.5', '.10', '.*', '.[1]*', '.-1']);
  return `%${flags}${width}${precision}${dice.pick(verbs)}`;
}

/** A call of printf, with too few or too many arguments now and then. */
export function printfCall(dice: Dice): string {
  const count = 1 + dice.below(2);
  const format = Array.from({ length: count }, () => verb(dice)).join(dice.pick(['', ' ', '|', 'é']));
  const args = Array.from({ length: Math.max(count + dice.pick([0, 0, 0, 0, 0, 1, -1]), 0) }, () =>
    argument(dice, dice.pick(['A', 'A', 'T', 'N', 'F', 'L', 'M']), () => 'list 1'),
  );
  return ['printf', JSON.stringify(format), ...args].join(' ');
}
