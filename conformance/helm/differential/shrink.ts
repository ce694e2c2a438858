import type { Case } from './mode.ts';

/** Takes out flags, files and lines for as long as the two programs do not agree. */
export function shrink(whole: Case, agree: (one: Case) => boolean): Case {
  let best = whole;
  for (let again = true; again; ) {
    again = false;
    for (const smaller of smallerCases(best)) {
      if (agree(smaller)) continue;
      best = smaller;
      again = true;
      break;
    }
  }
  return best;
}

function* smallerCases({ files, flags }: Case): Generator<Case> {
  for (const [i, flag] of flags.entries()) {
    if (flag.startsWith('-') && flag !== '-3')
      yield {
        files,
        flags: flags.filter((_, at) => at !== i && (at !== i + 1 || ['--is-upgrade', '--no-hooks'].includes(flag))),
      };
  }
  for (const name of Object.keys(files)) {
    if (name === 'Chart.yaml' || (name.startsWith('../') && flags.includes('-f'))) continue;
    const { [name]: _, ...rest } = files;
    yield { files: rest, flags };
  }
  for (const [name, text] of Object.entries(files)) {
    if (typeof text !== 'string') continue;
    for (const smaller of smallerTexts(text)) yield { files: { ...files, [name]: smaller }, flags };
  }
}

/** A block with its end goes as one; any other line goes alone. */
function* smallerTexts(text: string): Generator<string> {
  const parts = text.match(/\{\{- (?:if|with|range)[\s\S]*?\{\{- end \}\}\n|.*\n|.+$/g) ?? [];
  if (parts.length < 2) return;
  for (let i = 0; i < parts.length; i++) yield parts.filter((_, at) => at !== i).join('');
}
