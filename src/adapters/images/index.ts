export { RegistryFacts } from './registry-facts.ts';
