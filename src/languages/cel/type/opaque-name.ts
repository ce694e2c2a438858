const names: Readonly<Record<string, string>> = {
  Quantity: 'kubernetes.Quantity',
  URL: 'kubernetes.URL',
  IP: 'net.IP',
  CIDR: 'net.CIDR',
  Semver: 'kubernetes.Semver',
  Format: 'kubernetes.NamedFormat',
  Image: 'kyverno.image',
  ResourceContext: 'resource.Context',
  HttpContext: 'http.Context',
  GlobalContext: 'globalcontext.Context',
  ImageContext: 'imagedata.Context',
  Variables: 'kyverno.variables',
  AdmissionVariables: 'kubernetes.variables',
  Gvr: 'schema.GroupVersionResource',
};

/** The name under which Kubernetes and Kyverno print a type of their libraries. */
export function opaqueName(kind: string): string {
  return Object.hasOwn(names, kind) ? names[kind]! : kind;
}
