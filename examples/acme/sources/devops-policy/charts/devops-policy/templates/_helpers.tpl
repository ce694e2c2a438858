{{/* Sample data. */}}

{{/* Labels of every policy. */}}
{{- define "devops-policy.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* Title, category, severity, description and owner of the policy named by the second entry of the list. */}}
{{- define "devops-policy.annotations" -}}
{{- $root := index . 0 -}}
{{- $about := index . 1 -}}
policies.kyverno.io/title: {{ $about.title }}
policies.kyverno.io/category: {{ $about.category }}
policies.kyverno.io/severity: {{ $about.severity }}
policies.kyverno.io/description: {{ $about.description | quote }}
acme.example/owner: {{ $root.Values.owner }}
{{- end -}}

{{/* The failureAction of the policy named by the second entry of the list. */}}
{{- define "devops-policy.failureAction" -}}
{{- (get (index . 0).Values.policies (index . 1)).validationFailureAction -}}
{{- end -}}

{{/* The same for the CEL kinds, which say Deny instead of Enforce. */}}
{{- define "devops-policy.validationAction" -}}
{{- $action := include "devops-policy.failureAction" . -}}
{{- ternary "Deny" "Audit" (eq $action "Enforce") -}}
{{- end -}}

{{/* An exclude block for the namespaces of the cluster itself. */}}
{{- define "devops-policy.exclude" -}}
exclude:
  any:
    - resources:
        namespaces:
{{ toYaml .Values.excludedNamespaces | indent 10 }}
{{- end -}}
