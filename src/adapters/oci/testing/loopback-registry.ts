import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface StoredManifest {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** The distribution endpoints that clients use, over a map in memory: for tests, on the loopback address only. */
export class LoopbackRegistry {
  readonly #manifests = new Map<string, StoredManifest>();
  readonly #blobs = new Map<string, Buffer>();
  readonly #uploads = new Map<string, Buffer>();
  #lastUpload = 0;
  #server: Server | undefined;
  host = '';
  /** What was asked, `METHOD path`. */
  readonly requests: string[] = [];

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    this.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve) ?? resolve(undefined));
  }

  putBlob(bytes: Buffer): string {
    const digest = digestOf(bytes);
    this.#blobs.set(digest, bytes);
    return digest;
  }

  putManifest(repository: string, reference: string, mediaType: string, bytes: Buffer): string {
    const digest = digestOf(bytes);
    for (const name of [reference, digest]) this.#manifests.set(`${repository}:${name}`, { mediaType, bytes });
    return digest;
  }

  manifest(repository: string, reference: string): StoredManifest | undefined {
    return this.#manifests.get(`${repository}:${reference}`);
  }

  blob(digest: string): Buffer | undefined {
    return this.#blobs.get(digest);
  }

  /** Answers before the registry itself does; `true` when it has. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.intercept?.(request, response)) return;
    const url = new URL(request.url ?? '/', 'http://registry');
    this.requests.push(`${request.method} ${url.pathname}`);
    const found = /^\/v2\/(.+)\/(manifests|blobs|referrers|tags)\/(.*)$/.exec(url.pathname);
    if (!found) return void response.writeHead(url.pathname === '/v2/' ? 200 : 404).end();
    const [, repository = '', what, reference = ''] = found;
    if (what === 'manifests') return await this.#manifestsAt(request, response, repository, reference);
    if (what === 'blobs') return await this.#blobsAt(request, response, repository, reference, url);
    if (what === 'referrers')
      return send(response, 200, 'application/vnd.oci.image.index.v1+json', this.#referrers(repository, reference));
    const tags = [...this.#manifests.keys()]
      .filter((key) => key.startsWith(`${repository}:`))
      .map((key) => key.slice(repository.length + 1))
      .filter((tag) => !tag.includes(':'));
    send(response, 200, 'application/json', Buffer.from(JSON.stringify({ name: repository, tags })));
  }

  async #manifestsAt(request: IncomingMessage, response: ServerResponse, repository: string, reference: string) {
    if (request.method === 'PUT') {
      const bytes = await readAll(request);
      const digest = this.putManifest(repository, reference, request.headers['content-type'] ?? '', bytes);
      response
        .writeHead(201, { location: `/v2/${repository}/manifests/${digest}`, 'docker-content-digest': digest })
        .end();
      return;
    }
    const manifest = this.manifest(repository, reference);
    if (!manifest) return unknown(response, 'MANIFEST_UNKNOWN', 'manifest unknown');
    response.writeHead(200, {
      'content-type': manifest.mediaType,
      'content-length': manifest.bytes.length,
      'docker-content-digest': digestOf(manifest.bytes),
    });
    response.end(request.method === 'HEAD' ? undefined : manifest.bytes);
  }

  async #blobsAt(request: IncomingMessage, response: ServerResponse, repository: string, reference: string, url: URL) {
    const id =
      reference.startsWith('uploads/') && reference !== 'uploads/' ? reference.slice(8) : String(++this.#lastUpload);
    const upload = `/v2/${repository}/blobs/uploads/${id}`;
    if (request.method === 'POST') {
      response.writeHead(202, { location: upload }).end();
    } else if (request.method === 'PATCH') {
      const bytes = await readAll(request);
      this.#uploads.set(id, bytes);
      response.writeHead(202, { location: upload, range: `0-${bytes.length - 1}` }).end();
    } else if (request.method === 'PUT') {
      const rest = await readAll(request);
      this.#blobs.set(url.searchParams.get('digest') ?? '', rest.length > 0 ? rest : (this.#uploads.get(id) ?? rest));
      response.writeHead(201, { location: upload }).end();
    } else {
      const blob = this.#blobs.get(reference);
      if (!blob) return unknown(response, 'BLOB_UNKNOWN', 'blob unknown');
      response.writeHead(200, { 'content-length': blob.length, 'content-type': 'application/octet-stream' });
      response.end(request.method === 'HEAD' ? undefined : blob);
    }
  }

  #referrers(repository: string, digest: string): Buffer {
    const manifests = new Map<string, object>();
    for (const [key, { mediaType, bytes }] of this.#manifests) {
      if (!key.startsWith(`${repository}:`)) continue;
      const manifest = JSON.parse(bytes.toString());
      if (manifest.subject?.digest !== digest) continue;
      const artifactType = manifest.artifactType ?? manifest.config?.mediaType;
      manifests.set(digestOf(bytes), {
        mediaType,
        size: bytes.length,
        digest: digestOf(bytes),
        artifactType,
        annotations: manifest.annotations,
      });
    }
    return Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: [...manifests.values()],
      }),
    );
  }
}

export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, type: string, body: Buffer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': body.length }).end(body);
}

function unknown(response: ServerResponse, code: string, message: string): void {
  send(response, 404, 'application/json', Buffer.from(JSON.stringify({ errors: [{ code, message }] })));
}
