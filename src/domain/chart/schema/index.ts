export { SchemaDocument } from './document.ts';
export { printProblems, SchemaFault } from './problem.ts';
export { validate } from './validate.ts';
