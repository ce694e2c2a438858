import type { Dice } from '../../dice.ts';

/** Actions with holes: E is an expression, and every other word stands for itself. */
const shapes = [
  '{{ range E }}[{{ . }}]{{ else }}none{{ end }}',
  '{{ range $i, $e := E }}{{ $i }}={{ $e }};{{ else }}none{{ end }}',
  '{{ range $e := E }}{{ $e }};{{ end }}',
  '{{ range $i, $e := E }}{{ if eq (print $i) "1" }}{{ continue }}{{ end }}{{ $e }}{{ break }}{{ end }}',
  '{{ with E }}({{ . }}){{ else with E }}[{{ . }}]{{ else }}none{{ end }}',
  '{{ with $x := E }}{{ $x }}{{ end }}',
  '{{ if E }}yes{{ else if E }}second{{ else }}no{{ end }}',
  '{{ if not (E) }}no{{ end }}',
  '{{ $x := E }}{{ $x }}{{ $x = E }}{{ $x }}',
  '{{ $x := E }}{{ if true }}{{ $x := E }}{{ $x }}{{ end }}{{ $x }}',
  '{{ $x := E }}{{ range list 1 2 }}{{ $x = E }}{{ end }}{{ $x }}',
  '{{ template "h.one" E }}',
  '{{ template "h.none" E }}',
  '{{ template "h.dot" E }}',
  '{{ include "h.dot" (E) }}',
  '{{ include "h.two" . }}',
  '{{ block "bN" E }}<{{ . }}>{{ end }}',
  '  x  {{- E -}}  y  ',
  '{{- /* note */ -}} x {{ E }}',
  '{{/* a */}}{{ E }}',
  '{{ (E) }}',
  '{{ (E).a }}',
  '{{ (E).a.b }}',
  '{{ ((E)).a }}',
  '{{ and (E) (E) }}',
  '{{ or (E) (E) }}',
  '{{ and (E) (fail "no") }}',
  '{{ or (E) .Values.nope.x }}',
  '{{ E | toString }}',
  '{{ E | default "d" | quote }}',
  '{{ E | len }}',
  '{{ E | upper | trunc 3 }}',
  '{{ E | print | printf "%q" }}',
  '{{ E | .Values.str }}',
  '{{ E | "x" }}',
  '{{ $y := (E) | toJson }}{{ $y }}',
  '{{ tpl "{{ . }}" (E) }}',
  '{{ tpl "{{ E }}" . }}',
  '{{ range E }}{{ .a }}{{ end }}',
  '{{ range E }}{{ $.Values.str }}{{ end }}',
  '{{ with E }}{{ .a }}{{ end }}',
  '{{ with E }}{{ .a.b }}{{ end }}',
  '{{ $x := E }}{{ $x.a }}',
  '{{ $x := E }}{{ $x.a.b }}',
  '{{ index (E) 0 }}',
  '{{ index (E) "a" }}',
  '{{ (index (E) 0).a }}',
  '{{ eq (E) (E) }}',
  '{{ lt (E) (E) }}',
  '{{ eq (E) (E) (E) }}',
  '{{ ne (E) nil }}',
  '{{ eq nil (E) }}',
  '{{ toJson (E) }}',
  '{{ toYaml (E) }}',
  '{{ typeOf (E) }}',
  '{{ kindOf (E) }}',
  '{{ printf "%v %T" (E) (E) }}',
  '{{ printf "%#v" (E) }}',
  '{{ set . "k" (E) | len }}',
  '{{ $d := dict "k" (E) }}{{ $d.k }}|{{ $d }}',
  '{{ define "dN" }}{{ E }}{{ end }}{{ template "dN" . }}',
  '{{ $d := dict }}{{ $_ := set $d "a" (E) }}{{ toYaml $d }}',
  '{{ range $i, $e := list (E) (E) }}{{ $i }}{{ $e }}{{ end }}',
  '{{ range E }}{{ template "h.dot" . }}{{ end }}',
  '{{ not E }}',
  '{{ len (E) }}',
  '{{ E }}{{ E }}',
  '{{ with $x, $y := E }}{{ end }}',
  '{{ range $a, $b, $c := E }}{{ end }}',
  '{{ template "h.dot" }}',
  '{{ call E }}',
  '{{ range 3 }}{{ . }}{{ else }}x{{ end }}',
  '{{ range $i := 3 }}{{ $i }}{{ end }}',
  '{{ range -1 }}{{ else }}x{{ end }}',
  '{{ range $i, $j := 3 }}{{ end }}',
];

export function action(dice: Dice, expression: () => string, number: number): string {
  const shape = dice.pick(shapes);
  // A loop over a large number would not end.
  const one = (): string => {
    const text = expression();
    return shape.includes('range') && /\d{7}/.test(text) ? 'list 1' : text;
  };
  return shape
    .replace('tpl "{{ E }}"', () => `tpl ${JSON.stringify(`{{ ${one()} }}`)}`)
    .replace(/\bE\b/g, one)
    .replace(/"([bd])N"/g, `"$1${number}"`);
}
