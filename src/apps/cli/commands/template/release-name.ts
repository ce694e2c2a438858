import { nameFromTemplate } from '../../../../domain/chart/index.ts';
import { CommandFailure, failure } from '../../failure.ts';

interface NameFlags {
  readonly generateName?: boolean;
  readonly nameTemplate?: string;
}

const wellFormed = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const longest = 53;

/** The name of the release, as Helm takes it from the arguments and refuses it. */
export function releaseName(given: string | undefined, { generateName, nameTemplate }: NameFlags): string {
  if (given !== undefined && generateName) {
    throw failure('COMMAND_WRONG_FLAGS', 'cannot set --generate-name and also specify a name');
  }
  if (given !== undefined && nameTemplate) {
    throw failure('COMMAND_WRONG_FLAGS', 'cannot set --name-template and also specify a name');
  }
  const name = given ?? (nameTemplate ? fromTemplate(nameTemplate) : 'release-name');
  if (name.length > longest || !wellFormed.test(name)) {
    const message =
      `release name check failed: release name ${JSON.stringify(name)}: invalid release name, must match regex ` +
      `${wellFormed.source} and the length must not be longer than ${longest}`;
    throw new CommandFailure([{ code: 'CHART_RELEASE_NAME', severity: 'error', message }], 1);
  }
  return name;
}

function fromTemplate(text: string): string {
  const name = nameFromTemplate(text);
  if (typeof name === 'string') return name;
  throw new CommandFailure([name], 1);
}
