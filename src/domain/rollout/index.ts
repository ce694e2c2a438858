export {
  type Cell,
  type GateItem,
  type GateStatus,
  heldBackBy,
  type NextStep,
  nextStep,
  type PolicyCounts,
} from './gate.ts';
export { type ModeChange, type ModeHistory, modeHistories, type PolicyState, type Snapshot } from './history.ts';
export { type RolloutInput, type RolloutRow, rolloutTable } from './table.ts';
