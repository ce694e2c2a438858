import type { Resource } from '../../foundations/kube/index.ts';
import {
  type CompiledPolicies,
  type EngineResponse,
  evaluateWith,
  type Fact,
  type FactSource,
  phases,
} from '../engine/index.ts';
import { type InputSettings, inputFor } from './values.ts';

/** The responses of all policies to all resources, by resource. */
export type ResponsesByResource = ReadonlyMap<Resource, readonly EngineResponse[]>;

/** Judges resources one policy at a time, since a Values file may give each policy other input. */
export async function judgeResources(
  policies: CompiledPolicies,
  resources: readonly Resource[],
  settings: InputSettings,
  facts: FactSource,
): Promise<ResponsesByResource> {
  const known = new Map<string, Fact>();
  const responses = new Map<Resource, readonly EngineResponse[]>();
  for (const resource of resources) {
    responses.set(resource, await judgeResource(policies, resource, settings, facts, known));
  }
  return responses;
}

async function judgeResource(
  policies: CompiledPolicies,
  resource: Resource,
  settings: InputSettings,
  facts: FactSource,
  known: Map<string, Fact>,
): Promise<readonly EngineResponse[]> {
  const found: EngineResponse[] = [];
  let current = resource;
  for (const phase of phases) {
    for (const compiled of policies.policies) {
      if (!compiled.phases.has(phase)) continue;
      const input = inputFor(current, compiled.policy.name, settings);
      const one = { policies: [compiled], phases: [phase], diagnostics: [] };
      const responses = await evaluateWith(facts, one, input, known);
      found.push(...responses);
      for (const { patchedResource, results } of responses) {
        // A change that failed leaves nothing to judge.
        if (results.some((result) => result.patchedResource === null)) return found;
        current = patchedResource ?? current;
      }
    }
  }
  return found;
}
