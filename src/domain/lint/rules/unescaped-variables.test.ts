import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../languages/manifest/index.ts';
import { parseTemplate } from '../../chart/index.ts';
import { findUnescapedVariables } from './unescaped-variables.ts';

const find = (text: string) => findUnescapedVariables({ file: 'templates/p.yaml', text });

describe('findUnescapedVariables', () => {
  it.each([
    ['a request variable', 'message: "{{ request.object.metadata.name }}"', [[1, 11]]],
    ['one without blanks', 'a: {{request.operation}}', [[1, 4]]],
    [
      'two on a line',
      '{{ element.name }} {{ elementIndex }}',
      [
        [1, 1],
        [1, 20],
      ],
    ],
    [
      'one with JMESPath quotes and braces',
      'key: "{{ request.object.spec.[a, b][?name==\'x\'] | {n: [0]} }}"',
      [[1, 7]],
    ],
    ['one with a backtick literal', 'value: "{{ request.object.spec.replicas || `1` }}"', [[1, 9]]],
    [
      'the name of a context entry',
      'context:\n  - name: teams\n    configMap: {name: t}\nvalue: "{{ teams.data }}"',
      [[4, 9]],
    ],
  ])('finds %s', (_, text, places) => {
    expect(find(text).map(({ location }) => [location!.line, location!.column])).toEqual(places);
  });

  it.each([
    ['values', '{{ .Values.mode }}'],
    ['a pipeline', '{{- include "labels" . | nindent 4 }}'],
    ['control words', '{{ if .Values.request }}{{ else }}{{ end }}'],
    ['an escaped variable', '{{`{{ request.object.metadata.name }}`}}'],
    ['the other way to escape one', '{{ "{{" }} request.object.metadata.name {{ "}}" }}'],
    ['a comment', '{{/* {{ request.object }} */}}'],
    ['a template variable of the same name', '{{ $request := .Values.x }}{{ $request }}'],
  ])('leaves %s alone', (_, text) => {
    expect(find(text)).toEqual([]);
  });

  it.each([
    'a: "{{ request.object.metadata.name }} is wrong" # {{ .Values.x }}\n',
    'a: "{{ request.object.spec.replicas || `1` }}"\n',
    'a: "{{ request.object.spec.containers[?name==\'x\'].image | [0] }}"\n',
  ])('repairs %j so that it parses, and finds nothing more', (text) => {
    expect(parseTemplate(text, 't').diagnostics).not.toEqual([]);
    const repaired = applyEdits(
      text,
      find(text).flatMap(({ fix }) => fix ?? []),
    );
    expect(parseTemplate(repaired, 't').diagnostics).toEqual([]);
    expect(find(repaired)).toEqual([]);
  });
});
