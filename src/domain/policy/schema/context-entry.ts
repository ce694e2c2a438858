import { any, list, object, oneOf, required, text } from '../../../languages/schema/index.ts';
import { registryCredentials } from './image-verification.ts';

export const contextEntry = object({
  name: required(text),
  variable: object({ value: any, jmesPath: text, default: any }),
  configMap: object({ name: required(text), namespace: text }),
  apiCall: object({
    urlPath: text,
    method: oneOf('GET', 'POST'),
    data: list(object({ key: required(text), value: required(any) })),
    service: object({
      url: required(text),
      caBundle: text,
      headers: list(object({ key: required(text), value: required(text) })),
    }),
    jmesPath: text,
    default: any,
  }),
  imageRegistry: object({ reference: required(text), jmesPath: text, imageRegistryCredentials: registryCredentials }),
  globalReference: object({ name: required(text), jmesPath: text }),
});
