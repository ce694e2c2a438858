import type { NextStepView, PolicyView } from '../../server/api-types.ts';
import { useApi } from '../data.ts';
import { count } from '../format.ts';
import { Failed, Loading, SampleNote } from '../parts/states.tsx';
import { Time } from '../parts/time.tsx';
import { Violations } from '../parts/violations.tsx';
import { Mode } from './policies.tsx';

/** "Can I promote this policy?" */
export function PolicyPage({ name }: { readonly name: string }) {
  const { data, error, retry } = useApi<PolicyView>(`/api/v1/policies/${encodeURIComponent(name)}`);
  if (!data) return error ? <Failed error={error} retry={retry} /> : <Loading />;
  const now = Date.now();
  return (
    <>
      <p>
        <a href="/policies">All policies</a> · <a href="/">What is broken now</a>
      </p>
      <SampleNote sample={data.sample} />
      <p>{data.description}</p>
      <dl class="facts">
        <dt>Kind</dt>
        <dd>{data.kind}</dd>
        <dt>Severity</dt>
        <dd>{data.severity}</dd>
        <dt>Category</dt>
        <dd>{data.category || 'none'}</dd>
        <dt>Source</dt>
        <dd>
          {data.source}, chart {data.chart}
        </dd>
        <dt>Template</dt>
        <dd>{data.template}</dd>
      </dl>
      <Ladder policy={data} now={now} />
      <Gate next={data.next} />
      <section aria-labelledby="violations">
        <h2 id="violations">{count(data.violations.length, 'violation')}</h2>
        <Violations violations={data.violations} now={now} caption={`Violations of ${name}`} showPolicy={false} />
      </section>
      <History policy={data} now={now} />
    </>
  );
}

function Ladder({ policy, now }: { readonly policy: PolicyView; readonly now: number }) {
  return (
    <section aria-labelledby="ladder">
      <h2 id="ladder">Environments, in promotion order</h2>
      <ol class="ladder">
        {policy.cells.map((cell) => {
          const line = policy.modeLines.find(({ environment }) => environment === cell.environment);
          return (
            <li key={cell.environment} class={cell.mode?.toLowerCase() ?? 'absent'}>
              <h3>{cell.environment}</h3>
              <Mode cell={cell} now={now} />
              {cell.counts && (
                <div class="note">
                  {cell.counts.excepted} excepted, {cell.counts.compliant} compliant
                </div>
              )}
              {line && <div class="note">set in {line.location}</div>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Gate({ next }: { readonly next: NextStepView | null }) {
  return (
    <section aria-labelledby="gate">
      <h2 id="gate">Next step</h2>
      {next === null ? (
        <p>The policy is in Enforce everywhere.</p>
      ) : (
        <>
          <p>
            {next.to} in {next.environment}: <strong>{next.ready ? 'ready' : 'held back'}</strong>
          </p>
          <ul class="gate">
            {next.items.map(({ name, status, text }) => (
              <li key={`${name} ${text}`} class={status}>
                <strong>{status === 'green' ? 'met' : 'not met'}</strong> {name}: {text}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function History({ policy, now }: { readonly policy: PolicyView; readonly now: number }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">History, from Git</h2>
      {policy.history.length === 0 ? (
        <p class="empty">The source has no history in Git.</p>
      ) : (
        <ol class="history">
          {policy.history.map(({ environment, mode, date, commit, author, message }) => (
            <li key={`${environment} ${commit}`}>
              <Time at={date} now={now} /> {environment}: <strong>{mode ?? 'removed'}</strong> by {author},{' '}
              <code>{commit.slice(0, 8)}</code> {message}
            </li>
          ))}
        </ol>
      )}
      {policy.transitions.length > 0 && (
        <details>
          <summary>{count(policy.transitions.length, 'recent change')} of results</summary>
          <ol class="history">
            {policy.transitions.map(({ at, cluster, rule, resource, from, to }) => (
              <li key={`${at} ${cluster} ${rule} ${resource}`}>
                <Time at={at} now={now} /> {cluster}: {resource} {from ?? 'new'} → {to ?? 'gone'}
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}
