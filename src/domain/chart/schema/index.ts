export { SchemaDocument } from './document.ts';
export { printProblem, SchemaFault } from './problem.ts';
export { checkReferences } from './reach.ts';
export { validate } from './validate.ts';
