import { type Filter, readFilter, writeFilter } from '../filter.ts';
import { navigate } from '../router.ts';

/** Filters live in the address, so that a view can be sent to somebody. */
export function Filters({ filter, clusters }: { readonly filter: Filter; readonly clusters: readonly string[] }) {
  const change = (part: Partial<Filter>) =>
    navigate(location.pathname + writeFilter({ ...readFilter(location.search), ...part }), true);
  return (
    <search>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Filter
          <input
            id="filter"
            type="search"
            value={filter.text}
            placeholder="policy, resource, message"
            onInput={(event) => change({ text: event.currentTarget.value })}
          />
        </label>
        <label>
          Cluster
          <select value={filter.cluster} onChange={(event) => change({ cluster: event.currentTarget.value })}>
            <option value="">all</option>
            {clusters.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          Severity
          <select value={filter.severity} onChange={(event) => change({ severity: event.currentTarget.value })}>
            <option value="">all</option>
            {['critical', 'high', 'medium', 'low', 'info'].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </form>
    </search>
  );
}
