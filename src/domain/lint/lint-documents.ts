import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import type { ManifestDocument } from '../../languages/manifest/index.ts';
import { isPolicyDocument, loadPolicies } from '../policy/index.ts';
import { findEndlessExceptions } from './rules/endless-exceptions.ts';
import { isLegacyField, legacyBlocks, legacyFinding } from './rules/legacy-match.ts';
import { findListBlanks } from './rules/list-blanks.ts';

/** Finds mistakes in policies and exceptions that are plain manifests. Other documents are none of its business. */
export function lintDocuments(documents: readonly ManifestDocument[]): readonly Diagnostic[] {
  const policies = documents.filter(isPolicyDocument);
  const loaded = loadPolicies(policies);
  const legacy = loaded.policies.flatMap((policy) =>
    legacyBlocks(policy).map((block) => {
      const { source } = policy.document;
      return legacyFinding(
        { file: source.file, text: source.text },
        policy.document.range(block.path, 'key')!.start,
        block,
        policy.name,
      );
    }),
  );
  return [
    ...loaded.diagnostics.filter((finding) => !isLegacyField(finding)),
    ...legacy,
    ...findEndlessExceptions(loaded.exceptions),
    ...policies.flatMap(findListBlanks),
  ];
}
