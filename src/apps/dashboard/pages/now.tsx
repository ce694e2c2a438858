import type { ExceptionView, NowView, ProblemView } from '../../server/api-types.ts';
import { useApi } from '../data.ts';
import { filterViolations, readFilter } from '../filter.ts';
import { count, span, stamp } from '../format.ts';
import { Compliance } from '../parts/compliance.tsx';
import { Filters } from '../parts/filters.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Failed, Loading, SampleNote } from '../parts/states.tsx';
import { Time } from '../parts/time.tsx';
import { Violations } from '../parts/violations.tsx';

/** "What is broken now, and since when?" */
export function NowPage({ query }: { readonly query: string }) {
  const { data, error, retry } = useApi<NowView>('/api/v1/now');
  if (!data) return error ? <Failed error={error} retry={retry} /> : <Loading />;
  const now = Date.now();
  const filter = readFilter(query);
  const shown = filterViolations(data.violations, filter);
  return (
    <>
      <SampleNote sample={data.sample} />
      <p class="note">
        Data as of <Time at={data.asOf} now={now} />, {stamp(data.asOf)}
      </p>
      <Compliance counts={data.totals} />
      <Clusters data={data} now={now} />
      <section aria-labelledby="violations">
        <h2 id="violations">
          {shown.length === data.totalViolations
            ? count(shown.length, 'violation')
            : `${shown.length} of ${count(data.totalViolations, 'violation')}`}
        </h2>
        <Filters filter={filter} clusters={data.clusters.map(({ name }) => name)} />
        <Violations violations={shown} now={now} caption="Present violations" showPolicy />
      </section>
      <Exceptions exceptions={data.exceptions} now={now} />
      <Problems problems={data.problems} />
    </>
  );
}

function Clusters({ data, now }: { readonly data: NowView; readonly now: number }) {
  return (
    <section aria-labelledby="clusters">
      <h2 id="clusters">{count(data.clusters.length, 'cluster')}</h2>
      <ul class="cards">
        {data.clusters.map(({ name, environment, scannedAt, resources, counts, problems }) => (
          <li key={name}>
            <h3>{name}</h3>
            <p class="note">
              {environment},{' '}
              {scannedAt === null ? (
                <strong>never scanned</strong>
              ) : (
                <>
                  scanned <Time at={scannedAt} now={now} />
                </>
              )}
            </p>
            {counts && (
              <p>
                <strong>{counts.failing} failing</strong>, {counts.excepted} excepted, {counts.compliant} compliant
                {counts.errors > 0 && <>, {counts.errors} not evaluated</>}
              </p>
            )}
            <p class="note">
              {count(resources, 'resource')}
              {problems > 0 && <>, {count(problems, 'file or policy', 'files or policies')} unreadable</>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Exceptions({ exceptions, now }: { readonly exceptions: readonly ExceptionView[]; readonly now: number }) {
  return (
    <section aria-labelledby="exceptions">
      <h2 id="exceptions">{count(exceptions.length, 'exception')}</h2>
      {exceptions.length === 0 ? (
        <p class="empty">No exceptions.</p>
      ) : (
        <ScrollRegion label="Exceptions">
          <table>
            <caption class="visually-hidden">Exceptions</caption>
            <thead>
              <tr>
                <th scope="col">Exception</th>
                <th scope="col">Policies</th>
                <th scope="col">Until</th>
                <th scope="col">Covers</th>
                <th scope="col">Reason</th>
                <th scope="col">Ticket</th>
                <th scope="col">Approved by</th>
              </tr>
            </thead>
            <tbody>
              {exceptions.map((exception) => (
                <tr key={`${exception.namespace}/${exception.name}`}>
                  <td>{exception.name}</td>
                  <td>{exception.policies.join(', ')}</td>
                  <td>
                    <span class={`state ${exception.state}`}>{exception.state}</span>{' '}
                    {exception.expiresAt !== null && <Until at={exception.expiresAt} now={now} />}
                  </td>
                  <td>{count(exception.matches, 'result')}</td>
                  <td>{exception.reason}</td>
                  <td>{exception.ticket}</td>
                  <td>{exception.approvedBy}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

function Until({ at, now }: { readonly at: number; readonly now: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={stamp(at)}>
      {at > now ? `in ${span(at - now)}` : `${span(now - at)} ago`}
    </time>
  );
}

function Problems({ problems }: { readonly problems: readonly ProblemView[] }) {
  if (problems.length === 0) return null;
  return (
    <section aria-labelledby="problems">
      <h2 id="problems">{count(problems.length, 'problem')} with files and policies</h2>
      <ul class="problems">
        {problems.map(({ code, severity, message, location, help }) => (
          <li key={`${code} ${location} ${message}`}>
            <strong>{severity}</strong> {code}: {message}
            {location && <div class="note">{location}</div>}
            {help && <div class="note">{help}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}
