import { any, integer, list, object, text, textMap, texts } from '../../../languages/schema/index.ts';

/** ObjectMeta. What servers write into it is not looked into. */
export const metadata = object({
  name: text,
  generateName: text,
  namespace: text,
  labels: textMap,
  annotations: textMap,
  finalizers: texts,
  ownerReferences: list(any),
  managedFields: list(any),
  selfLink: text,
  uid: text,
  resourceVersion: text,
  generation: integer,
  creationTimestamp: any,
  deletionTimestamp: any,
  deletionGracePeriodSeconds: integer,
});
