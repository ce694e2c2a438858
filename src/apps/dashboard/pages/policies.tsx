import type { PolicySummaryView, RolloutCellView } from '../../server/api-types.ts';
import { useApi } from '../data.ts';
import { count } from '../format.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { Time } from '../parts/time.tsx';
import { policyPath } from '../router.ts';

/** Policies x environments: where each is on its way from Audit to Enforce. */
export function PoliciesPage() {
  const { data, error, retry } = useApi<readonly PolicySummaryView[]>('/api/v1/policies');
  if (!data) return error ? <Failed error={error} retry={retry} /> : <Loading />;
  const now = Date.now();
  const environments = data[0]?.cells.map(({ environment }) => environment) ?? [];
  if (data.length === 0) return <p class="empty">No source has a policy.</p>;
  return (
    <ScrollRegion label="Policies by environment">
      <table class="matrix">
        <caption>
          {count(data.length, 'policy', 'policies')} over {environments.join(', ')}
        </caption>
        <thead>
          <tr>
            <th scope="col">Policy</th>
            {environments.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">Next step</th>
          </tr>
        </thead>
        <tbody>
          {data.map(({ name, source, cells, next }) => (
            <tr key={`${source}/${name}`}>
              <th scope="row">
                <a href={policyPath(name)}>{name}</a>
                <div class="note">{source}</div>
              </th>
              {cells.map((cell) => (
                <td key={cell.environment}>
                  <Mode cell={cell} now={now} />
                </td>
              ))}
              <td>
                {next ? (
                  <>
                    {next.to} in {next.environment}: <strong>{next.ready ? 'ready' : 'held back'}</strong>
                    {next.heldBackBy && <div class="note">{next.heldBackBy}</div>}
                  </>
                ) : (
                  'in Enforce everywhere'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** The mode of a policy in one environment, since when, and what fails. */
export function Mode({ cell: { mode, since, counts }, now }: { readonly cell: RolloutCellView; readonly now: number }) {
  if (mode === null) return <span class="note">not there</span>;
  return (
    <>
      <span class={`mode ${mode.toLowerCase()}`}>{mode}</span>
      {since !== null && (
        <div class="note">
          <Time at={since} now={now} />
        </div>
      )}
      <div class="note">{counts ? `${counts.failing} failing` : 'not scanned'}</div>
    </>
  );
}
