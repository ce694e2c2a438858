export { compareExpectation, type SuiteOutcome, showRowResource, type TestRow } from './compare.ts';
export { ContextFacts, type ContextMocks } from './context-facts.ts';
export type { Expectation } from './expectation.ts';
export { type GlobalContextMock, MockFacts } from './mock-facts.ts';
export { oldSchemaWarnings } from './old-schema.ts';
export { judgeResources, type ResponsesByResource } from './run.ts';
export { userInfoSchema, valuesSchema } from './schema.ts';
export { loadSuite, type Suite } from './suite.ts';
export { asUserInfo, type InputSettings, inputFor, type UserInfoFile, type ValuesFile } from './values.ts';
