import { useState } from 'preact/hooks';
import type { ViolationView } from '../../server/api-types.ts';
import { count, resourceName } from '../format.ts';
import { policyPath } from '../router.ts';
import { ScrollRegion } from './scroll-region.tsx';
import { Time } from './time.tsx';

const pageSize = 50;

/** Present violations, a page at a time. */
export function Violations({
  violations,
  now,
  caption,
  showPolicy,
}: {
  readonly violations: readonly ViolationView[];
  readonly now: number;
  readonly caption: string;
  readonly showPolicy: boolean;
}) {
  const [wanted, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(violations.length / pageSize));
  const page = Math.min(wanted, pages - 1);
  if (violations.length === 0) return <p class="empty">No violations.</p>;
  return (
    <>
      <ScrollRegion label={caption}>
        <table>
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">Severity</th>
              {showPolicy && <th scope="col">Policy</th>}
              <th scope="col">Resource</th>
              <th scope="col">Cluster</th>
              <th scope="col">Since</th>
              <th scope="col">Action</th>
              <th scope="col">Message</th>
            </tr>
          </thead>
          <tbody>
            {violations.slice(page * pageSize, (page + 1) * pageSize).map((violation) => (
              <Row
                key={`${violation.cluster} ${violation.policy} ${violation.rule} ${resourceName(violation)}`}
                violation={violation}
                now={now}
                showPolicy={showPolicy}
              />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {pages > 1 && (
        <nav class="pages" aria-label={`Pages of ${caption}`}>
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </button>
          <span>
            Page {page + 1} of {pages}, {count(violations.length, 'violation')}
          </span>
          <button type="button" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>
            Next
          </button>
        </nav>
      )}
    </>
  );
}

function Row({
  violation,
  now,
  showPolicy,
}: {
  readonly violation: ViolationView;
  readonly now: number;
  readonly showPolicy: boolean;
}) {
  const { severity, policy, rule, cluster, statusSince, action, status, message, location } = violation;
  return (
    <tr>
      <td>
        <span class={`severity ${severity}`}>{severity}</span>
      </td>
      {showPolicy && (
        <td>
          <a href={policyPath(policy)}>{policy}</a>
          {rule && <div class="note">{rule}</div>}
        </td>
      )}
      <td>
        {resourceName(violation)}
        {location && <div class="note">{location}</div>}
      </td>
      <td>{cluster}</td>
      <td>
        <Time at={statusSince} now={now} />
      </td>
      <td>{status === 'error' ? 'not evaluated' : action}</td>
      <td class="message">{message}</td>
    </tr>
  );
}
