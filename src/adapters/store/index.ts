export type { ResultInput, ScanRecord, SourceSnapshot, StoredResult, Transition } from './rows.ts';
export { Store } from './store.ts';
