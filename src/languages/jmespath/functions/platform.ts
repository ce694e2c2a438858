import {
  formatImageReference,
  parseImageReference,
  parseSemver,
  parseSemverRange,
} from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { define, type FunctionDefinition, failure } from './function.ts';
import { parseHost } from './hosts.ts';

// Kyverno's functions over versions, images and addresses.

export const platformFunctions: readonly FunctionDefinition[] = [
  define<[string, string]>(
    'semver_compare(string, string) bool',
    'version, range: whether the version is in the range; what is no version counts as 0.0.0',
    ([version, range]) => {
      const contains = parseSemverRange(range);
      if (!contains) throw new FunctionFailure(`Could not parse Range ${JSON.stringify(range)}`);
      return contains(parseSemver(version) ?? parseSemver('0.0.0')!);
    },
  ),
  define<[string]>('image_normalize(string) string', 'image with its registry and tag', ([text], { context }) => {
    const registry = context.defaultRegistry ?? 'docker.io';
    const image = parseImageReference(text, registry);
    if (image) return formatImageReference(image);
    const reason = parseImageReference(text.toLowerCase(), registry)
      ? 'repository name must be lowercase'
      : 'invalid reference format';
    throw failure('image_normalize', `bad image: ${text}, defaultRegistry: ${registry}: ${reason}`);
  }),
  define<[string]>(
    'is_external_url(string) bool',
    'whether a URL leads out of private networks; may ask for the addresses of a host',
    ([url], { context }) => {
      const { host, isLocal } = parseHost(url);
      if (isLocal !== undefined) return !isLocal;
      if (!context.resolveHost) throw failure('is_external_url', 'looking up host names is not available here');
      return !context
        .resolveHost(host)
        .some((address) => parseHost(`//${address.includes(':') ? `[${address}]` : address}`).isLocal);
    },
  ),
];
