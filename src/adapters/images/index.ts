export { ManifestFacts } from './manifest-facts.ts';
export { RegistryFacts } from './registry-facts.ts';
