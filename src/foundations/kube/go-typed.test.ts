import { describe, expect, it } from 'vitest';
import { decodeWorkload, GoDecodeError, type JsonValue } from './index.ts';

// The messages are what json.Unmarshal of Go 1.26 says of the same text and type (k8s.io/api 0.36).
describe('a workload with a field of the wrong type', () => {
  it.each<[string, string, string]>([
    [
      'a text for a boolean',
      '{"spec":{"hostNetwork":"x"}}',
      'string into Go struct field PodSpec.spec.hostNetwork of type bool',
    ],
    [
      'the first of two mistakes, in the order of the keys',
      '{"spec":{"containers":[{"name":"a"},{"name":1,"image":true}]}}',
      'bool into Go struct field Container.spec.containers.image of type string',
    ],
    [
      'a fraction for a whole number',
      '{"spec":{"containers":[{"ports":[{"containerPort":80.5}]}]}}',
      'number 80.5 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
    ],
    [
      'a number that is too large',
      '{"spec":{"containers":[{"ports":[{"containerPort":99999999999}]}]}}',
      'number 99999999999 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
    ],
    [
      'a map for a list',
      '{"spec":{"containers":{"a":1}}}',
      'object into Go struct field PodSpec.spec.containers of type []v1.Container',
    ],
    [
      'a number for the value of an annotation',
      '{"metadata":{"annotations":{"a":1}}}',
      'number into Go struct field ObjectMeta.metadata.annotations of type string',
    ],
    [
      'a list for labels',
      '{"metadata":{"labels":[1]}}',
      'array into Go struct field ObjectMeta.metadata.labels of type map[string]string',
    ],
    [
      'a text for a struct that is inlined',
      '{"spec":{"volumes":[{"hostPath":"x"}]}}',
      'string into Go struct field Volume.spec.volumes.VolumeSource.hostPath of type v1.HostPathVolumeSource',
    ],
    [
      'a boolean for a port that may be a name',
      '{"spec":{"containers":[{"livenessProbe":{"httpGet":{"port":true}}}]}}',
      'bool into Go struct field HTTPGetAction.spec.containers.livenessProbe.ProbeHandler.httpGet.port of type int32',
    ],
    [
      'a number for a time',
      '{"metadata":{"creationTimestamp":5}}',
      'number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
    ],
    ['a list for the spec', '{"spec":[]}', 'array into Go struct field Pod.spec of type v1.PodSpec'],
    [
      'a list for a named map',
      '{"spec":{"containers":[{"resources":{"limits":[1]}}]}}',
      'array into Go struct field ResourceRequirements.spec.containers.resources.limits of type v1.ResourceList',
    ],
  ])('says %s', (_, text, message) => {
    expect(refusal(text)).toBe(`json: cannot unmarshal ${message}`);
  });

  it.each<[string, string, string]>([
    [
      'a quantity',
      '{"spec":{"containers":[{"resources":{"limits":{"cpu":"abc"}}}],"hostIPC":1}}',
      'quantities must match',
    ],
    [
      'a quantity behind another mistake',
      '{"spec":{"hostIPC":1,"volumes":[{"emptyDir":{"sizeLimit":true}}]}}',
      'quantities',
    ],
    [
      'a time',
      '{"metadata":{"generation":"a","deletionTimestamp":"x"}}',
      'parsing time "x" as "2006-01-02T15:04:05Z07:00"',
    ],
  ])('stops at a bad %s', (_, text, message) => {
    expect(refusal(text)).toContain(message);
  });
});

describe('a workload as Go reads it', () => {
  it.each<[string, string, JsonValue]>([
    ['has no fields that the type lacks', '{"spec":{"nodeName":"n","zoo":1}}', { spec: { nodeName: 'n' } }],
    ['has no nulls', '{"spec":{"hostIPC":null,"securityContext":null}}', { spec: {} }],
    ['keeps an empty struct', '{"spec":{"securityContext":{}}}', { spec: { securityContext: {} } }],
    ['has an empty struct for a null in a list', '{"spec":{"containers":[null]}}', { spec: { containers: [{}] } }],
    ['takes names whatever their case', '{"spec":{"HOSTipc":true}}', { spec: { hostIPC: true } }],
  ])('%s', (_, text, decoded) => {
    expect(decodeWorkload('Pod', JSON.parse(text) as JsonValue)).toEqual(decoded);
  });
});

function refusal(text: string): string {
  try {
    decodeWorkload('Pod', JSON.parse(text) as JsonValue);
  } catch (error) {
    if (error instanceof GoDecodeError) return error.message;
    throw error;
  }
  return 'nothing';
}
