import { readFileSync, type Stats, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { digestOf } from '../../oci/index.ts';
import type { FetchedChart } from '../fetched-chart.ts';
import { checkSignature, notFound } from './check-signature.ts';
import { findClearSigned } from './clear-signed.ts';
import { defaultKeyring, readKeyring } from './keyring.ts';
import { fileProblem, refuse } from './provenance-error.ts';
import { signedFiles } from './signed-files.ts';

/** A provenance is a Chart.yaml and a signature. */
const maxProvenance = 1024 * 1024;

/** Reads a packed chart, and checks what was read by the `.prov` file beside it. @throws ChartError in Helm's words */
export async function readVerifiedChart(path: string, keyring: string | undefined): Promise<Buffer> {
  const chart = resolve(path);
  if (statSync(chart).isDirectory())
    refuse('unpacked charts cannot be verified', '`helm package --sign` packs and signs');
  requireArchiveName(chart);
  const file = `${chart}.prov`;
  let stat: Stats;
  try {
    stat = statSync(file);
  } catch (error) {
    return refuse(`could not load provenance file ${file}: ${fileProblem(error, 'stat', file)}`);
  }
  const keys = await readKeyring(keyring ?? defaultKeyring(process.env));
  if (stat.size > maxProvenance)
    refuse(`failed to read provenance file: ${file} is larger than ${maxProvenance} bytes`);
  let signed: Buffer;
  try {
    signed = readFileSync(file);
  } catch (error) {
    return refuse(`failed to read provenance file: ${fileProblem(error, 'open', file)}`);
  }
  const archive = readFileSync(chart);
  await verify(archive, signed, basename(chart), keys);
  return archive;
}

/** Checks a chart from a server by the provenance that lies with it. @throws ChartError in Helm's words */
export async function verifyFetchedChart(chart: FetchedChart, keyring: string | undefined): Promise<void> {
  const { archive, fileName, url } = chart;
  const signed = await chart.provenance().catch((error: Error) => {
    return refuse(`failed to fetch provenance ${JSON.stringify(`${url}.prov`)}`, error.message);
  });
  requireArchiveName(fileName);
  const keys = await readKeyring(keyring ?? defaultKeyring(process.env));
  await verify(archive, Buffer.from(signed), fileName, keys);
}

function requireArchiveName(name: string): void {
  if (!/\.tgz$/i.test(name)) refuse('chart must be a tgz file');
}

async function verify(
  archive: Uint8Array,
  provenance: Buffer,
  name: string,
  keys: Awaited<ReturnType<typeof readKeyring>>,
): Promise<void> {
  const message = findClearSigned(provenance);
  if (!message) return refuse(notFound);
  await checkSignature(message, keys, new Date());
  const said = signedFiles(message.text).get(name);
  const found = digestOf(archive);
  if (said === undefined) return refuse(`provenance does not contain a SHA for a file named ${JSON.stringify(name)}`);
  if (said !== found) {
    refuse(`sha256 sum does not match for ${name}: ${JSON.stringify(said)} != ${JSON.stringify(found)}`);
  }
}
