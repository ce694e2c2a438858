import { describe, expect, it } from 'vitest';
import { formatImageReference, parseImageReference } from './image-reference.ts';

describe('parseImageReference', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  it.each([
    ['a name has the default registry and tag', 'nginx', 'docker.io/nginx:latest'],
    ['a folder is no registry', 'team/app:1', 'docker.io/team/app:1'],
    ['a dot, a port or an upper-case letter makes a registry', 'Registry/app', 'Registry/app:latest'],
    ['localhost is a registry', 'localhost/app', 'localhost/app:latest'],
    ['a digest replaces the tag', `nginx:1@${digest}`, `docker.io/nginx@${digest}`],
  ])('%s', (_, text, expected) => {
    expect(formatImageReference(parseImageReference(text)!)).toBe(expected);
  });

  it.each(['', 'a b', 'NGINX', 'a..b', 'nginx:', 'nginx@sha256:abc', 'a:1:2'])('`%s` is no image', (text) => {
    expect(parseImageReference(text)).toBeUndefined();
  });
});
