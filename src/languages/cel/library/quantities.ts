import {
  addQuantity,
  compareQuantity,
  compareSemver,
  formatQuantity,
  parseQuantity,
  parseSemver,
  type Quantity,
  quantityOf,
  quantityToNumber,
  type Semver,
  subtractQuantity,
} from '../../../foundations/kube/index.ts';
import { asDouble, asInt } from '../value/number.ts';
import { CelError, CelOpaque, type Result } from '../value/value.ts';
import { numberCost } from './cost.ts';
import type { LibraryRows } from './function-table.ts';

type Int = number | bigint;

function quantityValue(quantity: Quantity): CelOpaque {
  return new CelOpaque(
    'Quantity',
    quantity,
    formatQuantity(quantity),
    (other) => compareQuantity(quantity, other.data as Quantity) === 0,
  );
}

const quantity = ({ data }: CelOpaque) => data as Quantity;
const version = ({ data }: CelOpaque) => data as Semver;
const quantityError = new CelError(
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
);

function readQuantity(text: string): Result {
  const found = parseQuantity(text);
  return found ? quantityValue(found) : quantityError;
}

/** The amount as an int. Kubernetes does not look further once an amount is kept in fractions: `1000m` is none. */
function wholeAmount(value: CelOpaque): Int | undefined {
  const { unscaled, exponent } = quantity(value);
  if (exponent < 0 || exponent > 40) return undefined;
  const whole = asInt(unscaled * 10n ** BigInt(exponent));
  return whole instanceof CelError ? undefined : whole;
}

function sign(value: CelOpaque): number {
  const { unscaled } = quantity(value);
  return unscaled < 0n ? -1 : unscaled > 0n ? 1 : 0;
}

function semverValue(found: Semver, text: string): CelOpaque {
  return new CelOpaque('Semver', found, text, (other) => compareSemver(found, other.data as Semver) === 0);
}

/** `v1.2`, `01.2.3` and the like, made strict. */
function normalise(text: string): string {
  const parts = text.replace(/^v/, '').split('.');
  const three = parts.length > 3 ? [parts[0]!, parts[1]!, parts.slice(2).join('.')] : parts;
  const trimmed = three.map((part) => part.replace(/^0+(?=\d)/, ''));
  if (trimmed.length < 3 && /[+-]/.test(trimmed.at(-1)!)) return '';
  while (trimmed.length < 3) trimmed.push('0');
  return trimmed.join('.');
}

function readVersion(text: string, loose: boolean): Result {
  const found = parseSemver(loose ? normalise(text) : text);
  return found ? semverValue(found, text) : new CelError('No Major.Minor.Patch elements found');
}

const isVersion = (text: string, loose: boolean) => readVersion(text, loose) instanceof CelOpaque;
const compareVersions = (a: CelOpaque, b: CelOpaque) => compareSemver(version(a), version(b));
const compareQuantities = (a: CelOpaque, b: CelOpaque) => compareQuantity(quantity(a), quantity(b));
const amount = (units: Int) => quantityOf(BigInt(units), 'DecimalSI');

function orderRows(kind: string, compare: (a: CelOpaque, b: CelOpaque) => number): LibraryRows {
  return [
    [`${kind}.isLessThan(${kind}): bool`, (a: CelOpaque, b: CelOpaque) => compare(a, b) < 0],
    [`${kind}.isGreaterThan(${kind}): bool`, (a: CelOpaque, b: CelOpaque) => compare(a, b) > 0],
    [`${kind}.compareTo(${kind}): int`, (a: CelOpaque, b: CelOpaque) => Math.sign(compare(a, b))],
  ];
}

/** Source: Kubernetes, "CEL quantity library". */
export const quantityRows: LibraryRows = [
  ['quantity(string): Quantity', readQuantity, numberCost],
  ['isQuantity(string): bool', (text: string) => parseQuantity(text) !== undefined, numberCost],
  ['sign(Quantity): int', sign],
  ['Quantity.isInteger(): bool', (value: CelOpaque) => wholeAmount(value) !== undefined],
  [
    'Quantity.asInteger(): int',
    (value: CelOpaque) => wholeAmount(value) ?? new CelError('cannot convert value to integer'),
  ],
  ['Quantity.asApproximateFloat(): double', (value: CelOpaque) => asDouble(quantityToNumber(quantity(value)))],
  [
    'Quantity.add(Quantity): Quantity',
    (a: CelOpaque, b: CelOpaque) => quantityValue(addQuantity(quantity(a), quantity(b))),
  ],
  ['Quantity.add(int): Quantity', (a: CelOpaque, b: Int) => quantityValue(addQuantity(quantity(a), amount(b)))],
  [
    'Quantity.sub(Quantity): Quantity',
    (a: CelOpaque, b: CelOpaque) => quantityValue(subtractQuantity(quantity(a), quantity(b))),
  ],
  ['Quantity.sub(int): Quantity', (a: CelOpaque, b: Int) => quantityValue(subtractQuantity(quantity(a), amount(b)))],
  ...orderRows('Quantity', compareQuantities),
];

/** Source: Kubernetes, "CEL semver library", version 1. */
export const semverRows: LibraryRows = [
  ['semver(string): Semver', (text: string) => readVersion(text, false), numberCost],
  ['semver(string, bool): Semver', readVersion, numberCost],
  ['isSemver(string): bool', (text: string) => isVersion(text, false), numberCost],
  ['isSemver(string, bool): bool', isVersion, numberCost],
  ['Semver.major(): int', (value: CelOpaque) => asInt(version(value).major)],
  ['Semver.minor(): int', (value: CelOpaque) => asInt(version(value).minor)],
  ['Semver.patch(): int', (value: CelOpaque) => asInt(version(value).patch)],
  ...orderRows('Semver', compareVersions),
];
