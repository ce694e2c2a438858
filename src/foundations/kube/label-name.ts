const name = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** Whether Kubernetes takes a text as the key of a label, `prefix/name` or `name`. */
export function isLabelKey(key: string): boolean {
  const parts = key.split('/');
  const last = parts.at(-1)!;
  if (parts.length > 2 || last.length > 63 || !name.test(last)) return false;
  return parts.length === 1 || isSubdomain(parts[0]!);
}

/** Whether a text can be the name of an object, as most kinds want it: a DNS name. */
export function isSubdomain(text: string): boolean {
  return text.length <= 253 && subdomain.test(text);
}

/** Whether Kubernetes takes a text as the value of a label; the empty one is. */
export function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && name.test(value));
}

/** Annotation keys are label keys whose case does not count. */
export function isAnnotationKey(key: string): boolean {
  return isLabelKey(key.toLowerCase());
}
