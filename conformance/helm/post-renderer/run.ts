// node conformance/helm/post-renderer/run.ts: all golden charts through a post-renderer, beside the real program.
import { comparableCases, compare, hasHelm } from './compare.ts';

if (!hasHelm) throw new Error('the real helm is not installed: see CONTRIBUTING.md');
const compared = comparableCases().map(compare);
for (const { id, given, printed, difference } of compared) if (!given || !printed) console.log(`${id}: ${difference}`);
const count = (key: 'given' | 'printed'): number => compared.filter((one) => one[key]).length;
console.log(`given to the post-renderer, byte-equal: ${count('given')}/${compared.length}`);
console.log(`printed, byte-equal:                    ${count('printed')}/${compared.length}`);
