import { failure } from '../../failure.ts';

/** Flags of the reference whose verdicts this version cannot give, and what is missing. To ignore them would be a wrong verdict. */
export const refusedFlags = {
  json: ['--json <path,...>', 'it does not judge ValidatingPolicies in JSON mode'],
  httpPayload: ['--http-payload <path,...>', 'it does not judge ValidatingPolicies in HTTP mode'],
  envoyPayload: ['--envoy-payload <path,...>', 'it does not judge ValidatingPolicies in Envoy mode'],
  parameterResource: [
    '--parameter-resource <path,...>',
    'it does not judge ValidatingAdmissionPolicy and MutatingAdmissionPolicy, which take parameters',
  ],
  crdPaths: ['--crd-paths <path,...>', 'it reads no names and schemas of kinds from CustomResourceDefinitions'],
  crdPath: ['--crd-path <path,...>', 'it reads no names and schemas of kinds from CustomResourceDefinitions'],
} as const;

export type RefusedFlags = { readonly [name in keyof typeof refusedFlags]?: readonly string[] };

/** Ends the command when a flag was given that it cannot honour. */
export function refuseFlags(flags: RefusedFlags): void {
  for (const [name, [flag, reason]] of Object.entries(refusedFlags)) {
    if (flags[name as keyof RefusedFlags] === undefined) continue;
    const shown = flag.split(' ')[0]!;
    throw failure(
      'COMMAND_WRONG_FLAGS',
      `this version does not support \`${shown}\`: ${reason}`,
      'run it with Kyverno; docs/compatibility.md lists what Bylaw judges',
    );
  }
}
