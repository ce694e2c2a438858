import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type JsonValue, strategicMerge } from './index.ts';

const pod = (spec: JsonValue): JsonValue => ({ apiVersion: 'v1', kind: 'Pod', spec });
const widget = (spec: JsonValue): JsonValue => ({ apiVersion: 'example.com/v1', kind: 'Widget', spec });

it.each<[string, JsonValue, JsonValue, JsonValue]>([
  ['maps merge', widget({ a: 1 }), { spec: { b: 2 } }, widget({ a: 1, b: 2 })],
  ['null deletes', widget({ a: 1, b: 2 }), { spec: { a: null } }, widget({ b: 2 })],
  ['a null that the patch does not name stays', widget({ a: null }), { spec: { b: 1 } }, widget({ a: null, b: 1 })],
  ['nulls inside a new map are dropped', widget({}), { spec: { n: { a: null, b: 1 } } }, widget({ n: { b: 1 } })],
  ['lists of unknown kinds are replaced', widget({ l: [1, 2] }), { spec: { l: [3] } }, widget({ l: [3] })],
  [
    'containers merge by name, new ones first',
    pod({ containers: [{ name: 'a', image: 'x' }] }),
    { spec: { containers: [{ name: 'b' }, { name: 'a', tty: true }] } },
    pod({ containers: [{ name: 'b' }, { name: 'a', image: 'x', tty: true }] }),
  ],
  [
    'tolerations are replaced',
    pod({ tolerations: [{ key: 'a' }] }),
    { spec: { tolerations: [{ key: 'b' }] } },
    pod({ tolerations: [{ key: 'b' }] }),
  ],
  [
    'an element is deleted by $patch',
    pod({ volumes: [{ name: 'a' }, { name: 'b' }] }),
    { spec: { volumes: [{ name: 'a', $patch: 'delete' }] } },
    pod({ volumes: [{ name: 'b' }] }),
  ],
  [
    'a list is replaced by $patch',
    pod({ volumes: [{ name: 'a' }] }),
    { spec: { volumes: [{ $patch: 'replace' }, { name: 'z' }] } },
    pod({ volumes: [{ name: 'z' }] }),
  ],
  [
    'a map is replaced by $patch',
    widget({ m: { a: 1 } }),
    { spec: { m: { $patch: 'replace', b: 2 } } },
    widget({ m: { b: 2 } }),
  ],
  [
    'ports merge by two keys',
    pod({ containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: 'TCP' }] }] }),
    { spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: 'TCP', name: 'web' }] }] } },
    pod({ containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: 'TCP', name: 'web' }] }] }),
  ],
  [
    'a port without protocol is the one that has it, and adds nothing (asked of the reference)',
    pod({ containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: 'TCP' }] }] }),
    { spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'web' }] }] } },
    pod({ containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: 'TCP' }] }] }),
  ],
  [
    'finalizers are a set',
    { apiVersion: 'v1', kind: 'Pod', metadata: { finalizers: ['a'] } },
    { metadata: { finalizers: ['b', 'a'] } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { finalizers: ['b', 'a'] } },
  ],
  ['a text patched with a number stays a text', widget({ a: 'x' }), { spec: { a: 5 } }, widget({ a: '5' })],
  [
    'an object inside an unknown kind merges by its own kind',
    widget({ pod: pod({ containers: [{ name: 'a', image: 'x' }] }) }),
    { spec: { pod: { spec: { containers: [{ name: 'a', tty: true }] } } } },
    widget({ pod: pod({ containers: [{ name: 'a', image: 'x', tty: true }] }) }),
  ],
])('%s', (_, document, patch, expected) => {
  const before = structuredClone([document, patch]);
  expect(strategicMerge(document, patch)).toEqual(expected);
  expect([document, patch]).toEqual(before);
});

it('a patch of another shape says what it found', () => {
  expect(() => strategicMerge(widget({ a: 'x' }), { spec: { a: { b: 1 } } })).toThrow(
    /expected ScalarNode but got MappingNode/,
  );
});

it('an empty patch changes nothing, and a patch applied twice is applied once', () => {
  const values = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.integer(), fc.constantFrom('x', 'y')));
  fc.assert(
    fc.property(values, values, (spec, patch) => {
      const document = widget(spec);
      expect(strategicMerge(document, {})).toEqual(document);
      const once = strategicMerge(document, { spec: patch });
      expect(strategicMerge(once, { spec: patch })).toEqual(once);
    }),
  );
});
