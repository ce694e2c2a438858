import { conversionRows } from './conversions.ts';
import { encoderRows } from './encoders.ts';
import { formatRows, jsonPatchRows } from './formats.ts';
import { buildTable, type FunctionTable } from './function-table.ts';
import { hashRows } from './hashes.ts';
import { cidrRows, ipRows } from './ips.ts';
import { imageRows, kyvernoRows } from './kyverno.ts';
import { listRows, setRows } from './lists.ts';
import { mathRows } from './math.ts';
import { optionalRows } from './optionals.ts';
import { quantityRows, semverRows } from './quantities.ts';
import { regexRows, replacementRows } from './regexes.ts';
import { standardRows } from './standard.ts';
import { stringRows } from './strings.ts';
import { timestampRows } from './timestamps.ts';
import { urlRows } from './urls.ts';

/** What Kubernetes has in admission policies. */
export const kubernetesTable: FunctionTable = buildTable(new Map(), [
  standardRows,
  conversionRows,
  timestampRows,
  stringRows,
  listRows,
  setRows,
  optionalRows,
  regexRows,
  urlRows,
  ipRows,
  cidrRows,
  quantityRows,
  semverRows,
  formatRows,
]);

/** Every function that needs nothing from outside, as Kyverno has them. Add the rows of the next library to the list. */
export const standardTable: FunctionTable = buildTable(kubernetesTable, [
  mathRows,
  encoderRows,
  replacementRows,
  jsonPatchRows,
  imageRows,
  hashRows,
  kyvernoRows,
]);
