export { getKey, getPath, isObject, type JsonObject, type JsonValue, jsonEqual, setKey } from './json.ts';
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
