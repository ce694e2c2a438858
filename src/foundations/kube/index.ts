export { isClusterScoped, resourceNameOf } from './api-resource.ts';
export { compareBytes } from './bytes.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { formatGoTime } from './format-go-time.ts';
export { formatQuantity } from './format-quantity.ts';
export { decodeBase64, encodeBase64 } from './go-base64.ts';
export { exponential, formatGoFloat, formatGoFloat32, formatJsonNumber } from './go-float.ts';
export { toGoJson, toIndentedGoJson } from './go-json.ts';
export { parseGoFloat } from './go-number.ts';
export { cleanPath } from './go-path.ts';
export { trimRunes } from './go-strings.ts';
export {
  civilOf,
  type GoTime,
  RFC3339,
  RFC3339_NANO,
  subtractTime,
  timeOf as timeOfCivil,
  truncateTime,
} from './go-time.ts';
export { dayNames, monthNames } from './go-time-layout.ts';
export { decodeWorkload, GoDecodeError } from './go-typed.ts';
export { formatGoValue } from './go-value.ts';
export { formatImageReference, type ImageReference, parseImageReference } from './image-reference.ts';
export { getKey, getPath, isObject, type JsonObject, type JsonValue, jsonEqual, setKey } from './json.ts';
export { applyJsonPatch, decodePatch, PatchError, type PatchOperation } from './json-patch.ts';
export { jsonSize, maxJsonDepth } from './json-size.ts';
export { isAnnotationKey, isLabelKey, isLabelValue, isSubdomain } from './label-name.ts';
export { parseGoTime, quoteTimeText } from './parse-go-time.ts';
export { compareQuantity, parseQuantity, type Quantity } from './quantity.ts';
export {
  addQuantity,
  divideQuantity,
  multiplyQuantity,
  quantityOf,
  quantityToNumber,
  subtractQuantity,
} from './quantity-arithmetic.ts';
export { compileRegex, type Regex } from './regex.ts';
export {
  annotationsOf,
  type Gvk,
  gvkOf,
  isResource,
  labelsOf,
  nameOf,
  namespaceOf,
  type Resource,
  resourceKey,
} from './resource.ts';
export {
  matchKyvernoSelector,
  matchLabelSelector,
} from './selector.ts';
export { compareSemver, parseSemver, type Semver } from './semver.ts';
export { parseSemverRange } from './semver-range.ts';
export { strategicMerge } from './strategic-merge.ts';
export { compileWildcard, containsWildcard, matchWildcard } from './wildcard.ts';
