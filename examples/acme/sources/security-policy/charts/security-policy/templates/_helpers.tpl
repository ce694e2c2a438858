{{/* Sample data. The labels that every policy of this chart carries. */}}
{{- define "security-policy.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.Version | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* The annotations that every policy of this chart carries beside its own title and description. */}}
{{- define "security-policy.annotations" -}}
acme.example/owner: {{ .Values.owner }}
acme.example/handbook: {{ printf "https://handbook.acme.example/%s" .Chart.Name }}
{{- end }}

{{/* The CEL kinds name their actions otherwise: Enforce is Deny there. */}}
{{- define "security-policy.validationAction" -}}
{{- if eq . "Enforce" }}Deny{{ else }}Audit{{ end }}
{{- end }}

{{/* The cluster's own namespaces, as the exclude block of a rule. */}}
{{- define "security-policy.excludeSystem" -}}
exclude:
  any:
    - resources:
        namespaces:
          {{- range .Values.excludedNamespaces }}
          - {{ . }}
          {{- end }}
{{- end }}
