export { HttpClient, type HttpOptions } from './http-client.ts';
export { AnswerTooLargeError, UnreachableError } from './http-error.ts';
export type { HttpAnswer, HttpRequest } from './send-once.ts';
