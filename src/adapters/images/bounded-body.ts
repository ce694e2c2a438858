import { RegistryError, reasonOf, UnreachableError } from './registry-error.ts';

/** Reads a response of at most so many bytes: what does not end is given up. */
export async function readBounded(response: Response, limit: number, what: string): Promise<Buffer> {
  const declared = Number(response.headers.get('content-length') ?? '0');
  if (declared > limit) {
    await response.body?.cancel();
    throw new RegistryError(`${what}: ${declared} bytes are more than the ${limit} that are read`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > limit) throw new RegistryError(`${what}: it does not end within ${limit} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof RegistryError) throw error;
    throw new UnreachableError(`${what}: ${reasonOf(error)}`, { cause: error });
  }
  return Buffer.concat(chunks);
}
