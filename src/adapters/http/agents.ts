import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { UnreachableError } from './http-error.ts';

/** By whom a server is vouched for, and who we are: files in PEM. */
export interface TlsOptions {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly insecureSkipTlsVerify?: boolean;
}

/** The connections to servers. Proxies come from the environment, and are not asked for this machine: as in Go. */
export class Agents {
  readonly #options: TlsOptions;
  readonly #made = new Map<string, http.Agent>();

  constructor(options: TlsOptions) {
    this.#options = options;
  }

  for(url: URL): http.Agent {
    const local = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
    const key = `${url.protocol}${local}`;
    let agent = this.#made.get(key);
    if (!agent) {
      const options = { keepAlive: true, ...(!local && { proxyEnv: process.env }) };
      agent = url.protocol === 'https:' ? new https.Agent({ ...options, ...this.#tls() }) : new http.Agent(options);
      this.#made.set(key, agent);
    }
    return agent;
  }

  #tls(): https.AgentOptions {
    const { caFile, certFile, keyFile, insecureSkipTlsVerify } = this.#options;
    return {
      ...(caFile && { ca: read(caFile, "can't read CA file") }),
      ...(certFile &&
        keyFile && { cert: read(certFile, 'unable to read cert file'), key: read(keyFile, 'unable to read key file') }),
      ...(insecureSkipTlsVerify && { rejectUnauthorized: false }),
    };
  }
}

/** A file that cannot be read is told in Helm's words. */
function read(path: string, problem: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? `open ${path}: no such file or directory` : message;
    const what = `missing registry client: can't create TLS config for client: ${problem}: "${path}": ${reason}`;
    throw new UnreachableError(what, { cause: error });
  }
}
