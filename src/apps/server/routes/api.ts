import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import type { PlatformState } from '../platform-state.ts';
import { nowView } from '../views/now.ts';
import { policySummaries, policyView } from '../views/policy.ts';
import { errorSchema, nowSchema, policySchema, policySummariesSchema } from './schemas.ts';

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
const starting = json(errorSchema, 'the first scan has not ended yet');

const nowRoute = createRoute({
  method: 'get',
  path: '/now',
  summary: 'What is broken now, and since when',
  responses: { 200: json(nowSchema, 'compliance, clusters, violations, exceptions and problems'), 503: starting },
});
const policiesRoute = createRoute({
  method: 'get',
  path: '/policies',
  summary: 'Policies x environments, with the next step of each',
  responses: { 200: json(policySummariesSchema, 'every policy of every source'), 503: starting },
});
const policyRoute = createRoute({
  method: 'get',
  path: '/policies/{name}',
  summary: 'One policy: where it is, its gate, its history, its violations',
  request: { params: z.object({ name: z.string().max(253) }) },
  responses: { 200: json(policySchema, 'the policy'), 404: json(errorSchema, 'no source has it'), 503: starting },
});

const notReady = { error: { code: 'STARTING', message: 'the first scan has not ended yet: try again in a moment' } };

/** The API under /api/v1 and its OpenAPI document. */
export function apiRoutes(state: PlatformState, version: string): OpenAPIHono {
  const api = new OpenAPIHono();
  api.openapi(nowRoute, (context) =>
    state.view ? context.json(nowView(state, state.view), 200) : context.json(notReady, 503),
  );
  api.openapi(policiesRoute, (context) =>
    state.view ? context.json(policySummaries(state.view), 200) : context.json(notReady, 503),
  );
  api.openapi(policyRoute, (context) => {
    if (!state.view) return context.json(notReady, 503);
    const { name } = context.req.valid('param');
    const policy = policyView(name, state, state.view);
    if (!policy) return context.json({ error: { code: 'NOT_FOUND', message: `no policy \`${name}\`` } }, 404);
    return context.json(policy, 200);
  });
  api.get('/events', (context) =>
    streamSSE(context, async (stream) => {
      const stop = state.onScan(() => void stream.writeSSE({ data: JSON.stringify({ type: 'scan' }) }));
      const alive = setInterval(() => void stream.writeSSE({ event: 'alive', data: '' }), 15_000);
      await new Promise<void>((left) => stream.onAbort(left));
      clearInterval(alive);
      stop();
    }),
  );
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Bylaw', version, description: 'Read access to what Bylaw knows.' },
    servers: [{ url: '/api/v1' }],
  });
  return api;
}
