import { scaleLinear } from 'd3-scale';
import type { ComplianceCounts } from '../../server/api-types.ts';
import { count } from '../format.ts';

const parts = [
  { key: 'compliant', label: 'compliant' },
  { key: 'excepted', label: 'excepted' },
  { key: 'failing', label: 'failing' },
  { key: 'errors', label: 'not evaluated' },
] as const;

/** Three numbers, never one; a fourth when something could not be evaluated. The bar repeats what the words say. */
export function Compliance({ counts }: { readonly counts: ComplianceCounts }) {
  const shown = parts.filter(({ key }) => key !== 'errors' || counts.errors > 0);
  const total = shown.reduce((sum, { key }) => sum + counts[key], 0);
  const width = scaleLinear([0, Math.max(1, total)], [0, 100]);
  let before = 0;
  return (
    <div class="compliance">
      <dl>
        {shown.map(({ key, label }) => (
          <div key={key} class={key}>
            <dt>{label}</dt>
            <dd>{new Intl.NumberFormat('en').format(counts[key])}</dd>
          </div>
        ))}
      </dl>
      <svg
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        role="img"
        aria-label={shown.map(({ key, label }) => `${counts[key]} ${label}`).join(', ')}
      >
        {shown.map(({ key }) => {
          const x = width(before);
          before += counts[key];
          return <rect key={key} class={key} x={x} y="0" width={width(counts[key])} height="4" />;
        })}
      </svg>
      <p class="note">{count(total, 'result')} of policies on resources; each resource counts once for each policy.</p>
    </div>
  );
}
